"""How nbconvert, and JupyterLab's "Save and Export Notebook As", write notebooks as Markdown, reStructuredText and AsciiDoc.

An output that has a picture is written as the picture. By default these formats take its HTML, which for a figure is its script.
"""

c = get_config()  # noqa: F821, Jupyter defines it

for exporter in "MarkdownExporter", "RSTExporter", "ASCIIDocExporter":
    c[exporter].DataTypeFilter.display_data_priority.prepend(["image/png"])
# The filter that this exporter makes for itself reads no settings.
c.RSTExporter.filters = {"filter_data_type": "nbconvert.filters.datatypefilter.DataTypeFilter"}

"""How nbconvert, and JupyterLab's "Save and Export Notebook As", write notebooks as Markdown, reStructuredText, AsciiDoc and PDF.

An output that has a picture is written as the picture. By default these formats, but for PDF, take its HTML, which for a figure is its script.
In PDF there is Hangul.
"""

import os
import sys

c = get_config()  # noqa: F821, Jupyter defines it

for exporter in "MarkdownExporter", "RSTExporter", "ASCIIDocExporter":
    c[exporter].DataTypeFilter.display_data_priority.prepend(["image/png"])
# The filter that this exporter makes for itself reads no settings.
c.RSTExporter.filters = {"filter_data_type": "nbconvert.filters.datatypefilter.DataTypeFilter"}

if os.path.isdir(os.path.join(sys.prefix, "share/jupyter/nbconvert/templates/gosnn")):
    c.LatexExporter.template_name = "gosnn"
    # XeTeX finds the font of the home, beside those of the system.
    os.environ["TTFONTS"] = os.path.dirname(sys.prefix) + os.pathsep + os.environ.get("TTFONTS", "")

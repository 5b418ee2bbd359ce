package plots

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestNotebookSizes: a raster, a line or an animation of the tutorial takes at most 40 kB of the notebook's file, several rasters in one figure as
// much each, and each further plot area of a figure 6 kB more.
func TestNotebookSizes(t *testing.T) {
	content, err := os.ReadFile("../notebooks/tutorial_1_spike_encoding.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	var notebook struct {
		Cells []struct{ Outputs []json.RawMessage }
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		t.Fatal(err)
	}
	area, figures := regexp.MustCompile(`"grid":\[[^]]*\]`), 0
	for _, cell := range notebook.Cells {
		for _, raw := range cell.Outputs {
			var output struct {
				Data map[string]any
			}
			if err := json.Unmarshal(raw, &output); err != nil {
				t.Fatal(err)
			}
			page, words := text(output.Data["text/html"]), text(output.Data["text/plain"])
			if output.Data["image/png"] == nil || page == "" {
				continue
			}
			figures++
			areas := 0
			for _, grid := range area.FindAllString(page, -1) {
				areas += strings.Count(grid, "{")
			}
			size := len(page) + len(text(output.Data["image/png"])) + len(words)
			full := max(1, strings.Count(words, "raster of "))
			if most := 40_000*full + 6_000*max(0, areas-full); size > most {
				t.Errorf("%.60s: %d bytes for %d plot areas, at most %d", words, size, areas, most)
			}
		}
	}
	if figures < 10 {
		t.Errorf("the notebook has %d figures", figures)
	}
}

// text is text of a notebook, which may be a list of lines.
func text(of any) string {
	switch v := of.(type) {
	case string:
		return v
	case []any:
		var b strings.Builder
		for _, line := range v {
			b.WriteString(text(line))
		}
		return b.String()
	}
	return ""
}

package lecture

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// original are the headings of snnTorch's tutorial 1, and what follows from no chance in the output below them: the sizes, and the delta code.
var original = []struct{ heading, shown string }{
	{"Introduction", ""},
	{"1. Setting up the MNIST Dataset", ""},
	{"1.1 Import packages and setup environment", ""},
	{"1.2 Download Dataset", "The size of mnistTrain is 6000\n"},
	{"1.3 Create DataLoaders", ""},
	{"2. Spike Encoding", ""},
	{"2.1 Rate coding of MNIST", "[100 128 1 28 28]\n"},
	{"2.2 Visualization", ""},
	{"2.2.1 Animation", "[100 28 28]\n"},
	{"2.2.2 Raster Plots", ""},
	{"2.2.3 Summary of Rate Coding", ""},
	{"2.3 Latency Coding of MNIST", ""},
	{"2.3.1 Raster plot", ""},
	{"2.3.2 Animation", "[100 28 28]\n"},
	{"2.4 Delta Modulation", "tensor([ 0.,  0.,  0.,  0.,  1., -1.,  1., -1.,  1.,  0.,  0.])\n"},
	{"A series made of digits", "Steps: [588]\nThe same: true\n"}, // of the Korean review
	{"3. Spike Generation (Optional)", ""},
	{"3.1 Animation", ""},
	{"3.2 Raster", ""},
	{"Conclusion", ""},
	{"Additional Resources", ""},
}

// The tutorial has the original's headings in its order, and below them its results.
func TestTutorialFollowsOriginal(t *testing.T) {
	n, err := ReadNotebook(filepath.Join(dir, "tutorial_1_spike_encoding.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	shown := map[string]string{} // below each heading
	for _, c := range n.Cells {
		if c.Type == "markdown" {
			for _, h := range headings(string(c.Source)) {
				titles = append(titles, h.title)
			}
		}
		for _, o := range c.Outputs {
			shown[titles[len(titles)-1]] += joined(o["text"])
			if data, ok := o["data"].(map[string]any); ok { // the value of a cell's last line
				shown[titles[len(titles)-1]] += joined(data["text/plain"]) + "\n"
			}
		}
	}
	for _, want := range original {
		i := slices.Index(titles, want.heading)
		if i < 0 {
			t.Errorf("no heading %q after the one before it", want.heading)
			continue
		}
		titles = titles[i+1:]
		if !strings.Contains(shown[want.heading], want.shown) {
			t.Errorf("below %q stands %q, want %q", want.heading, shown[want.heading], want.shown)
		}
	}
}

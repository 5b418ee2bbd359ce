package kernel

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

var listed = []Value{
	{Name: "images", State: Current, Type: "*ts.Tensor", Tensors: []string{"float32 [128 1 28 28]"}, Bytes: 401_412, Made: now.Add(-3 * time.Minute),
		Took: 1500 * time.Microsecond, Cell: "In [2]", Uses: []string{"batch<1>"}, Inputs: []string{"data.csv"}},
	{Name: "spikeData", State: Older, Type: "*ts.Tensor", Tensors: []string{"float32 [9]"}, Bytes: 36, Made: now.Add(-2 * time.Minute), Kept: []string{"images"}, Uses: []string{"old"}},
	{Name: "spikeData", State: Current, Type: "*ts.Tensor", Tensors: []string{"float32 [100 128 1 28 28]"}, Bytes: 40_140_804, Made: now.Add(-time.Minute),
		Took: 85 * time.Millisecond, Seed: "42", Cell: "In [5]", Kept: []string{"images"}, Uses: []string{"batch<1>", "gain"}, Inputs: []string{}},
	{Name: "net", State: Unused, Type: "main.Net", Tensors: []string{"float32 [2]", "float32 [3]", "int64 []", "bool [1]"}, Bytes: 999, Made: now.Add(-72 * time.Hour), Cell: "var net"},
}

func TestTableText(t *testing.T) {
	want := strings.Join([]string{
		"name       state    value                                                      size     age     took   seed  cell     depends on",
		"images     current  float32 [128 1 28 28]                                      401 kB   3 min   1.5ms  -     In [2]   batch<1>, data.csv",
		"spikeData  older    float32 [9]                                                36 B     2 min   0s     -              images, old",
		"spikeData  current  float32 [100 128 1 28 28]                                  40.1 MB  1 min   85ms   42    In [5]   images, batch<1>, gain",
		"net        unused   main.Net: float32 [2], float32 [3], int64 [] and 1 more  999 B    3 days  0s     -     var net  -",
	}, "\n")
	got := tableText(listed, now)
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if squeeze(got) != squeeze(want) || strings.Count(got, "\n") != 4 {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := tableText(nil, now); got != "nothing is kept" {
		t.Errorf("got %q", got)
	}
}

// TestTableHTML makes sure that the markup is well formed whatever the names are.
func TestTableHTML(t *testing.T) {
	text := tableHTML(listed, now) + graphOf(listed).svg()
	d := xml.NewDecoder(strings.NewReader("<x>" + text + "</x>"))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	for _, part := range []string{"batch&lt;1&gt;", `<th scope="row">spikeData</th>`, "4 values, 40.5 MB", `role="img"`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in\n%s", part, text)
		}
	}
}

// TestNoFormulas shows names that MathJax would typeset if it found them in one piece of text.
func TestNoFormulas(t *testing.T) {
	priced := []Value{{Name: "v", State: Current, Cell: `\(x\)`, Uses: []string{"_x"}, Inputs: []string{"$5 to $10", "$$x$$", `\[x\]`, `\begin{align}x\end{align}`}}}
	text := tableHTML(priced, now) + graphOf(priced).svg()
	d := xml.NewDecoder(strings.NewReader("<x>" + text + "</x>"))
	var shown strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if piece, ok := token.(xml.CharData); ok {
			shown.Write(piece)
			if len(piece) > 1 && strings.ContainsAny(string(piece), `$\`) {
				t.Errorf("%q is one piece", piece)
			}
		}
	}
	for _, want := range []string{"$5 to $10", "$$x$$", `\begin{align}x\end{align}`} {
		if strings.Count(shown.String(), want) != 2 {
			t.Errorf("%q is not shown twice in %q", want, shown.String())
		}
	}
}

func TestGraph(t *testing.T) {
	g := graphOf(listed)
	want := "What depends on what. images uses batch<1>, data.csv; spikeData uses images, gain"
	if got := g.words(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(g.layers) != 3 || strings.Join(g.layers[0], " ") != "batch<1> data.csv gain net" || strings.Join(g.layers[2], " ") != "spikeData" {
		t.Errorf("layers %q", g.layers)
	}
	// Values whose code is of different ages can seem to use each other.
	ring := graphOf([]Value{{Name: "a", Kept: []string{"b"}, State: Unused}, {Name: "b", Kept: []string{"a"}, State: Unused}})
	if len(ring.layers) == 0 || ring.svg() == "" {
		t.Errorf("layers %q", ring.layers)
	}
	if graphOf(nil).svg() != "" {
		t.Error("a picture of nothing")
	}
}

func TestSizes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1 kB", 40_140_800: "40.1 MB", 999_700: "1 MB", 3e12: "3 TB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) is %q, want %q", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{0: "0 s", -time.Hour: "0 s", -3e5 * time.Hour: "0 s", time.Minute: "1 min", 90 * time.Minute: "1 h", 72 * time.Hour: "3 days"} {
		if got := age(d); got != want {
			t.Errorf("age(%v) is %q, want %q", d, got, want)
		}
	}
	for s, want := range map[string]int64{"1": 1, "500MB": 5e8, "1.5 GiB": 3 << 29, "2KiB": 2048, "10B": 10} {
		if got, err := parseSize(s); got != want || err != nil {
			t.Errorf("parseSize(%q) is %d, %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "x", "0", "-1MB", "NaN", "inf", "1e30TB", "MB"} {
		if got, err := parseSize(s); err == nil {
			t.Errorf("parseSize(%q) is %d", s, got)
		}
	}
}

package plots

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// TestWordsStayWords gives each kind of figure words that would be more than words in a page, if they were not escaped in each of
// its forms. The browser's tests look at what becomes of them.
func TestWordsStayWords(t *testing.T) {
	const words = `</script></svg><img src=x onerror=alert(1)>"' onload="alert(2)"&amp;<!-- ]]>`
	libraryFile(t)
	spikes, image := noisySpikes(t, 20, 12, 0.2, true), tensorOf(t, []float32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4)
	series := tensorOf(t, []float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0, 3}, 6, 2)
	title, x, y := Title(words), XLabel(words), YLabel(words)
	figures := map[string]*Figure{}
	add := func(name string, f *Figure, err error) { figures[name] = must[*Figure](t)(f, err) }
	raster, err := Raster(spikes, title, x, y)
	add("raster", raster, err)
	f, err := RasterWithImage(spikes, image, title, x, y)
	add("raster with image", f, err)
	f, err = Image(image, Title(words))
	add("image", f, err)
	f, err = ImageGrid([]*ts.Tensor{image, image}, Title(words), Names(words, words))
	add("image grid", f, err)
	f, err = Line(nil, series, title, x, y, Names(words, words))
	add("line", f, err)
	f, err = SpikeCount(spikes, title, x, y)
	add("spike count", f, err)
	f, err = Histogram(spikes, title, x, y)
	add("histogram", f, err)
	f, err = Traces(series, Title(words), Names(words, words))
	add("traces", f, err)
	f, err = Animator(sweep(t), Title(words))
	add("animator", f, err)
	f, err = Grid([]*Figure{raster, raster}, Title(words))
	add("grid", f, err)

	open, closed := regexp.MustCompile(`(?i)<script\b`), regexp.MustCompile(`(?i)</script\b`)
	for name, f := range figures {
		if !strings.Contains(f.Alt(), words) {
			t.Errorf("%s: the words are not in %q", name, f.Alt())
		}
		if data := must[[]byte](t)(f.JSON()); !json.Valid(data) || bytes.ContainsAny(data, "<>") {
			t.Errorf("%s: the JSON ends its script", name)
		}
		for form, page := range map[string]string{"a fragment": fragment(t, f, nil), "a page": string(must[[]byte](t)(f.Page()))} {
			if strings.Contains(page, "<img src=x") || strings.Contains(page, ` onload="alert`) {
				t.Errorf("%s: %s has an element of the words", name, form)
			}
			if n, m := len(open.FindAllString(page, -1)), len(closed.FindAllString(page, -1)); n != m {
				t.Errorf("%s: %s has %d beginnings and %d ends of scripts", name, form, n, m)
			}
		}
		svg := must[[]byte](t)(f.SVG())
		seen := false
		for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: the SVG: %v", name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if slices.Contains([]string{"script", "img", "foreignObject", "a", "use"}, token.Name.Local) {
					t.Errorf("%s: the SVG has an element %s", name, token.Name.Local)
				}
				for _, a := range token.Attr {
					if strings.HasPrefix(a.Name.Local, "on") {
						t.Errorf("%s: the SVG has an attribute %s", name, a.Name.Local)
					}
				}
			case xml.CharData:
				seen = seen || strings.Contains(string(token), "onerror=alert(1)")
			}
		}
		if !seen {
			t.Errorf("%s: the SVG does not show the words", name)
		}
	}
}

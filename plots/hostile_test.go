package plots

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// stackKind is the place of Stack among figureKinds.
const stackKind = 9

// hostileArgs are arguments that each kind of figure takes.
func hostileArgs(kind, width, height int) *figureArgs {
	a := &figureArgs{kind: uint8(kind), dtype: 1, steps: 12, lines: 10, width: int16(width), height: int16(height), title: "Layer 1",
		name: "Time (s)", lo: 0.5, hi: 1, columns: 2, values: []byte{0, 1, 2, 1, 1, 0, 2}}
	if kind == stackKind { // without heights, which are as many as its panels
		a.columns = 0
	}
	return a
}

// TestSmallSizes: each kind of figure at each size from 32 x 32 up is drawn at that size, or refused by an error that names what is wrong.
func TestSmallSizes(t *testing.T) {
	sides := []int{32, 33, 48, 100, 241}
	drawn := make([]int, len(figureKinds))
	for kind := range figureKinds {
		for i := range len(sides) * len(sides) {
			a := hostileArgs(kind, sides[i%len(sides)], sides[i/len(sides)])
			f, err := a.draw(t)
			if err != nil {
				if !errors.Is(err, ErrRange) {
					t.Errorf("kind %d at %d x %d: %v", kind, a.width, a.height, err)
				}
				continue
			}
			drawn[kind]++
			if _, err := png.Decode(bytes.NewReader(must[[]byte](t)(f.PNG()))); err != nil {
				t.Errorf("kind %d at %d x %d: %v", kind, a.width, a.height, err)
			}
		}
		if drawn[kind] == 0 {
			t.Errorf("kind %d is drawn at no size", kind)
		}
		for _, size := range [][2]int{{31, 100}, {100, 31}, {0, 0}, {-5, 100}, {5000, 100}} {
			if f, err := hostileArgs(kind, size[0], size[1]).draw(t); f != nil && err == nil && (f.width == size[0] || f.height == size[1]) {
				t.Errorf("kind %d is drawn at %v", kind, size)
			}
		}
	}
}

// hostileWords are titles and names as people have them.
var hostileWords = []string{
	"$x_1$ and $5", `\(a\) \frac{1}{2} \\`, "two\nlines", "\n\n\n", "\r\n", "a\tb", "\x00\x01\x1b[31m", "\xff\xfe broken", "</script><b>&amp;\"'", "]]>",
	"<!-- <script", "{b} {c} {@[1]}", "{name|style}", "스파이크 전류 (10⁻⁹ A)", "שלום", "👩‍🔬 é e\u0301", "\u202eright to left", "\ufeff\u200b", strings.Repeat("long", 60),
	strings.Repeat("a b ", 60), " ", "%s %d %!", "__proto__", "constructor",
}

// TestHostileWords: each form of each kind of figure is well-formed, whatever its title and names are. Each kind gets a third of the words.
func TestHostileWords(t *testing.T) {
	for kind := range figureKinds {
		for i, words := range hostileWords {
			if (kind+i)%3 > 0 {
				continue
			}
			a := hostileArgs(kind, 400, 300)
			a.title, a.name, a.limits = words, words, i%2 == 0
			f, err := a.draw(t)
			if err != nil {
				continue
			}
			if err := wellFormed(t, f); err != nil {
				t.Errorf("kind %d of %q: %v", kind, words, err)
			}
		}
	}
}

// wellFormed returns what is wrong with the forms of a figure.
func wellFormed(t *testing.T, f *Figure) error {
	if _, err := png.Decode(bytes.NewReader(must[[]byte](t)(f.PNG()))); err != nil {
		return fmt.Errorf("PNG: %w", err)
	}
	drawing := xml.NewDecoder(bytes.NewReader(must[[]byte](t)(f.SVG())))
	for {
		if _, err := drawing.Token(); err == io.EOF {
			break
		} else if err != nil {
			return fmt.Errorf("SVG: %w", err)
		}
	}
	if data := must[[]byte](t)(f.JSON()); !json.Valid(data) {
		return fmt.Errorf("JSON: %s", data)
	}
	page := must[string](t)(f.HTML())
	if strings.Count(page, "<script") != strings.Count(page, "</script>") {
		return errors.New("HTML: words end a script")
	}
	if !utf8.ValidString(page) {
		return errors.New("HTML: no UTF-8")
	}
	return nil
}

package plots

import (
	"encoding/xml"
	"fmt"
	"image"
	"io"
	"strconv"
	"strings"
	"testing"

	"gosnn/plots/internal/still"
)

// written is text in a picture, with its place in tenths of CSS pixels from the lower left corner.
type written struct {
	words string
	at    image.Rectangle
}

// texts are the words that a picture has, read from its drawing.
func texts(t testing.TB, f *Figure) []written {
	t.Helper()
	var all []written
	var at written
	var x, y, size float64
	turned := false
	drawing := xml.NewDecoder(strings.NewReader(string(must[[]byte](t)(f.SVG()))))
	for {
		token, err := drawing.Token()
		if err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			at = written{}
			for _, a := range e.Attr {
				switch {
				case e.Name.Local == "g" && a.Value == "rotate(90)":
					turned = true
				case a.Name.Local == "x":
					x, _ = strconv.ParseFloat(a.Value, 64)
				case a.Name.Local == "y":
					y, _ = strconv.ParseFloat(a.Value, 64)
				case a.Name.Local == "style":
					if _, after, found := strings.Cut(a.Value, "font-size:"); found {
						number, _, _ := strings.Cut(after, "px")
						size, _ = strconv.ParseFloat(number, 64)
					}
				}
			}
		case xml.CharData:
			at.words += string(e)
		case xml.EndElement:
			switch e.Name.Local {
			case "g":
				turned = false
			case "text":
				const unit = 10 * 4 / 3. // a point in tenths of CSS pixels
				width, height := float64(10*still.Width(at.words, size)), 0.7*size*unit
				left, low := x*unit, -y*unit
				at.at = image.Rect(int(left), int(low), int(left+width), int(low+height))
				if turned {
					left, low = y*unit, x*unit
					at.at = image.Rect(int(left-height), int(low), int(left), int(low+width))
				}
				if strings.TrimSpace(at.words) != "" {
					all = append(all, at)
				}
			}
		}
	}
}

// apart returns what is wrong with the places of words in a picture: those beyond its edges, and on each other.
func apart(t testing.TB, f *Figure) error {
	t.Helper()
	all := texts(t, f)
	whole := image.Rect(0, 0, 10*f.width, 10*f.height)
	for i, a := range all {
		if !a.at.In(whole) {
			return fmt.Errorf("%q is at %v, beyond %v", a.words, a.at, whole)
		}
		for _, b := range all[:i] {
			if a.at.Overlaps(b.at) {
				return fmt.Errorf("%q at %v is on %q at %v", a.words, a.at, b.words, b.at)
			}
		}
	}
	return nil
}

// TestWordsApart: in each kind of figure, large or small, whatever its words are, these are within the picture, and none is on another.
func TestWordsApart(t *testing.T) {
	for kind := range figureKinds {
		for i, words := range []string{"Hand-written number", "two\nlines", strings.Repeat("a b ", 60)} {
			for _, size := range [][2]int{{100, 200}, {640, 200}, {320, 400}} {
				a := hostileArgs(kind, size[0], size[1])
				a.title, a.name, a.limits, a.lo, a.hi = words, words, i == 1 && kind != stackKind, -12345678, -12345677
				f, err := a.draw(t)
				if err != nil {
					continue
				}
				if err := apart(t, f); err != nil {
					t.Errorf("kind %d at %v of %.30q: %v", kind, size, words, err)
				}
			}
		}
	}
}

// TestTexts: the words of a picture are read with their places: numbers along both axes, and a title that is written upward.
func TestTexts(t *testing.T) {
	f := must[*Figure](t)(Line(nil, voltage(t), YLabel("Voltage"), XLabel("Step"), Size(200, 200)))
	found := map[string]image.Rectangle{}
	for _, word := range texts(t, f) {
		found[word.words] = word.at
	}
	up, right := found["Voltage"], found["Step"]
	if !(up.Max.X < 300 && up.Dy() > 3*up.Dx() && up.Min.Y > 300) {
		t.Errorf("Voltage is at %v", up)
	}
	if !(right.Max.Y < 300 && right.Dx() > 2*right.Dy() && right.Min.X > 500) {
		t.Errorf("Step is at %v", right)
	}
	if zero := found["0"]; zero.Empty() || up.Overlaps(zero) {
		t.Errorf("0 is at %v", zero)
	}
}

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
						fmt.Sscanf(after, "%f", &size)
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

package still

import (
	"image/color"
	"math"

	"gosnn/plots/internal/colors"
)

// Shades is the color model of a still picture that has only a few colors on white: it rounds their smooth edges to few
// steps between white and the color. With up to three colors these are 16 in all, which PNG packs two to a byte.
type Shades struct {
	Names  []string // of the colors besides that of text
	colors []color.RGBA
	steps  float64
}

// NewShades makes the model for the colors besides that of text.
func NewShades(names ...string) *Shades {
	s := &Shades{Names: names, colors: []color.RGBA{colors.Ink}}
	for _, name := range names {
		if c := colors.RGB(name); c.R != c.G || c.G != c.B { // a grey is a shade of the text's
			s.colors = append(s.colors, c)
		}
	}
	s.steps = float64(max(15/len(s.colors), 5))
	return s
}

// Convert implements color.Model.
func (s *Shades) Convert(from color.Color) color.Color {
	c := color.RGBAModel.Convert(from).(color.RGBA)
	white := color.RGBA{0xff, 0xff, 0xff, 0xff}
	best, least := white, math.Inf(1)
	for _, full := range s.colors {
		part := s.part(c, full)
		near := colors.Mix(white, full, part)
		if far := distance(c, near); far < least {
			best, least = colors.Mix(white, full, math.Round(part*s.steps)/s.steps), far
		}
	}
	return best
}

// part is how far c is from white to full, 0 to 1, by the channel in which these two differ most.
func (s *Shades) part(c, full color.RGBA) float64 {
	of, from := full.R, c.R
	if full.G < of {
		of, from = full.G, c.G
	}
	if full.B < of {
		of, from = full.B, c.B
	}
	return min(1, float64(255-int(from))/float64(max(1, 255-int(of))))
}

// distance is the square of the distance of two colors.
func distance(a, b color.RGBA) float64 {
	r, g, bl := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return float64(r*r + g*g + bl*bl)
}

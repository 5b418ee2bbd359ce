package colors

import (
	"image/color"
	"strconv"
)

// Swatch is a color with its name.
type Swatch struct {
	Name string
	RGB  color.RGBA
}

// Palette is the set of colors that color-blind readers, too, can distinguish, in the order in which figures use it for
// lines: M. Okabe and K. Ito, Color Universal Design (2008). "black" stands for the color of the theme's text.
var Palette = []Swatch{
	{"blue", color.RGBA{0x00, 0x72, 0xb2, 0xff}},
	{"vermillion", color.RGBA{0xd5, 0x5e, 0x00, 0xff}},
	{"green", color.RGBA{0x00, 0x9e, 0x73, 0xff}},
	{"purple", color.RGBA{0xcc, 0x79, 0xa7, 0xff}},
	{"orange", color.RGBA{0xe6, 0x9f, 0x00, 0xff}},
	{"skyblue", color.RGBA{0x56, 0xb4, 0xe9, 0xff}},
	{"yellow", color.RGBA{0xf0, 0xe4, 0x42, 0xff}},
	{"black", color.RGBA{0x00, 0x00, 0x00, 0xff}},
}

// Ink is the color of text and spikes in still pictures, which have a white ground.
var Ink = color.RGBA{0x11, 0x11, 0x11, 0xff}

// Names are the names of Palette.
func Names() []string {
	names := make([]string, len(Palette))
	for i, s := range Palette {
		names[i] = s.Name
	}
	return names
}

// RGB returns the color of a name that [Parse] takes.
func RGB(name string) color.RGBA {
	c, _ := Parse(name)
	return c
}

// Parse reads "#rrggbb" or a name of Palette.
func Parse(name string) (color.RGBA, bool) {
	for _, s := range Palette {
		if s.Name == name {
			return s.RGB, true
		}
	}
	if len(name) != 7 || name[0] != '#' {
		return color.RGBA{}, false
	}
	v, err := strconv.ParseUint(name[1:], 16, 32)
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}, err == nil
}

// CSS writes a color as CSS and ECharts read it.
func CSS(c color.RGBA) string {
	const digits = "0123456789abcdef"
	b := []byte("#000000")
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		b[1+2*i], b[2+2*i] = digits[v>>4], digits[v&15]
	}
	return string(b)
}

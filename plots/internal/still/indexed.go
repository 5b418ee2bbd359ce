package still

import (
	"image"
	"image/color"
	"slices"
)

// indexed returns the picture by color numbers, each color as the model rounds it. If these are more than 256, those
// beyond have the nearest of the first 256.
func indexed(m *image.RGBA, model color.Model) *image.Paletted {
	p := image.NewPaletted(m.Rect, nil)
	numbers := make(map[[4]uint8]uint8, 512)
	var last [4]uint8 // most picture elements are as the one before
	var number uint8
	for i := range p.Pix {
		if c := [4]uint8(m.Pix[4*i : 4*i+4]); c != last || i == 0 {
			n, known := numbers[c]
			if !known {
				n = numberOf(p, model.Convert(color.RGBA{c[0], c[1], c[2], c[3]}))
				numbers[c] = n
			}
			last, number = c, n
		}
		p.Pix[i] = number
	}
	return p
}

// numberOf is the number of a color in the palette, to which it is added while there is room.
func numberOf(p *image.Paletted, c color.Color) uint8 {
	n := slices.Index(p.Palette, c)
	switch {
	case n >= 0:
	case len(p.Palette) < 256:
		n = len(p.Palette)
		p.Palette = append(p.Palette, c)
	default:
		n = p.Palette.Index(c)
	}
	return uint8(n)
}

// FewGreys rounds greys to 16, and leaves other colors as they are.
var FewGreys = color.ModelFunc(func(c color.Color) color.Color {
	v := c.(color.RGBA)
	if v.R == v.G && v.G == v.B {
		v.R = uint8((int(v.R) + 8) / 17 * 17)
		v.G, v.B = v.R, v.R
	}
	return v
})

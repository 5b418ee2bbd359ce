package still

import (
	"encoding/binary"
	"image"
	"image/color"
	"slices"
)

// indexed returns the picture by color numbers, each color as the model rounds it, and reports whether that shows it as it is. If
// there are more than 256 colors, those beyond have the nearest of the first 256.
func indexed(m *image.RGBA, model color.Model) (_ *image.Paletted, faithful bool) {
	p := image.NewPaletted(m.Rect, nil)
	faithful = true
	numbers := make(map[uint32]uint8, 512)
	var last uint32 // most picture elements are as the one before
	var number uint8
	for i := range p.Pix {
		if c := binary.LittleEndian.Uint32(m.Pix[4*i:]); c != last || i == 0 {
			n, known := numbers[c]
			if !known {
				var near bool
				n, near = numberOf(p, model.Convert(color.RGBA{uint8(c), uint8(c >> 8), uint8(c >> 16), uint8(c >> 24)}))
				numbers[c], faithful = n, faithful && near
			}
			last, number = c, n
		}
		p.Pix[i] = number
	}
	return p, faithful
}

// hardlySeen is the square of the distance of two colors of which one may stand for the other at the edge of a letter.
const hardlySeen = 50 * 50

// numberOf is the number of a color in the palette, to which it is added while there is room, or that of the nearest one, which may
// not be near.
func numberOf(p *image.Paletted, c color.Color) (_ uint8, near bool) {
	n := slices.Index(p.Palette, c)
	switch {
	case n >= 0:
	case len(p.Palette) < 256:
		n = len(p.Palette)
		p.Palette = append(p.Palette, c)
	default:
		n = p.Palette.Index(c)
	}
	return uint8(n), distance(c.(color.RGBA), p.Palette[n].(color.RGBA)) < hardlySeen
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

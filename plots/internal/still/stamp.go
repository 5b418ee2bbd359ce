package still

import (
	"image"
	"math"
)

// stamp is one mark: how much of each pixel it covers.
func (m *Marks) stamp(area float64) *image.Alpha {
	height := m.Tall(area) * Scale
	width := height
	if m.Marker == "|" {
		width = m.Wide() * Scale
	}
	w, h := int(math.Max(1, math.Round(width))), int(math.Max(1, math.Round(height)))
	stamp := image.NewAlpha(image.Rect(0, 0, w, h))
	for i := range stamp.Pix {
		stamp.Pix[i] = 255
		if m.Marker == "." || m.Marker == "o" {
			stamp.Pix[i] = discCover(float64(i%w), float64(i/w), float64(w)/2)
		}
	}
	return stamp
}

// discCover is how much of the pixel at x, y a disc around (r, r) covers, in a few steps so that the picture keeps to few
// colors.
func discCover(x, y, r float64) uint8 {
	const fine = 4
	inside := 0
	for i := range fine * fine {
		dx, dy := x+(float64(i%fine)+0.5)/fine-r, y+(float64(i/fine)+0.5)/fine-r
		if dx*dx+dy*dy <= r*r {
			inside++
		}
	}
	return uint8(inside * 255 / (fine * fine))
}

// press puts the stamp on the cover, its middle at x, y. Where opaque marks overlap the stronger cover holds; others add up.
func press(cover, stamp *image.Alpha, opacity float64, x, y int) {
	at := stamp.Rect.Add(image.Pt(x-stamp.Rect.Dx()/2, y-stamp.Rect.Dy()/2))
	on := at.Intersect(cover.Rect)
	for row := on.Min.Y; row < on.Max.Y; row++ {
		from := stamp.Pix[(row-at.Min.Y)*stamp.Stride+on.Min.X-at.Min.X:]
		to := cover.Pix[row*cover.Stride+on.Min.X : row*cover.Stride+on.Max.X]
		if opacity == 1 {
			for i := range to {
				to[i] = max(to[i], from[i])
			}
			continue
		}
		for i := range to {
			to[i] += uint8(float64(255-to[i]) * float64(from[i]) / 255 * opacity)
		}
	}
}

package plots

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// TestMarksDense: where spikes cover everything, more of them are still darker than fewer.
func TestMarksDense(t *testing.T) {
	const steps, neurons = 600, 2000
	r, values := newNoise(), make([]float32, steps*neurons)
	for i := range values {
		rate := 0.2
		if i/neurons >= steps/2 {
			rate = 0.6
		}
		values[i] = spike(r, rate)
	}
	f := must[*Figure](t)(Raster(tensorOf(t, values, steps, neurons)))
	m := must[image.Image](t)(png.Decode(bytes.NewReader(must[[]byte](t)(f.PNG()))))
	few, many := brightnessOf(m, 450, 550), brightnessOf(m, 950, 1050)
	if !(few > many+20 && few < 250) {
		t.Errorf("brightness %v where there are few, %v where there are many spikes", few, many)
	}
	chosen := must[*Figure](t)(Raster(tensorOf(t, values, steps, neurons), MarkerSize(2)))
	m = must[image.Image](t)(png.Decode(bytes.NewReader(must[[]byte](t)(chosen.PNG()))))
	if dark := brightnessOf(m, 950, 1050); dark > 40 {
		t.Errorf("marks of a chosen size are not opaque: brightness %v", dark)
	}
}

// brightnessOf is the mean brightness of a part of the plot area, from column left to right.
func brightnessOf(m image.Image, left, right int) float64 {
	sum, n := 0, 0
	for y := 200; y < 500; y++ {
		for x := left; x < right; x++ {
			sum += int(color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y)
			n++
		}
	}
	return float64(sum) / float64(n)
}

package still

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"gosnn/plots/internal/axis"
)

// page draws a curve over x from 0 to 1 into a plot area of 500 x 200 CSS pixels that is the whole picture.
func page(c *Curve) *image.RGBA {
	canvas := vgimg.NewWith(vgimg.UseWH(500*CSSPixel, 200*CSSPixel), vgimg.UseDPI(96*Scale))
	c.Color = color.RGBA{A: 0xff}
	c.Draw(NewArea(draw.New(canvas), image.Rect(0, 0, 500, 200), axis.Axis{Hi: 1}, axis.Axis{Hi: 1}))
	return canvas.Image().(*image.RGBA)
}

// curveOf is a function of n places from 0 to 1.
func curveOf(n int, dash Dash, y func(x float64) float64) *Curve {
	c := &Curve{X: make([]float64, n), Y: make([]float64, n), Dash: dash}
	for i := range c.X {
		c.X[i] = float64(i) / float64(n-1)
		c.Y[i] = y(c.X[i])
	}
	return c
}

// ink is how many picture elements are as dark as the line, or half as dark at least.
func ink(m *image.RGBA) (n int) {
	for i := 0; i < len(m.Pix); i += 4 {
		if m.Pix[i] < 128 {
			n++
		}
	}
	return n
}

var dashed = map[string]Dash{"dashes": {6, 4}, "dots": {2, 3}, "both": {8, 3, 2, 3}}

// TestDashesShow: of a line with dashes as much is seen as the dashes say, and nothing beside the line without them: whether it has two
// points or very many, whether it is level, steep or goes up and down in each column.
func TestDashesShow(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	for name, line := range map[string]struct {
		n int
		y func(x float64) float64
	}{
		"two points":  {2, func(x float64) float64 { return 0.2 + 0.6*x }},
		"level":       {50_000, func(float64) float64 { return 0.5 }},
		"slope":       {5_000, func(x float64) float64 { return 0.2 + 0.6*x }},
		"waves":       {20_000, func(x float64) float64 { return 0.5 + 0.4*math.Sin(100*x) }},
		"faint noise": {20_000, func(float64) float64 { return 0.5 + 0.01*noise.Float64() }},
		"noise":       {2_000, func(float64) float64 { return noise.Float64() }},
		"all noise":   {100_000, func(float64) float64 { return noise.Float64() }},
	} {
		plain := curveOf(line.n, nil, line.y)
		whole := page(plain)
		for dashes, dash := range dashed {
			seen := 0.0
			for i := 0; i < len(dash); i += 2 {
				seen += dash[i] * Scale / dash.period()
				if line.n == 2 { // a stroke begins half its width before its first point
					seen += lineWidth * Scale / 2 / dash.period()
				}
			}
			m := page(&Curve{X: plain.X, Y: plain.Y, Dash: dash})
			if part := float64(ink(m)) / float64(ink(whole)); math.Abs(part-seen) > 0.06 {
				t.Errorf("%s of %s: %.2f are seen, want %.2f", name, dashes, part, seen)
			}
			for i := range m.Pix {
				if m.Pix[i] < 128 && whole.Pix[i] > 140 {
					t.Errorf("%s of %s: ink at %d, %d, where the line is not", name, dashes, i/4%m.Rect.Dx(), i/4/m.Rect.Dx())
					break
				}
			}
		}
	}
}

// TestDashesOfLevelLine: dashes are as long with many points as with two.
func TestDashesOfLevelLine(t *testing.T) {
	y := func(float64) float64 { return 0.5 }
	few, many := page(curveOf(2, dashed["both"], y)), page(curveOf(50_000, dashed["both"], y))
	row := few.Rect.Dy() / 2
	for x := range few.Rect.Dx() - 4 {
		near := false
		for by := -2; by <= 2; by++ {
			near = near || x+by >= 0 && few.RGBAAt(x+by, row).R < 128 == (many.RGBAAt(x, row).R < 128)
		}
		if !near {
			t.Fatalf("at %d the line of two points is %v, that of many %v", x, few.RGBAAt(x, row), many.RGBAAt(x, row))
		}
	}
}

// TestDashesAreFew: the work for a noisy line does not grow with the number of its dashes, nor where limits enlarge it.
func TestDashesAreFew(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	for _, scale := range []float64{1, 1e6, 1e300} {
		c := curveOf(100_000, dashed["dots"], func(float64) float64 { return (noise.Float64() - 0.5) * scale })
		if n := testing.AllocsPerRun(1, func() { page(c) }); n > 200 {
			t.Errorf("%v: %v allocations", scale, n)
		}
	}
	pieces := 0
	for range (Dash{2, 3}).within(0, 400, 7) {
		pieces++
	}
	if pieces > 400/10+2 {
		t.Errorf("%d dashes in 400 picture elements", pieces)
	}
	line := []vg.Point{{}, {X: 100 * CSSPixel}}
	lengths := []float64{}
	dashed["both"].along(line, func(d []vg.Point) { lengths = append(lengths, float64((d[len(d)-1].X-d[0].X)/CSSPixel)) })
	for i, l := range lengths[:len(lengths)-1] {
		if math.Abs(l-dashed["both"][2*i%4]) > 1e-9 {
			t.Errorf("dash %d is %v long", i, l)
		}
	}
}

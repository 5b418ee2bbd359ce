package still

import (
	"image/color"
	"testing"

	"gosnn/plots/internal/colors"
)

// TestShades: full colors and white stay, smooth edges keep their hue, and all in all there are 16 colors at most.
func TestShades(t *testing.T) {
	for _, names := range [][]string{{"black"}, {"blue"}, {"blue", "vermillion"}} {
		s, white := NewShades(names...), color.RGBA{0xff, 0xff, 0xff, 0xff}
		if got := s.Convert(white); got != white {
			t.Errorf("%v: white is %v", names, got)
		}
		seen := map[color.Color]bool{}
		for _, full := range s.colors {
			if got := s.Convert(full); got != full {
				t.Errorf("%v: %v is %v", names, full, got)
			}
			for i := range 256 {
				edge := colors.Mix(white, full, float64(i)/255)
				got := s.Convert(edge).(color.RGBA)
				seen[got] = true
				if far := distance(edge, got); far > 3*32*32 {
					t.Errorf("%v: %v is %v", names, edge, got)
				}
			}
		}
		if len(seen) > 16 {
			t.Errorf("%v: %d shades", names, len(seen))
		}
	}
}

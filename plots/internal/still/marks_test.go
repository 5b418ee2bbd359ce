package still

import (
	"bytes"
	"image"
	"testing"
)

// TestPress: a mark at the edge is cut off there.
func TestPress(t *testing.T) {
	m := &Marks{Marker: "s", Size: 2, Opacity: 1}
	stamp := m.stamp(100) // 4 x 4 dots
	for at, want := range map[image.Point]int{{5, 5}: 16, {0, 0}: 4, {10, 5}: 8, {-3, 5}: 0, {50, 50}: 0} {
		cover := image.NewAlpha(image.Rect(0, 0, 10, 10))
		press(cover, stamp, 1, at.X, at.Y)
		if n := bytes.Count(cover.Pix, []byte{255}); n != want {
			t.Errorf("at %v: %d dots, want %d", at, n, want)
		}
	}
}

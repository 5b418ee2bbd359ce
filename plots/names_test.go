package plots

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// digits are ten names of classes that differ at their ends.
var digits = []string{"Hand-written zero", "Hand-written one", "Hand-written two", "Hand-written three", "Hand-written four",
	"Hand-written five", "Hand-written six", "Hand-written seven", "Hand-written eight", "Hand-written nine"}

// namedFigures are figures of each kind that takes names, of so many classes.
func namedFigures(t *testing.T, names []string) map[string]*Figure {
	n := len(names)
	x, spikes, classes := noisyLines(t, 20, n), noisySpikes(t, 20, n, 0.3, true), make([]float32, n)
	images := make([]*ts.Tensor, n)
	for i := range images {
		images[i], classes[i] = ring(t, 1), float32(i)
	}
	targets := tensorOf(t, classes, int64(n))
	f := func(f *Figure, err error) *Figure { t.Helper(); return must[*Figure](t)(f, err) }
	line := f(Line(nil, x, Names(names...)))
	return map[string]*Figure{
		"line":              line,
		"stack":             f(Stack([]*Figure{line, line})),
		"spike count":       f(SpikeCount(spikes, Names(names...))),
		"lying spike count": f(SpikeCount(spikes, Names(names...), Horizontal(true))),
		"traces":            f(Traces(x, Names(names...))),
		"traces in columns": f(Traces(x, Names(names...), Columns(3), YLabel("U"))),
		"confusion matrix":  f(Confusion(targets, targets, Names(names...))),
		"images":            f(ImageGrid(images, Names(names...))),
	}
}

// TestNames: ten names are written in full, and of fifty as many as there is room for, none on another; picture and page have the same ones.
func TestNames(t *testing.T) {
	fifty := make([]string, 50)
	for i := range fifty {
		fifty[i] = fmt.Sprintf("class number %d", i)
	}
	for _, names := range [][]string{digits, fifty} {
		for kind, f := range namedFigures(t, names) {
			t.Run(fmt.Sprintf("%s of %d", kind, len(names)), func(t *testing.T) {
				if err := apart(t, f); err != nil {
					t.Error(err)
				}
				var inPicture []string
				for _, word := range texts(t, f) {
					inPicture = append(inPicture, word.words)
				}
				page := string(must[[]byte](t)(f.JSON()))
				missing := 0
				for _, name := range names {
					if !slices.Contains(inPicture, name) {
						missing++
					} else if !strings.Contains(page, fmt.Sprintf("%q", name)) {
						t.Errorf("%q is in the picture, and not in the page", name)
					}
				}
				if missing > 0 && (len(names) == 10 || 2*missing > len(names)) {
					t.Errorf("%d of %d names are missing in the picture, which has %q", missing, len(names), inPicture)
				}
			})
		}
	}
}

// TestLinesDiffer: 32 lines of one figure differ by color or dashes, in the picture and in the page.
func TestLinesDiffer(t *testing.T) {
	f := must[*Figure](t)(Line(nil, noisyLines(t, 20, 33)))
	looks := map[string]int{}
	for k, l := range f.panels[0].layers {
		c := l.(*curve)
		look := fmt.Sprint(c.Color, c.Dash)
		if before, seen := looks[look]; seen && k < 32 {
			t.Errorf("lines %d and %d look the same: %s", before, k, look)
		}
		looks[look] = k
	}
	if len(looks) != 32 {
		t.Errorf("%d looks, and Line's comment says 32", len(looks))
	}
}

package plots

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"image/gif"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// noise makes frames of random levels.
func noise(seed uint64, steps, height, width, levels int) *frames {
	r := rand.New(rand.NewPCG(seed, 0))
	a := &frames{steps: steps, height: height, width: width, level: make([]uint8, steps*height*width)}
	for i := range a.level {
		a.level[i] = uint8(r.IntN(levels))
	}
	switch levels {
	case 2:
		a.value = []float64{0, 1}
	case 3:
		a.value, a.off = []float64{0, 1, -1}, 1
	default:
		a.value = grades(0)
	}
	return a
}

// TestPack unpacks as player.js does, for sizes that end amid a byte too.
func TestPack(t *testing.T) {
	for _, test := range []struct{ levels, bits int }{{2, 1}, {3, 2}, {greyLevels, 8}} {
		for size := range 20 {
			a := noise(uint64(size), 1+size%3, 1, 1+size, test.levels)
			if a.bits() != test.bits {
				t.Fatalf("%d levels take %d bits, want %d", test.levels, a.bits(), test.bits)
			}
			packed := must[[]byte](t)(base64.StdEncoding.DecodeString(a.pack()))
			plain := must[[]byte](t)(io.ReadAll(flate.NewReader(bytes.NewReader(packed))))
			for i, want := range a.level {
				at := i * test.bits
				if got := plain[at/8] >> (8 - test.bits - at%8) & (1<<test.bits - 1); got != want {
					t.Fatalf("element %d of %d is %d, want %d", i, len(a.level), got, want)
				}
			}
		}
	}
}

// TestMeans: each frame of a running mean is, to half a grey level, the mean of the frames so far.
func TestMeans(t *testing.T) {
	for _, levels := range []int{2, 3, greyLevels} {
		a := noise(7, 9, 4, 5, levels)
		m := a.means()
		for step := range a.steps {
			for i := range a.size() {
				sum := 0.0
				for s := range step + 1 {
					sum += a.value[a.at(s)[i]]
				}
				if got, want := m.value[m.at(step)[i]], sum/float64(step+1); math.Abs(got-want) > 1.0/(greyLevels-1)+1e-9 {
					t.Errorf("%d levels, step %d, pixel %d: mean %v, want %v", levels, step, i, got, want)
				}
			}
		}
	}
}

func TestBeside(t *testing.T) {
	a := noise(8, 3, 2, 5, 3)
	m := a.means()
	j := beside(a, m)
	if j.steps != 3 || j.height != 2 || j.width != 11 {
		t.Fatalf("%d frames of %d x %d, want 3 of 2 x 11", j.steps, j.height, j.width)
	}
	for row := range j.steps * j.height {
		for x := range j.width {
			got, want := j.value[j.level[row*j.width+x]], 0.0
			switch {
			case x < 5:
				want = a.value[a.level[row*5+x]]
			case x > 5:
				want = m.value[m.level[row*5+x-6]]
			}
			if got != want {
				t.Errorf("row %d, column %d is %v, want %v", row, x, got, want)
			}
		}
	}
}

// TestFitGIF: a limit is kept by fewer frames in the same time, unless not even the first frame fits.
func TestFitGIF(t *testing.T) {
	a := noise(9, 50, 28, 28, 2)
	o := &options{colorMap: "plasma"}
	full := len(must[[]byte](t)(encodeGIF(a, a.palette(o), 40*time.Millisecond, 1, 1)))
	for _, test := range []struct{ limit, frames, dots int }{
		{math.MaxInt32, 50, 4}, {full * 3, 50, 2}, {full, 50, 1}, {full - 1, 0, 1}, {full / 7, 0, 1}, {1, 1, 1},
	} {
		content := must[[]byte](t)(fitGIF(a, a.palette(o), 40*time.Millisecond, test.limit))
		m := must[*gif.GIF](t)(gif.DecodeAll(bytes.NewReader(content)))
		total := 0
		for _, delay := range m.Delay {
			total += delay
		}
		if total != 50*4 {
			t.Errorf("limit %d: it takes %d/100 s, want 200/100 s", test.limit, total)
		}
		if len(content) > test.limit && len(m.Image) > 1 {
			t.Errorf("limit %d: %d bytes", test.limit, len(content))
		}
		if test.frames > 0 && len(m.Image) != test.frames || m.Config.Width != 28*test.dots {
			t.Errorf("limit %d: %d frames, %d dots a pixel; want %d, %d", test.limit, len(m.Image), m.Config.Width/28, test.frames, test.dots)
		}
	}
}

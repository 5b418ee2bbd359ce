package plots

import (
	"gosnn/plots/display"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// noisyLines are lines [T x N] of random numbers.
func noisyLines(tb testing.TB, steps, lines int) *ts.Tensor {
	r, values := newNoise(), make([]float32, steps*lines)
	for i := range values {
		values[i] = r.Float32()
	}
	return tensorOf(tb, values, int64(steps), int64(lines))
}

// BenchmarkNoisyLines builds the whole display message of lines that go up and down at each point.
// From the ninth on they have dashes.
func BenchmarkNoisyLines(b *testing.B) {
	for name, shape := range map[string][2]int{"1x2000": {2000, 1}, "1x100000": {100_000, 1}, "10x10000": {10_000, 10}, "16x10000": {10_000, 16}, "64x2000": {2_000, 64}} {
		x := noisyLines(b, shape[0], shape[1])
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := display.Forms(must[*Figure](b)(Line(nil, x))); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/picture", func(b *testing.B) {
			for b.Loop() {
				must[[]byte](b)(must[*Figure](b)(Line(nil, x)).PNG())
			}
		})
	}
}

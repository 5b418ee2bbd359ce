package plots

import (
	"encoding/json"
	"gosnn/plots/display"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// BenchmarkMatplotlib is figures beside matplotlib's on the same spikes:
//
//	GOSNN_BENCH_PYTHON=.../python go test -run '^$' -bench Matplotlib ./plots
//
// where that Python has testdata/requirements-bench.txt installed: the fastest run of matplotlib is compared with the mean of
// ours. Without it, only our own times are shown. Ours are the whole display message: options, packed data and still pictures.
func BenchmarkMatplotlib(b *testing.B) {
	frames := quietDigit(b)
	trains := frames.MustView([]int64{100, 784}, false)
	b.Cleanup(trains.MustDrop)
	for _, c := range []struct {
		name string
		make func() (*Figure, error)
	}{
		{"Raster", func() (*Figure, error) {
			return Raster(trains, Title("Input Layer"), XLabel("Time step"), YLabel("Neuron Number"))
		}},
		{"Animator", func() (*Figure, error) { return Animator(frames) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				f, err := c.make()
				if err != nil {
					b.Fatal(err)
				}
				if _, err := display.Forms(f); err != nil {
					b.Fatal(err)
				}
			}
			if theirs := matplotlibMs(b, frames)[c.name]; theirs > 0 {
				ours := b.Elapsed().Seconds() * 1e3 / float64(b.N)
				b.ReportMetric(theirs, "matplotlib-ms")
				b.ReportMetric(theirs/ours, "x-as-fast")
			}
		})
	}
}

// quietDigit makes 100 x 28 x 28 spikes, about 2,700, as rate coding with a gain of 0.25 gives of a digit.
func quietDigit(tb testing.TB) *ts.Tensor {
	r := newNoise()
	return movingTensor(tb, 100, 28, 28, func(_, y, x int) float32 { return spike(r, 0.18*brightness(y, x)) })
}

var (
	askMatplotlib  sync.Once
	matplotlibSaid map[string]float64
)

// matplotlibMs is what matplotlib takes for each figure, or nothing if there is no Python for it.
func matplotlibMs(b *testing.B, frames *ts.Tensor) map[string]float64 {
	python := os.Getenv("GOSNN_BENCH_PYTHON")
	if python == "" {
		return nil
	}
	askMatplotlib.Do(func() {
		values := read(b, frames)
		spikes := make([]byte, len(values))
		for i, v := range values {
			spikes[i] = byte(v)
		}
		file := filepath.Join(b.TempDir(), "spikes")
		if err := os.WriteFile(file, spikes, 0o600); err != nil {
			b.Fatal(err)
		}
		run := exec.Command(python, "testdata/bench_matplotlib.py", file)
		run.Stderr = os.Stderr
		run.Env = append(os.Environ(), "LD_LIBRARY_PATH=")
		text, err := run.Output()
		if err == nil {
			err = json.Unmarshal(text, &matplotlibSaid)
		}
		if err != nil {
			b.Fatalf("%s: %v", python, err)
		}
	})
	return matplotlibSaid
}

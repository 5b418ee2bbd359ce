package snn

import (
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/dataset"
	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// The encoders beside snnTorch, on the first 128 images of MNIST and a series of 10^6 steps. `make bench` sets
// GOSNN_BENCH_PYTHON to a Python that has snnTorch: the fastest run of snnTorch is compared with the mean of ours.
// Without it, only our own times are shown. Fill is the limit:
// libtorch filling the same output, freshly allocated; LoopFill is our own loop filling it.
func BenchmarkEncoders(b *testing.B) {
	images, series := benchImages(b), tensortest.Of(b, benchSeries())
	file := rawFile(b, images)
	latency := []LatencyOption{NumSteps(100), Tau(5), Threshold(0.01)}
	all := append(latency, Normalize(true), Linear(true), Clip(true))
	rate := []RateOption{NumSteps(100), Gain(0.25), Seed(42)}
	shape := []int64{100, 128, 1, 28, 28}
	for _, c := range []struct {
		name, python string
		encode       func() (*ts.Tensor, error)
	}{
		{"Fill", "Fill", func() (*ts.Tensor, error) { return torchFill(shape, gotch.Float) }},
		{"LoopFill", "Fill", func() (*ts.Tensor, error) { return ownFill(shape, gotch.Float) }},
		{"Rate", "Rate", func() (*ts.Tensor, error) { return Rate(images, rate...) }},
		{"Latency", "Latency", func() (*ts.Tensor, error) { return Latency(images, latency...) }},
		{"LatencyAll", "LatencyAll", func() (*ts.Tensor, error) { return Latency(images, all...) }},
		{"RateConv", "RateConv", func() (*ts.Tensor, error) { return RateConv(images, Seed(42)) }},
		{"Delta", "Delta", func() (*ts.Tensor, error) { return Delta(series, Threshold(0.8), OffSpike(true)) }},
		{"FillUint8", "FillUint8", func() (*ts.Tensor, error) { return torchFill(shape, gotch.Uint8) }},
		{"LoopFillUint8", "FillUint8", func() (*ts.Tensor, error) { return ownFill(shape, gotch.Uint8) }},
		{"RateUint8", "Rate", func() (*ts.Tensor, error) { return Rate(images, append(rate, DType(gotch.Uint8))...) }},
		{"LatencyUint8", "Latency", func() (*ts.Tensor, error) { return Latency(images, append(latency, DType(gotch.Uint8))...) }},
		{"DeltaInt8", "Delta", func() (*ts.Tensor, error) {
			return Delta(series, Threshold(0.8), OffSpike(true), DType(gotch.Int8))
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				x, err := c.encode()
				if err != nil {
					b.Fatal(err)
				}
				x.MustDrop()
			}
			if theirs := tensortest.Peer(b, "GOSNN_BENCH_PYTHON", "testdata/bench_snntorch.py", file)[c.python]; theirs > 0 {
				ours := b.Elapsed().Seconds() * 1e3 / float64(b.N)
				b.ReportMetric(theirs, "snntorch-ms")
				b.ReportMetric(theirs/ours, "x-as-fast")
			}
		})
	}
}

// rawFile writes the elements of a tensor of float32 to a file, and returns its path.
func rawFile(b *testing.B, x *ts.Tensor) string {
	data, v, err := tensormem.OpenFloats("images", x, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	file := filepath.Join(b.TempDir(), "images")
	if err := os.WriteFile(file, unsafe.Slice((*byte)(unsafe.Pointer(&data[0])), 4*len(data)), 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

// benchImages is the first 128 training images of MNIST, [128 x 1 x 28 x 28] in [0, 1].
func benchImages(t testing.TB) *ts.Tensor {
	t.Helper()
	loader := Must(dataset.NewLoader(Must(dataset.MNIST()), dataset.BatchSize(128)))
	batch, err := loader.First()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(batch.Drop)
	return batch.Data
}

func benchSeries() []float32 {
	r, series := loop.NewRandom(1, loop.StreamRand), make([]float32, 1_000_000)
	for i := range series {
		series[i] = float32(r.Uniform(0, uint64(i)))
	}
	return series
}

func torchFill(shape []int64, dtype gotch.DType) (*ts.Tensor, error) {
	x, _, err := tensormem.Empty(shape, dtype)
	if err != nil {
		return nil, err
	}
	one := lib.AtsFloat(1)
	defer lib.AtsFree(one)
	same, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgFill_(out, tensormem.C(x), one) })
	if err != nil {
		return nil, err
	}
	same.MustDrop()
	return x, nil
}

func ownFill(shape []int64, dtype gotch.DType) (*ts.Tensor, error) {
	x, p, err := tensormem.Empty(shape, dtype)
	if err != nil {
		return nil, err
	}
	e, err := loop.NewElement(dtype, 1, 0)
	if err != nil {
		return nil, err
	}
	loop.Fill(p, e.Size, e.On, tensormem.Numel(shape))
	return x, nil
}

package snn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

// Each code on a batch of 128 pictures of 28 x 28, over 100 time steps: 40 MB of float32.
func BenchmarkCodes(b *testing.B) {
	data := tensortest.Of(b, tensortest.Ramp(128*784), 128, 1, 28, 28)
	for name, encode := range codes {
		if name == "Population" {
			continue // eight times the output: below
		}
		b.Run(name, func(b *testing.B) { benchmark(b, 100, data, encode) })
	}
	b.Run("Population", func(b *testing.B) { benchmark(b, 12, data, encoderOf(Population)) })
}

func benchmark(b *testing.B, steps int, data *ts.Tensor, encode encoder) {
	for b.Loop() {
		x, err := encode(data, NumSteps(steps))
		if err != nil {
			b.Fatal(err)
		}
		x.MustDrop()
	}
}

func BenchmarkDecode(b *testing.B) {
	data := tensortest.Of(b, tensortest.Ramp(128*784), 128, 1, 28, 28)
	spikes, err := PoissonIntervals(data, NumSteps(100), MaxRate(300), Seed(1))
	spikes = tensortest.Owned(b, spikes, err)
	for b.Loop() {
		x, err := DecodePoisson(spikes)
		if err != nil {
			b.Fatal(err)
		}
		x.MustDrop()
	}
}

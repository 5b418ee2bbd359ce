package snn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

// Deterministic encoders give snnTorch's spikes to the bit, and its times to 1e-6; where it refuses, so do they.
func TestEncodersGolden(t *testing.T) {
	encoders := map[string]encoder{
		"rate": func(x *ts.Tensor, opts ...any) (*ts.Tensor, error) {
			return encoderOf(Rate)(x, append(opts, Seed(1))...)
		},
		"latency":      encoderOf(Latency),
		"delta":        encoderOf(Delta),
		"latency_code": encoderOf(latencyTimes),
	}
	for function, encode := range encoders {
		for i, c := range goldenCases(t, "encoders.json", function) {
			x := tensortest.Of(t, c.Input.Data, c.Input.Shape...)
			got, err := encode(x, c.options(t)...)
			if c.Error != "" {
				if err == nil {
					got.MustDrop()
					t.Errorf("%s %d %v: no error, where snnTorch says %s", function, i, c.Args, c.Error)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s %d %v: %v", function, i, c.Args, err)
				continue
			}
			tolerance := 0.0
			if function == "latency_code" || c.Args["interpolate"] == true {
				tolerance = 1e-6
			}
			tensortest.Want(t, tensortest.Owned(t, got, nil), c.Output.Shape, c.Output.Data, tolerance)
		}
	}
}

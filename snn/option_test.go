package snn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

// A nil option is refused, whatever takes it.
func TestNilOption(t *testing.T) {
	x := tensortest.Of(t, []float32{0, 1})
	for name, call := range map[string]func() (*ts.Tensor, error){
		"Rate":             func() (*ts.Tensor, error) { return Rate(x, NumSteps(3), nil) },
		"RateConv":         func() (*ts.Tensor, error) { return RateConv(x, nil) },
		"Latency":          func() (*ts.Tensor, error) { return Latency(x, nil, NumSteps(3)) },
		"LatencyCode":      func() (*ts.Tensor, error) { return latencyTimes(x, nil) },
		"Delta":            func() (*ts.Tensor, error) { return Delta(x, nil) },
		"DecodeDelta":      func() (*ts.Tensor, error) { return DecodeDelta(x, nil) },
		"DecodeBurst":      func() (*ts.Tensor, error) { return DecodeBurst(x, nil) },
		"Phase":            func() (*ts.Tensor, error) { return Phase(x, nil) },
		"RateInterpolate":  func() (*ts.Tensor, error) { return RateInterpolate(x, nil) },
		"TargetsConvert":   func() (*ts.Tensor, error) { return TargetsConvert(x, 2, nil) },
		"TargetsRate":      func() (*ts.Tensor, error) { return TargetsRate(x, 2, nil) },
		"Rand":             func() (*ts.Tensor, error) { return Rand(nil, nil) },
		"TimeToFirstSpike": func() (*ts.Tensor, error) { return TimeToFirstSpike(x, nil) },
	} {
		got, err := call()
		wantArgError(t, got, err, name, "option", ErrOption)
	}
}

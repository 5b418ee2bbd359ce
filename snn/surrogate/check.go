package surrogate

import (
	"math"

	"gosnn/snn/argument"
)

// Check reports what is wrong with the parameters of f: an *[argument.Error] without a function's name, or nil.
func (f Func) Check() error {
	for _, p := range []struct {
		name  string
		value float64
	}{{"Surrogate.K", f.K}, {"Surrogate.B", f.B}} {
		if math.IsNaN(p.value) || math.IsInf(float64(float32(p.value)), 0) { // neurons have float32
			return argument.New(p.name, p.value, "a finite number", argument.ErrNotFinite)
		}
	}
	switch f.Kind {
	case ATanKind, FastSigmoidKind, SigmoidKind, SFSKind:
		if float32(f.K) <= 0 {
			return argument.New("Surrogate.K", f.K, "> 0", argument.ErrRange)
		}
	case CustomKind:
		if f.Slope == nil {
			return argument.New("Surrogate.Slope", "nil", "a Go function", argument.ErrOption)
		}
	case SpikeRateEscapeKind:
		if float32(f.B) <= 0 {
			return argument.New("Surrogate.B", f.B, "> 0", argument.ErrRange)
		}
	default:
		if f.Kind < 0 || f.Kind > CustomKind {
			return argument.New("Surrogate", f.Kind, "one made by a function of surrogate", argument.ErrRange)
		}
	}
	return nil
}

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
		if math.IsNaN(p.value) || math.IsInf(p.value, 0) {
			return &argument.Error{Arg: p.name, Value: p.value, Want: "a finite number", Kind: argument.ErrNotFinite}
		}
	}
	switch f.Kind {
	case ATanKind, FastSigmoidKind, SigmoidKind, SFSKind:
		if f.K <= 0 {
			return &argument.Error{Arg: "Surrogate.K", Value: f.K, Want: "> 0", Kind: argument.ErrRange}
		}
	case CustomKind:
		if f.Slope == nil {
			return &argument.Error{Arg: "Surrogate.Slope", Value: "nil", Want: "a Go function", Kind: argument.ErrOption}
		}
	case SpikeRateEscapeKind:
		if f.B <= 0 {
			return &argument.Error{Arg: "Surrogate.B", Value: f.B, Want: "> 0", Kind: argument.ErrRange}
		}
	default:
		if f.Kind < 0 || f.Kind > CustomKind {
			return &argument.Error{Arg: "Surrogate", Value: f.Kind, Want: "one made by a function of surrogate", Kind: argument.ErrRange}
		}
	}
	return nil
}

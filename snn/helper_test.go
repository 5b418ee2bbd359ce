package snn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

// wantArgError checks that err is an ArgError of a kind about an argument of a function of this package.
func wantArgError(t testing.TB, x *ts.Tensor, err error, fn, arg string, kind error) {
	t.Helper()
	tensortest.WantError(t, x, err, "snn."+fn, arg, kind)
}

// encoder is a function of this package that takes any option and ignores those that are not its own.
type encoder func(x *ts.Tensor, opts ...any) (*ts.Tensor, error)

func encoderOf[O any](f func(*ts.Tensor, ...O) (*ts.Tensor, error)) encoder {
	return func(x *ts.Tensor, opts ...any) (*ts.Tensor, error) { return f(x, only[O](opts)...) }
}

// only returns the options of a function.
func only[O any](opts []any) []O {
	var own []O
	for _, o := range opts {
		if o, ok := o.(O); ok {
			own = append(own, o)
		}
	}
	return own
}

// latencyTimes is LatencyCode without its second result.
func latencyTimes(x *ts.Tensor, opts ...LatencyCodeOption) (*ts.Tensor, error) {
	times, below, err := LatencyCode(x, opts...)
	if err == nil {
		below.MustDrop()
	}
	return times, err
}

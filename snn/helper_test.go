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

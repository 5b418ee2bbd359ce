package nn

import (
	"runtime"

	lib "github.com/sugarme/gotch/libtch"
)

// withoutGradients runs f with no graph being made. libtorch keeps the switch for each thread of the system, so f is held on one, and the switch
// is put back as it was; gotch's NoGrad does neither.
func withoutGradients(f func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := lib.AtGradSetEnabled(0)
	defer lib.AtGradSetEnabled(before)
	return f()
}

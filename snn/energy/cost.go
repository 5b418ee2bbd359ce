package energy

import (
	"math"

	"gosnn/snn/argument"
)

// Cost is what one operation costs in picojoules (pJ): Float32At45nm if it is not given. Taken by [Count].
type Cost struct {
	Add         float64 // an addition: what a spike does at a synapse
	MultiplyAdd float64 // a multiplication and an addition
	Source      string  // where the numbers are from
}

// The costs of 32-bit and 8-bit arithmetic on a chip of 45 nm at 0.9 V: M. Horowitz, "Computing's energy problem (and what we can do about it)",
// ISSCC 2014. A multiply-add is the sum of a multiplication (3.7 pJ for float32, 3.1 for int32, 0.2 for int8) and an addition (0.9, 0.1 and 0.03).
var (
	Float32At45nm = Cost{0.9, 4.6, "float32 at 45 nm, Horowitz 2014"}
	Int32At45nm   = Cost{0.1, 3.2, "int32 at 45 nm, Horowitz 2014"}
	Int8At45nm    = Cost{0.03, 0.23, "int8 at 45 nm, Horowitz 2014"}
)

func (c Cost) check() error {
	for _, x := range []struct {
		arg   string
		value float64
	}{{"Cost.Add", c.Add}, {"Cost.MultiplyAdd", c.MultiplyAdd}} {
		if !(x.value >= 0) || math.IsInf(x.value, 0) {
			return argument.New(x.arg, x.value, ">= 0 and finite (pJ)", argument.ErrRange)
		}
	}
	return nil
}

// Package torchrand draws random numbers from libtorch's own generator of the CPU, seeded as torch.manual_seed does.
//
// The generator is one for the process: one caller has it at a time, and seeds it first.
package torchrand

/*
#cgo LDFLAGS: -ltorch
#include <stdint.h>
void at_manual_seed(int64_t seed); // of gotch's C part, which its Go part does not wrap
*/
import "C"

import (
	"slices"
	"sync"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

var generator sync.Mutex

// Do runs f with the generator as torch.manual_seed(seed) leaves it.
func Do(seed int64, f func(s *ops.Scope) error) error {
	generator.Lock()
	defer generator.Unlock()
	C.at_manual_seed(C.int64_t(seed))
	return ops.Do(f)
}

// Shuffled returns the order of n samples in a pass of torch.utils.data.DataLoader(shuffle=True), the one of that number since
// torch.manual_seed(seed): each pass draws a seed for its workers and one for a generator of its own, which draws the order.
func Shuffled(seed int64, n int, epoch uint32) (order []int64, err error) {
	var own int64
	err = Do(seed, func(s *ops.Scope) error {
		x := s.Int64s([]int64{0}, 1)
		for range 2 * (uint64(epoch) + 1) {
			s.Op(func(out *lib.Ctensor) { lib.AtgRandom_(out, x) })
		}
		if drawn := s.Int64Values(x); s.Err() == nil {
			own = drawn[0]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = Do(own, func(s *ops.Scope) error {
		x := s.Op(func(out *lib.Ctensor) { lib.AtgRandperm(out, int64(n), gotch.Int64.CInt(), tensormem.CPU) })
		order = slices.Clone(s.Int64Values(x))
		return nil
	})
	return order, err
}

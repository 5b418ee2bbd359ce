package grad

/*
#include "grad.h"
*/
import "C"

import (
	"unsafe"

	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/internal/ops"
)

// Layers whose input is mostly zeros, as spikes are, and pictures of digits: zeros cost nothing, and a spike of 1 adds without a multiplication. They give what
// libtorch's own layers do, up to the rounding of sums in another order. Where an input has too many values, they decline, and the ordinary layer takes it.

// most is the largest share of values that are not zero, where two neighbours that both spike may count as one; mostOfNarrow is that of a linear layer with up to narrow outputs, which a product of matrices, made
// for wide ones, takes longer for.
const most, mostOfNarrow, narrow = 0.25, 0.5, 64

// least is how many multiplications of the ordinary layer are worth it.
const least = 1 << 20

// fewSamples is below how many samples rows are better shared out among threads one by one.
const fewSamples = 16

// EventLinear returns x·wᵀ + b, of x [... x in], w [out x in] and b [out], which may be nil; or nil if x is not mostly zeros. The rows of x are those of so many
// time steps, one step after another.
func EventLinear(s *ops.Scope, x, w, b lib.Ctensor, steps int64) lib.Ctensor {
	shape, weights := s.Shape(x), s.Shape(w)
	if s.Err() != nil || len(shape) == 0 {
		return nil
	}
	rows, in, out := int64(1), weights[1], weights[0]
	for _, d := range shape[:len(shape)-1] {
		rows *= d
	}
	if rows*in*out < least || in >= 1<<30 {
		return nil
	}
	if steps < 1 || rows%steps != 0 || rows/steps < fewSamples {
		steps = 1
	}
	share := C.double(most)
	if out <= narrow {
		share = mostOfNarrow
	}
	flat := s.Contiguous(s.Reshape(x, rows, in))
	y := node(s, func(y *unsafe.Pointer) *C.char {
		return C.snn_event_linear(unsafe.Pointer(flat), unsafe.Pointer(w), unsafe.Pointer(b), C.int64_t(steps), share, y)
	})
	if y == nil {
		return nil
	}
	return s.Reshape(y, append(shape[:len(shape)-1:len(shape)-1], out)...)
}

// EventConvPool returns the largest values of windows of pool x pool pixels, side by side, of a convolution, of stride 1 and without padding: of x [n x in x h x w], w
// [out x in x k x k] and b [out], which may be nil; or nil if x is not mostly zeros, or there are too many channels. The convolution itself, which would be the largest
// tensor of a network, is never there as a whole.
func EventConvPool(s *ops.Scope, x, w, b lib.Ctensor, pool int) lib.Ctensor {
	shape, weights := s.Shape(x), s.Shape(w)
	if s.Err() != nil || len(shape) != 4 {
		return nil
	}
	vectors, kernel := (weights[0]+15)/16, weights[2]
	height, width := (shape[2]-kernel+1)/int64(pool), (shape[3]-kernel+1)/int64(pool)
	switch {
	case vectors > 4 && vectors != 6 && vectors != 8, pool < 2 || pool > 15, height < 1 || width < 1: // what the loops are made for
		return nil
	case shape[0]*height*width*int64(pool*pool)*weights[0]*weights[1]*kernel*kernel < least:
		return nil
	}
	x = s.Contiguous(x)
	return node(s, func(y *unsafe.Pointer) *C.char {
		return C.snn_event_conv_pool(unsafe.Pointer(x), unsafe.Pointer(w), unsafe.Pointer(b), C.int64_t(pool), most, y)
	})
}

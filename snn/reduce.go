package snn

import (
	"fmt"
	"slices"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// Sum adds up the elements along dimensions, which go, or all of them if none is named: of spikes [T x B x N] and dimension 0 the counts
// [B x N]. A negative dimension counts from the end. The caller owns the result, through which gradients flow. PyTorch: torch.sum.
func Sum(x *ts.Tensor, dims ...int) (sum *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Sum")
	return reduce(x, dims, lib.AtgSum, lib.AtgSumDimIntlist)
}

// Mean is the mean of the elements along dimensions, or of all, as [Sum] adds them up. x is of floats. PyTorch: torch.mean.
func Mean(x *ts.Tensor, dims ...int) (mean *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Mean")
	if info, err := tensormem.Check("x", x, 0); err == nil && !isFloat(info.DType) {
		return nil, argument.New("x", tensormem.DTypeName(info.DType), "floats", ErrDType)
	}
	return reduce(x, dims, lib.AtgMean, lib.AtgMeanDim)
}

func reduce(x *ts.Tensor, dims []int, all func(*lib.Ctensor, lib.Ctensor, int32), along func(*lib.Ctensor, lib.Ctensor, []int64, int, int32, int32)) (*ts.Tensor, error) {
	info, err := tensormem.Check("x", x, 0)
	if err != nil {
		return nil, err
	}
	chosen, err := checkDims(dims, len(info.Shape))
	if err != nil {
		return nil, err
	}
	dtype := info.DType
	if !isFloat(dtype) {
		dtype = gotch.Int64 // as libtorch does
	}
	return tensormem.Make(func(out *lib.Ctensor) {
		if len(dims) == 0 {
			all(out, tensormem.C(x), dtype.CInt())
		} else {
			along(out, tensormem.C(x), chosen, len(chosen), 0, dtype.CInt())
		}
	}, x)
}

// Argmax returns the index of the largest element along a dimension, which goes, as int64: of counts [B x N] and dimension 1 the neuron that
// fires most, [B]. Of equal ones it is the first. A negative dimension counts from the end. The caller owns the result. PyTorch: torch.argmax.
func Argmax(x *ts.Tensor, dim int) (index *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Argmax")
	info, err := tensormem.Check("x", x, 1)
	if err != nil {
		return nil, err
	}
	chosen, err := checkDims([]int{dim}, len(info.Shape))
	if err != nil {
		return nil, err
	}
	if info.Shape[chosen[0]] == 0 {
		return nil, argument.New("x", info.Shape, fmt.Sprintf("elements along dimension %d", dim), ErrShape)
	}
	return tensormem.Make(func(out *lib.Ctensor) { lib.AtgArgmax(out, tensormem.C(x), chosen[0], 0, 0) }, x)
}

// Item returns the value of a tensor of one element, and leaves nothing behind. (gotch's Float64Values leaves a copy, and with a loss's copy its
// whole graph.) PyTorch: x.item().
func Item(x *ts.Tensor) (number float64, err error) {
	defer argument.Name(&err, "snn.Item")
	info, err := tensormem.Check("x", x, 0)
	if err != nil {
		return 0, err
	}
	if info.Numel() != 1 {
		return 0, argument.New("x", info.Shape, "one element", ErrShape)
	}
	err = ops.Do(func(s *ops.Scope) error {
		number = s.Number(s.In(x))
		return s.Err()
	})
	return number, err
}

// checkDims returns dimensions counted from the front, each once.
func checkDims(dims []int, n int) ([]int64, error) {
	var chosen []int64
	for _, d := range dims {
		if d < -n || d >= n {
			return nil, argument.New("dims", d, fmt.Sprintf("from %d to %d", -n, n-1), ErrRange)
		}
		if d < 0 {
			d += n
		}
		if slices.Contains(chosen, int64(d)) {
			return nil, argument.New("dims", dims, "each dimension once", ErrRange)
		}
		chosen = append(chosen, int64(d))
	}
	return chosen, nil
}

package snn

import (
	"fmt"
	"math"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// All is a whole dimension, for [At]. Of no tensor it is an index.
const All = math.MinInt

// At returns the part of x at an index for each of its first dimensions: a number, from the end if it is negative, or [All] for
// the whole dimension. Dimensions that are left over are whole. So of spikes [T x B x C x H x W], sample i's first channel [T x H x W] is
//
//	sample, err := snn.At(spikes, snn.All, i, 0)
//
// It is [Index] for indices that are variables. The result is a view: it shares x's memory, which lives on until both are
// dropped. The caller owns it. An [ErrRange] refuses an index that is out of range, an [ErrShape] more of them than x has dimensions.
// PyTorch: x[:, i, 0].
func At(x *ts.Tensor, index ...int) (part *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.At")
	info, err := tensormem.Check("x", x, 1)
	if err != nil {
		return nil, err
	}
	if len(index) > len(info.Shape) {
		return nil, argument.New("index", index, fmt.Sprintf("at most %d indices for shape %v", len(info.Shape), info.Shape), ErrShape)
	}
	for dim, i := range index {
		if n := info.Shape[dim]; i != All && (int64(i) < -n || int64(i) >= n) {
			return nil, argument.New("index", i, fmt.Sprintf("from %d to %d, or snn.All, for dimension %d", -n, n-1, dim), ErrRange)
		}
	}
	y, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgAlias(out, tensormem.C(x)) }, x)
	dim := int64(0)
	for _, i := range index {
		if err != nil {
			return nil, err
		}
		if i == All {
			dim++
			continue
		}
		whole := y
		y, err = tensormem.Make(func(out *lib.Ctensor) { lib.AtgSelect(out, tensormem.C(whole), dim, int64(i)) })
		whole.MustDrop()
	}
	return y, err
}

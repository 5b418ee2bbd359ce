package snn

import (
	"cmp"
	"math"
	"slices"

	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch/ts"
)

// RankOrder codes the values of a sample by the order in which their neurons fire, one spike each, the largest first:
// the neuron of the r-th largest value (r = 0, 1, ...) fires at step
//
//	t = r               if a sample has no more different values than steps
//	t = floor(r T / R)  if it has R > T of them: neighbours in rank then share a step
//
// Equal values fire together, and 0, no input at all, never. Order is all that is kept: x, 2x and x^2 have the same
// code, which makes it blind to brightness and contrast.
//
// data [F] is one sample, and [B x ...] is B of them, each with an order of its own; all values >= 0, any tensormem.Numeric
// dtype. The result is [T x ...], 0 or 1. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [DType] (float32).
// Errors: NumSteps missing or below 1, a value below 0, NaN or infinities.
// Source: S. Thorpe, J. Gautrais, "Rank order coding", in Computational Neuroscience: Trends in Research, 1998,
// pages 113-118.
func RankOrder(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "RankOrder"
	o, err := parseOptions(fn, options{}, opts, "NumSteps", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	values, v, err := floatsOf(fn, "data", data, 0)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := checkRange(fn, "data", v, loopFloat32, 0, math.MaxFloat32); err != nil {
		return nil, err
	}
	out, s, err := o.newSpikeTrains(fn, append([]int64{int64(o.numSteps)}, v.Shape...), 0)
	if err != nil {
		return nil, err
	}
	size := sampleSize(v.Shape)
	order := make([]int, 0, size)
	for from := 0; from < len(values); from += size {
		order = order[:0]
		for i := from; i < from+size; i++ {
			if values[i] > 0 {
				order = append(order, i)
			}
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
		ranks := 0
		for k, i := range order {
			if k == 0 || values[i] < values[order[k-1]] {
				ranks++
			}
		}
		rank := -1
		for k, i := range order {
			if k == 0 || values[i] < values[order[k-1]] {
				rank++
			}
			s.fire(rank*min(ranks, o.numSteps)/ranks, i)
		}
	}
	return toDevice(fn, out, v.Device)
}

// sampleSize is the number of values of one sample of a batch [B x ...], or of [F] or a scalar as one sample.
func sampleSize(shape []int64) int {
	if len(shape) < 2 {
		return tensormem.Numel(shape)
	}
	return tensormem.Numel(shape[1:])
}

// DecodeRankOrder turns the order of the first spikes back into evenly spaced values: with L the number of steps
// up to the last first spike of a sample,
//
//	x = 1 - t/L
//
// in (0, 1], and 0 for a silent neuron. It keeps the order that [RankOrder] was given and nothing else; a picture comes
// back as if its histogram had been equalised.
//
// spikes [T x F] or [T x B x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [F] or [B x ...]. The
// caller keeps spikes and owns the result. Errors: no time step, a value other than 0 or 1.
// Source: Thorpe and Gautrais 1998, as [RankOrder].
func DecodeRankOrder(spikes *ts.Tensor) (*ts.Tensor, error) {
	const fn = "DecodeRankOrder"
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	trains, err := in.trains(nil)
	if err != nil {
		return nil, err
	}
	out, values, err := newFloats(fn, in.Shape[1:])
	if err != nil {
		return nil, err
	}
	size := sampleSize(in.Shape[1:])
	for from := 0; from < len(trains); from += size {
		used := int32(0)
		for _, s := range trains[from : from+size] {
			if s.count > 0 {
				used = max(used, s.first+1)
			}
		}
		for i, s := range trains[from : from+size] {
			values[from+i] = 0
			if s.count > 0 {
				values[from+i] = 1 - float32(s.first)/float32(used)
			}
		}
	}
	return toDevice(fn, out, in.Device)
}

package snn

import (
	"cmp"
	"math"
	"slices"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A RankOrderOption is an option of [RankOrder].
type RankOrderOption interface{ rankOrder(*rankOrderConfig) }

type rankOrderConfig struct {
	steps timeSteps
	dtype spikeType
}

func (n NumSteps) rankOrder(c *rankOrderConfig) { c.steps.set(n) }
func (d DType) rankOrder(c *rankOrderConfig)    { c.dtype.set(d) }

// RankOrder codes the values of a sample by the order in which their neurons fire, one spike each, the largest first:
// the neuron of the r-th largest value (r = 0, 1, ...) fires at step
//
//	t = r               if a sample has no more different values than steps
//	t = floor(r T / R)  if it has R > T of them: neighbours in rank then share a step
//
// Equal values fire together, and 0, no input at all, never. Order is all that is kept: x, 2x and x^2 have the same
// code, which makes it blind to brightness and contrast.
//
// data [F] is one sample, and [B x ...] is B of them, each with an order of its own; all values >= 0, any numeric
// dtype. The result is [T x ...], 0 or 1, of data's dtype if that is a floating-point one, else float32. The caller keeps data and owns
// the result.
//
// Options: [NumSteps] (required), [DType].
// Errors: NumSteps missing or below 1, a value below 0, NaN or infinities.
// Source: S. Thorpe, J. Gautrais, "Rank order coding", in Computational Neuroscience: Trends in Research, 1998,
// pages 113-118.
func RankOrder(data *ts.Tensor, opts ...RankOrderOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.RankOrder")
	var c rankOrderConfig
	if err := argument.Apply(opts, func(o RankOrderOption) { o.rankOrder(&c) }); err != nil {
		return nil, err
	}
	if err := c.steps.check(); err != nil {
		return nil, err
	}
	values, v, err := openFloat32("data", data, 0, 0, math.MaxFloat32)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	out, r, err := newRaster(append([]int64{int64(c.steps.n)}, v.Shape...), c.dtype.of(v.DType), 0)
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
			r.fire(rank*min(ranks, c.steps.n)/ranks, i)
		}
	}
	return tensormem.ToDevice(out, v.Device)
}

// DecodeRankOrder turns the order of the first spikes back into evenly spaced values: with L the number of steps
// up to the last first spike of a sample,
//
//	x = 1 - t/L
//
// in (0, 1], and 0 for a silent neuron. It keeps the order that [RankOrder] was given and nothing else; a picture comes
// back as if its histogram had been equalised.
//
// spikes [T x F] or [T x B x ...], each 0 or 1, of any numeric dtype; the result is float32 [F] or [B x ...]. The
// caller keeps spikes and owns the result. Errors: no time step, a value other than 0 or 1.
// Source: Thorpe and Gautrais 1998, as [RankOrder].
func DecodeRankOrder(spikes *ts.Tensor) (ranks *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeRankOrder")
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	responses, err := r.responses(nil)
	if err != nil {
		return nil, err
	}
	out, values, err := tensormem.New[float32](r.Shape[1:])
	if err != nil {
		return nil, err
	}
	size := sampleSize(r.Shape[1:])
	for from := 0; from < len(responses); from += size {
		used := int32(0)
		for _, one := range responses[from : from+size] {
			if one.count > 0 {
				used = max(used, one.first+1)
			}
		}
		for i, one := range responses[from : from+size] {
			values[from+i] = 0
			if one.count > 0 {
				values[from+i] = 1 - float32(one.first)/float32(used)
			}
		}
	}
	return tensormem.ToDevice(out, r.Device)
}

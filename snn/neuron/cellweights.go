package neuron

import (
	"fmt"
	"math"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/ops"
)

// CellWeights are the weights of a recurrent cell, which has one or more gates for each of its hidden neurons: PyTorch's of RNN and
// LSTMCell.
type CellWeights struct {
	WeightIH, WeightHH *ts.Tensor // [Gates·Hidden x In], [Gates·Hidden x Hidden]
	BiasIH, BiasHH     *ts.Tensor // [Gates·Hidden], or nil
}

// newCellWeights draws weights and biases as PyTorch does: evenly from (-1/√hidden, 1/√hidden).
func (c *config) newCellWeights(gates, in, hidden int, learnHH bool) (w CellWeights, err error) {
	r, bound, rows := c.generator(), 1/math.Sqrt(float64(hidden)), int64(gates*hidden)
	if w.WeightIH, err = initial.Even(r, bound, true, rows, int64(in)); err != nil {
		return w, err
	}
	if w.WeightHH, err = initial.Even(r, bound, learnHH, rows, int64(hidden)); err != nil || c.noBias {
		return w, err
	}
	if w.BiasIH, err = initial.Even(r, bound, true, rows); err != nil {
		return w, err
	}
	w.BiasHH, err = initial.Even(r, bound, true, rows)
	return w, err
}

// named returns the parameters by PyTorch's names, between those of the layer's module and of a layer in it.
func (w *CellWeights) named(before, after string) []Parameter {
	all := []Parameter{{before + "weight_ih" + after, w.WeightIH}, {before + "weight_hh" + after, w.WeightHH}}
	if w.BiasIH == nil {
		return all
	}
	return append(all, Parameter{before + "bias_ih" + after, w.BiasIH}, Parameter{before + "bias_hh" + after, w.BiasHH})
}

// hidden checks the weights and a step's current, and returns the shape of the state, [B x Hidden].
func (w *CellWeights) hidden(r *run, gates int64) ([]int64, error) {
	ih, err := inspectWeight("WeightIH", w.WeightIH, 2)
	if err != nil {
		return nil, err
	}
	hh, err := inspectWeight("WeightHH", w.WeightHH, 2)
	if err != nil {
		return nil, err
	}
	if rows := gates * hh[1]; hh[0] != rows || ih[0] != rows {
		return nil, argument.New("WeightHH", hh, fmt.Sprintf("[%d·Hidden x Hidden], with the rows of WeightIH %v", gates, ih), argument.ErrShape)
	}
	if len(r.sample) != 2 || r.sample[1] != ih[1] {
		return nil, argument.New("current", r.sample, fmt.Sprintf("[B x %d] in each step", ih[1]), argument.ErrShape)
	}
	return []int64{r.sample[0], hh[1]}, nil
}

// cast are the weights and biases of the run's element type, no biases undefined.
func (w *CellWeights) cast(r *run, s *ops.Scope) (ih, hh, biasIH, biasHH lib.Ctensor) {
	return r.cast(s, w.WeightIH), r.cast(s, w.WeightHH), r.cast(s, w.BiasIH), r.cast(s, w.BiasHH)
}

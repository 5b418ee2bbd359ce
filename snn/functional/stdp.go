package functional

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// STDP is pair-based spike-timing-dependent plasticity: a weight grows where the neuron before it spikes before the neuron behind it, and shrinks where it spikes after it.
// Each neuron leaves a trace of its spikes, which decays by a share 1/τ in each time step,
//
//	x = x - x/TauPre + pre       y = y - y/TauPost + post
//	Δw = FPost(w)·Σ x·post - FPre(w)·Σ y·pre
//
// of a weight w, the spikes pre before and post behind it: the sums are over the samples of a batch, and of a convolution over the pixels that w connects. Of spikes in
// the same step, both terms count. The layer changes its weights only if it is trained: see [STDP.Loss].
//
// Sources: A. Morrison, M. Diesmann, W. Gerstner, "Phenomenological models of synaptic plasticity based on spike timing", Biol. Cybern. 98, 2008.
// snnTorch: functional.stdp_learner.STDPLearner, which hooks into layers and keeps spikes and traces itself.
type STDP struct {
	TauPre, TauPost float64 // time constants of the traces in time steps, >= 1
	fPre, fPost     func(w float64) float64
	layer           Synapses
}

// Synapses is a layer that is linear in its parameter "weight": nn.Linear, nn.Conv2d, or a user's own.
type Synapses interface {
	Parameters() []neuron.Parameter
	Forward(x *ts.Tensor) (*ts.Tensor, error)
}

// An STDPOption is taken by [NewSTDP]: [FPre], [FPost].
type STDPOption interface{ stdp(*STDP) }

// FPre is how much a weight w shrinks by, as a function of it: w if it is not given. Taken by [NewSTDP].
type FPre func(w float64) float64

// FPost is how much a weight w grows by, as a function of it: w if it is not given. Taken by [NewSTDP].
type FPost func(w float64) float64

func (f FPre) stdp(l *STDP)  { l.fPre = f }
func (f FPost) stdp(l *STDP) { l.fPost = f }

// NewSTDP makes a rule for the weights of a layer. tauPre and tauPost are the time constants of the traces in time steps, >= 1. A weight that is to grow to 1 and shrink to 0:
//
//	rule, err := functional.NewSTDP(fc, 20, 20, functional.FPost(func(w float64) float64 { return 1 - w }))
//
// Options: [FPre] (w), [FPost] (w).
func NewSTDP(layer Synapses, tauPre, tauPost float64, opts ...STDPOption) (l *STDP, err error) {
	defer argument.Name(&err, "functional.NewSTDP")
	same := func(w float64) float64 { return w }
	l = &STDP{TauPre: tauPre, TauPost: tauPost, fPre: same, fPost: same, layer: layer}
	if err := argument.Apply(opts, func(o STDPOption) { o.stdp(l) }); err != nil {
		return nil, err
	}
	if l.fPre == nil || l.fPost == nil {
		return nil, argument.New("option", "nil", "a function of the weight", argument.ErrOption)
	}
	if err := l.check(); err != nil {
		return nil, err
	}
	_, err = l.weight()
	return l, err
}

func (l *STDP) check() error {
	return cmp.Or(checkTau("tauPre", l.TauPre), checkTau("tauPost", l.TauPost))
}

func checkTau(arg string, tau float64) error {
	if !(tau >= 1) || math.IsInf(float64(float32(tau)), 0) {
		return argument.New(arg, tau, ">= 1 and finite (time steps)", argument.ErrRange)
	}
	return nil
}

// Step takes one time step: the spikes before the layer and behind the neurons that follow it, [B x ...] each. It returns the change of the weights, of
// their shape, and the traces for the next step. The caller owns both; the traces that are given stay the caller's.
func (l *STDP) Step(pre, post *ts.Tensor, traces Traces) (change *ts.Tensor, next Traces, err error) {
	defer argument.Name(&err, "functional.STDP.Step")
	return l.run(pre, post, traces, true)
}

// Forward takes all time steps of spikes [T x B x ...], and returns the sum of the changes that [STDP.Step] gives with weights that stay as they are, and the traces
// after the last step.
func (l *STDP) Forward(pre, post *ts.Tensor, traces Traces) (change *ts.Tensor, next Traces, err error) {
	defer argument.Name(&err, "functional.STDP.Forward")
	return l.run(pre, post, traces, false)
}

// weight is the layer's.
func (l *STDP) weight() (*ts.Tensor, error) {
	if v := reflect.ValueOf(l.layer); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, argument.New("layer", "nil", "a layer", argument.ErrOption)
	}
	for _, p := range l.layer.Parameters() {
		if p.Name != "weight" {
			continue
		}
		info, err := tensormem.CheckCPU("weight", p.Value, 0, gotch.Float)
		if err == nil && !info.Grad {
			err = argument.New("weight", "fixed", "a parameter that requires a gradient", argument.ErrTensor)
		}
		return p.Value, err
	}
	return nil, argument.New("layer", fmt.Sprintf("%T", l.layer), `one with a parameter "weight"`, argument.ErrOption)
}

// Loss is -Σ w·Δw of the layer's weights and a change of theirs: a number whose gradient is -Δw, so that an optimizer of the layer takes the change as a step, its
// learning rate times as large with nn.NewSGD. It adds up with other losses. The caller owns it; change is borrowed.
//
//	loss, err := rule.Loss(change)
//	_, err = opt.Step(loss)
//
// snnTorch: STDPLearner.step(on_grad=True), which subtracts Δw from the gradient that the weights have.
func (l *STDP) Loss(change *ts.Tensor) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.STDP.Loss")
	w, err := l.weight()
	if err != nil {
		return nil, err
	}
	if err := checkShape("change", change, tensormem.Shape(tensormem.C(w)), "as the weights"); err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		return s.Scale(s.Sum(s.Mul(s.In(w), s.Detach(s.In(change)))), -1)
	})
}

// checkShape refuses what is not float32 of a shape.
func checkShape(arg string, x *ts.Tensor, shape []int64, why string) error {
	info, err := tensormem.CheckCPU(arg, x, 0, gotch.Float)
	if err == nil && !slices.Equal(info.Shape, shape) {
		err = argument.New(arg, info.Shape, fmt.Sprintf("%v, %s", shape, why), argument.ErrShape)
	}
	return err
}

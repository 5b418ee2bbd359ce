package nn

import (
	"fmt"
	"math"

	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

type (
	// FindNotFinite looks for NaN and infinities in gradients before a step, which then fails and names the parameter: false if it is not given.
	// Taken by [NewAdam], [NewAdamW], [NewSGD].
	FindNotFinite bool
	// ClipGradValue clips each value of a gradient to [−ClipGradValue, ClipGradValue] before a step, > 0: no limit if it is not given.
	// PyTorch: nn.utils.clip_grad_value_. Taken by [NewAdam], [NewAdamW], [NewSGD].
	ClipGradValue float64
	// ClipGradNorm scales the gradients of all parameters so that they are no longer than this, > 0, as one vector before a step:
	// g *= min(1, ClipGradNorm/(‖g‖₂ + 1e-6)). No limit if it is not given. With [ClipGradValue], values are clipped first.
	// PyTorch: nn.utils.clip_grad_norm_. Taken by [NewAdam], [NewAdamW], [NewSGD].
	ClipGradNorm float64
)

func (f FindNotFinite) adam(a *adam)  { a.find = bool(f) }
func (c ClipGradValue) adam(a *adam)  { a.largest, a.clipsValue = float64(c), true }
func (c ClipGradNorm) adam(a *adam)   { a.longest, a.clipsNorm = float64(c), true }
func (f FindNotFinite) adamW(a *adam) { f.adam(a) }
func (c ClipGradValue) adamW(a *adam) { c.adam(a) }
func (c ClipGradNorm) adamW(a *adam)  { c.adam(a) }
func (f FindNotFinite) sgd(s *sgd)    { s.find = bool(f) }
func (c ClipGradValue) sgd(s *sgd)    { s.largest, s.clipsValue = float64(c), true }
func (c ClipGradNorm) sgd(s *sgd)     { s.longest, s.clipsNorm = float64(c), true }

// guard is what is done to gradients before a step.
type guard struct {
	find                  bool
	largest, longest      float64
	clipsValue, clipsNorm bool
}

func (g guard) check() error {
	if g.clipsValue && !(g.largest > 0) {
		return argument.New("ClipGradValue", g.largest, "> 0", argument.ErrRange)
	}
	if g.clipsNorm && !(g.longest > 0) {
		return argument.New("ClipGradNorm", g.longest, "> 0", argument.ErrRange)
	}
	return nil
}

// apply returns the gradients, contiguous, as a step takes them. One that is nil is of a parameter on which the loss does not depend. What is
// clipped is a copy: a gradient may be that of two parameters.
func (g guard) apply(s *ops.Scope, gradients []lib.Ctensor, name func(i int) string) error {
	for i, x := range gradients {
		if x == nil {
			continue
		}
		if g.find {
			values := tensormem.Memory[float32](x)
			if at := notFinite(values); at >= 0 {
				return argument.New("gradient of "+name(i), fmt.Sprintf("%v at element %d", values[at], at), "finite values", argument.ErrNotFinite)
			}
		}
		if g.clipsValue {
			low, high := lib.AtsFloat(-g.largest), lib.AtsFloat(g.largest)
			gradients[i] = s.Op(func(out *lib.Ctensor) { lib.AtgClamp(out, x, low, high) })
			lib.AtsFree(low)
			lib.AtsFree(high)
		}
	}
	if !g.clipsNorm || s.Err() != nil {
		return nil
	}
	squares := 0.0 // in order, and in double: the same for any number of threads
	for _, x := range gradients {
		if x != nil {
			for _, v := range tensormem.Memory[float32](x) {
				squares += float64(v) * float64(v)
			}
		}
	}
	if scale := g.longest / (math.Sqrt(squares) + 1e-6); scale < 1 {
		for i, x := range gradients {
			if x != nil {
				gradients[i] = s.Scale(x, scale)
			}
		}
	}
	return nil
}

// notFinite is the first element that is no finite number, or -1.
func notFinite(x []float32) int {
	for i, v := range x {
		if v-v != 0 {
			return i
		}
	}
	return -1
}

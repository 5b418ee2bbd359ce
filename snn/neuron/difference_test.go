package neuron_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// model is a neuron in plain Go and float64, whose spikes are smooth: H(x0) + F(x) - F(x0) around the run that x0 and the resets are
// taken from, with F the function whose slope is the surrogate, atan with alpha = 2. Its loss has for derivatives what a node of the
// graph returns for gradients.
type model struct {
	kind                           string
	reset                          neuron.Reset
	delay                          bool
	alpha, beta, threshold, graded float64
	current, membrane0, weights    []float64 // weights: of spikes, then of membranes
	steps                          int
	x0, resets                     []float64 // recorded by the first run
	recorded                       bool
}

func heaviside(x float64) float64 {
	if x > 0 {
		return 1
	}
	return 0
}

func (m *model) loss() float64 {
	n, loss := len(m.membrane0), 0.0
	if !m.recorded {
		m.x0, m.resets = make([]float64, m.steps*n), make([]float64, m.steps*n)
	}
	tau := math.Log(m.alpha)/(math.Log(m.beta)-math.Log(m.alpha)) + 1
	for j := range n {
		u, s, i := m.membrane0[j], 0.0, 0.0
		for t := range m.steps {
			k := t*n + j
			if !m.recorded {
				m.resets[k] = heaviside(u - m.threshold)
			}
			r, base, last := m.resets[k], 0.0, i
			switch m.kind {
			case "Leaky":
				if m.reset == neuron.Zero {
					u *= 1 - r
				}
				base = m.beta*u + m.current[k]
			case "Synaptic":
				s = m.alpha*s + m.current[k]
				base = m.beta*u + s
			case "Alpha":
				s, i = m.alpha*s+m.current[k], m.beta*i-m.current[k]
				base = tau * (s + i)
			}
			switch {
			case m.reset == neuron.Subtract && m.kind == "Alpha":
				s, i, u = s-r*m.threshold, i-r*i, base+r*last
			case m.reset == neuron.Subtract:
				u = base - r*m.threshold
			case m.reset == neuron.Zero && m.kind == "Alpha":
				s, i, u = s-r*s, i-r*i, base-r*base
			case m.reset == neuron.Zero && m.kind != "Leaky":
				u = base - r*base
			default:
				u = base
			}
			x := u - m.threshold
			if !m.recorded {
				m.x0[k] = x
			}
			h := heaviside(m.x0[k]) + (math.Atan(math.Pi*x)-math.Atan(math.Pi*m.x0[k]))/math.Pi
			if !m.delay && m.reset == neuron.Subtract {
				u -= (h - r) * m.threshold
			} else if !m.delay && m.reset == neuron.Zero {
				u -= (h - r) * u
			}
			loss += m.weights[k]*m.graded*h + m.weights[m.steps*n+k]*u
		}
	}
	m.recorded = true
	return loss
}

// derivative is the central difference of the loss by *p.
func (m *model) derivative(p *float64) float64 {
	const h = 1e-6
	at := *p
	*p = at + h
	up := m.loss()
	*p = at - h
	down := m.loss()
	*p = at
	return (up - down) / (2 * h)
}

// double makes a float64 tensor that is learned.
func double(t *testing.T, x []float64, shape []int64) *ts.Tensor {
	t.Helper()
	out, p, err := tensormem.Empty(shape, gotch.Double)
	check(t, err)
	copy(unsafe.Slice((*float64)(p), len(x)), x)
	return tensortest.Owned(t, out.MustSetRequiresGrad(true, true), nil)
}

func doubles(x *ts.Tensor) []float64 {
	return unsafe.Slice((*float64)(x.MustDataPtr()), x.Numel())
}

// Gradients of float64 currents are the derivatives of the smoothed neuron.
func TestGradientsAreDerivatives(t *testing.T) {
	const T, N = 12, 5
	r := rand.New(rand.NewPCG(1, 1))
	for _, kind := range []string{"Leaky", "Synaptic", "Alpha"} {
		for _, reset := range []neuron.Reset{neuron.Subtract, neuron.Zero, neuron.None} {
			for _, delay := range []bool{true, false} {
				if kind == "Alpha" && !delay {
					continue
				}
				m := &model{kind: kind, reset: reset, delay: delay, alpha: 0.875, beta: 0.75, threshold: 0.5, graded: 1.5, steps: T,
					current: random(r, T*N, -0.3, 0.9), membrane0: random(r, N, 0, 0.8), weights: random(r, 2*T*N, -0.5, 1)}
				check := func(err error) { check(t, err) }
				var l neuron.Layer
				var err error
				switch kind {
				case "Leaky":
					l, err = neuron.NewLeaky(m.beta, reset, neuron.ResetDelay(delay), neuron.Threshold(m.threshold), neuron.GradedSpikes(m.graded),
						neuron.LearnBeta(true), neuron.LearnThreshold(true), neuron.LearnGradedSpikes(true))
				case "Synaptic":
					l, err = neuron.NewSynaptic(m.alpha, m.beta, reset, neuron.ResetDelay(delay), neuron.Threshold(m.threshold),
						neuron.GradedSpikes(m.graded), neuron.LearnAlpha(true), neuron.LearnBeta(true), neuron.LearnThreshold(true),
						neuron.LearnGradedSpikes(true))
				case "Alpha":
					l, err = neuron.NewAlpha(m.alpha, m.beta, reset, neuron.Threshold(m.threshold), neuron.GradedSpikes(m.graded),
						neuron.LearnAlpha(true), neuron.LearnBeta(true), neuron.LearnThreshold(true), neuron.LearnGradedSpikes(true))
				}
				check(err)
				current, membrane := double(t, m.current, []int64{T, 1, N}), double(t, m.membrane0, []int64{1, N})
				out, err := l.Forward(current, neuron.From{Membrane: membrane})
				check(err)
				loss := sum(t, weighted(t, out.Spikes, m.weights[:T*N]), weighted(t, out.Membrane, m.weights[T*N:]))
				if got, want := doubles(loss)[0], m.loss(); math.Abs(got-want) > 1e-6*math.Abs(want) {
					t.Errorf("%s, %v, delay %v: loss %v, want %v", kind, reset, delay, got, want)
				}
				loss.MustBackward()
				name := kind + ", " + reset.String() + ": d"
				var want []float64
				for i := range m.current {
					want = append(want, m.derivative(&m.current[i]))
				}
				near(t, name+"I", doubles(tensortest.Owned(t, current.MustGrad(false), nil)), want)
				want = nil
				for i := range m.membrane0 {
					want = append(want, m.derivative(&m.membrane0[i]))
				}
				if g := tensortest.Owned(t, membrane.MustGrad(false), nil); kind != "Alpha" || g.MustDefined() {
					near(t, name+"U0", doubles(g), want)
				}
				for _, p := range l.Parameters() {
					at := map[string]*float64{"alpha": &m.alpha, "beta": &m.beta, "threshold": &m.threshold, "graded_spikes_factor": &m.graded}[p.Name]
					near(t, name+p.Name, gradient(t, p.Value), []float64{m.derivative(at)})
				}
				out.Drop()
			}
		}
	}
}

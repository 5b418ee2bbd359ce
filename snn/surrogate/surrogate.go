// Package surrogate has the surrogate gradients of spiking neurons. A spike is H(x), 1 where x = U - threshold is above zero and else 0;
// its true derivative is zero almost everywhere, so that nothing could be learned. Backpropagation takes another slope in its place:
// that of a smooth function which is near to H (Neftci, Mostafa and Zenke, Surrogate Gradient Learning in Spiking Neural Networks, 2019).
//
// The names and formulas are those of snntorch.surrogate; where that has a bug, a function's comment says so.
package surrogate

// Kind names a surrogate gradient. The order is that of snn/internal/grad.
type Kind int

// One for each function of this package.
const (
	HeavisideKind Kind = iota
	ATanKind
	FastSigmoidKind
	SigmoidKind
	StraightThroughKind
	TriangularKind
	SpikeRateEscapeKind
	SFSKind
	SSOKind
	LSOKind
	CustomKind
)

// Func is a surrogate gradient: a value, made by this package's functions. The zero Func is that of [Heaviside].
type Func struct {
	Kind  Kind
	K, B  float64               // its parameters, as its function's comment names them
	Seed  uint64                // of SSO
	Slope func(float64) float64 // of Custom
}

// ATan is the slope of an arc tangent, (alpha/2)/(1 + (π/2·alpha·x)²), the default of all neurons with alpha = 2: 1 at the threshold
// (Fang et al., Incorporating Learnable Membrane Time Constant to Enhance Learning of Spiking Neural Networks, 2021). alpha > 0 is K.
//
// snnTorch: surrogate.atan.
func ATan(alpha float64) Func { return Func{Kind: ATanKind, K: alpha} }

// FastSigmoid is the slope of x/(1 + k|x|): 1/(k|x| + 1)² (Zenke and Ganguli, SuperSpike, 2018). slope k > 0 is K; snnTorch's default
// is 25.
//
// snnTorch: surrogate.fast_sigmoid.
func FastSigmoid(slope float64) Func { return Func{Kind: FastSigmoidKind, K: slope} }

// Sigmoid is the slope of a logistic function, k·σ(kx)·(1 - σ(kx)), written so that it does not overflow: snnTorch's form is NaN for
// kx below -88. slope k > 0 is K; snnTorch's default is 25.
//
// snnTorch: surrogate.sigmoid.
func Sigmoid(slope float64) Func { return Func{Kind: SigmoidKind, K: slope} }

// StraightThrough is the slope 1 everywhere.
//
// snnTorch: surrogate.straight_through_estimator.
func StraightThrough() Func { return Func{Kind: StraightThroughKind} }

// Triangular is k below the threshold and -k at and above it, as snnTorch documents it: it pushes membranes to the threshold from
// both sides. k is K; snnTorch's default is 1.
//
// snnTorch: surrogate.triangular.
func Triangular(k float64) Func { return Func{Kind: TriangularKind, K: k} }

// SpikeRateEscape is the Boltzmann form k·exp(-beta·|x - 1|) of an escape rate (Gerstner and Kistler, Spiking Neuron Models, 2002). As
// in snnTorch its peak is at x = 1, a whole unit above the threshold. slope k is K, beta > 0 is B; snnTorch's defaults are 1 and 25.
//
// snnTorch: surrogate.spike_rate_escape.
func SpikeRateEscape(beta, slope float64) Func {
	return Func{Kind: SpikeRateEscapeKind, K: slope, B: beta}
}

// SFS, the sparse fast sigmoid, is [FastSigmoid]'s slope where x > b and else 0 (Perez-Nieves and Goodman, Sparse Spiking Gradient
// Descent, 2021). slope k > 0 is K, b is B; snnTorch's defaults are 25 and 1, which leave a gradient only far above the threshold.
//
// snnTorch: surrogate.SFS.
func SFS(slope, b float64) Func { return Func{Kind: SFSKind, K: slope, B: b} }

// SSO, the stochastic spike operator, is 1 where the neuron spikes and else noise, uniform in [mean - 1/2, mean + 1/2)·variance. mean
// is K, variance B; snnTorch's defaults are 0 and 0.2.
//
// The noise depends on the seed, on the neuron's place in [B x ...] and on its membrane, and on nothing else: equal seeds give equal
// gradients.
//
// snnTorch: surrogate.SSO, which takes the noise from torch's generator.
func SSO(mean, variance float64, seed uint64) Func {
	return Func{Kind: SSOKind, K: mean, B: variance, Seed: seed}
}

// LSO, the leaky spike operator, is 1 where the neuron spikes and else a small constant, K; snnTorch's default is 0.1.
//
// snnTorch: surrogate.LSO, as it is documented; in 1.0.0 a call of it is an error.
func LSO(slope float64) Func { return Func{Kind: LSOKind, K: slope} }

// Heaviside is 1 where the neuron spikes and else 0.
//
// snnTorch: surrogate.heaviside.
func Heaviside() Func { return Func{Kind: HeavisideKind} }

// Custom takes slope(x) of a Go function for dS/dx. It is called for each neuron and time step, which is slow: for trying something
// out. A Func of it cannot be stored by kernel.Keep.
//
// snnTorch: surrogate.custom_surrogate.
func Custom(slope func(x float64) float64) Func { return Func{Kind: CustomKind, Slope: slope} }

package snn

import (
	"fmt"
	"math"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// spikeTrain is what decoders ask of the spikes of one neuron.
type spikeTrain struct {
	count       int32
	first, last int32   // time steps; of no meaning if count is 0
	sum         float32 // of the weights of the steps with a spike
}

// spikesIn are spikes [T x ...] to be decoded.
type spikesIn struct {
	*view
	fn    string
	steps int
}

// spikesOf checks spikes to have a time dimension with steps in it. The caller calls release.
func spikesOf(fn string, spikes *ts.Tensor) (*spikesIn, error) {
	v, err := viewOf(fn, "spikes", spikes, 1)
	if err != nil {
		return nil, err
	}
	if v.shape[0] < 1 || v.shape[0] > math.MaxInt32 {
		v.release()
		return nil, &ArgError{fn, "spikes", fmt.Sprintf("of shape %v", v.shape), "[T x ...] with T >= 1", ErrShape}
	}
	return &spikesIn{v, fn, int(v.shape[0])}, nil
}

// trains reads all spikes once, in the order of memory. weights [T] are for spikeTrain.sum; nil leaves it at 0.
func (in *spikesIn) trains(weights []float32) ([]spikeTrain, error) {
	switch in.dtype {
	case gotch.Float:
		return readTrains(in, unsafe.Slice((*float32)(in.data), in.numel()), weights)
	case gotch.Uint8, gotch.Bool:
		return readTrains(in, unsafe.Slice((*uint8)(in.data), in.numel()), weights)
	}
	floats, v, err := floatsOf(in.fn, "spikes", in.owner, 1)
	if err != nil {
		return nil, err
	}
	defer v.release()
	return readTrains(in, floats, weights)
}

func readTrains[E float32 | uint8](in *spikesIn, data []E, weights []float32) ([]spikeTrain, error) {
	trains := make([]spikeTrain, numel(in.shape[1:]))
	for t := range in.steps {
		weight := float32(0)
		if weights != nil {
			weight = weights[t]
		}
		for n, x := range data[t*len(trains) : (t+1)*len(trains)] {
			if x == 0 {
				continue
			}
			if x != 1 {
				return nil, &ArgError{in.fn, "spikes", fmt.Sprintf("%v at step %d, neuron %d", x, t, n), "0 or 1", ErrRange}
			}
			train := &trains[n]
			if train.count == 0 {
				train.first = int32(t)
			}
			train.count++
			train.last = int32(t)
			train.sum += weight
		}
	}
	return trains, nil
}

// decode returns value of the spikes of each neuron: float32 [...].
func (in *spikesIn) decode(weights []float32, value func(spikeTrain) float64) (*ts.Tensor, error) {
	trains, err := in.trains(weights)
	if err != nil {
		return nil, err
	}
	out, values, err := newFloats(in.fn, in.shape[1:])
	if err != nil {
		return nil, err
	}
	for n, train := range trains {
		values[n] = float32(value(train))
	}
	return out, nil
}

// FirstSpikes returns the time step of each neuron's first spike, or T where a neuron is silent, so that
// silence comes after every spike.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result. Errors: no time step, a value other than 0 or 1.
func FirstSpikes(spikes *ts.Tensor) (*ts.Tensor, error) {
	in, err := spikesOf("FirstSpikes", spikes)
	if err != nil {
		return nil, err
	}
	defer in.release()
	return in.decode(nil, func(s spikeTrain) float64 {
		if s.count == 0 {
			return float64(in.steps)
		}
		return float64(s.first)
	})
}

// DecodeRate returns the firing rate of each neuron, in spikes per time step: the mean over time. It turns
// the spikes of [Rate] back into values, with gain 1 to within sqrt(x(1-x)/T), one standard deviation.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...] in [0, 1]. The caller keeps spikes
// and owns the result. Errors: no time step, a value other than 0 or 1.
// Source: E. D. Adrian, Y. Zotterman, "The impulses produced by sensory nerve-endings: Part II", The Journal of
// Physiology 61(2), 1926.
func DecodeRate(spikes *ts.Tensor) (*ts.Tensor, error) {
	in, err := spikesOf("DecodeRate", spikes)
	if err != nil {
		return nil, err
	}
	defer in.release()
	return in.decode(nil, func(s spikeTrain) float64 { return float64(s.count) / float64(in.steps) })
}

// DecodeLatency turns the time t of each neuron's first spike back into a value; it undoes [Latency], up to the rounding
// of times to whole steps. With s = (t - first spike time) / tau,
//
//	x = threshold / (1 - exp(-s))   logarithmic code
//	x = 1 - s                       linear code
//
// held to [0, 1]; a silent neuron gives 0. Give the options that the spikes were made with. With [Normalize], the
// linear code has tau = T - 1 - first spike time; the logarithmic one cannot be undone, as each of its times depends
// on the largest of the whole batch.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Threshold] (0.01), [Tau] (1 time step), [FirstSpikeTime] (0), [Linear] (false), [Normalize] (false).
// Errors: a threshold outside (0, 1), tau <= 0, a first spike time beyond the end, Normalize without Linear, a value
// other than 0 or 1.
// Source: the inverse of snnTorch's spikegen.latency_code.
func DecodeLatency(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeLatency"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{threshold: 0.01, tau: 1}}, opts,
		"Threshold", "Tau", "FirstSpikeTime", "Linear", "Normalize")
	if err != nil {
		return nil, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.release()
	o.numSteps = in.steps
	if err := o.checkLatency(fn); err != nil {
		return nil, err
	}
	if o.normalize && !o.linear {
		return nil, &ArgError{fn, "Normalize", true, "Linear too: a normalized logarithmic code cannot be undone", ErrOption}
	}
	if o.normalize {
		o.tau = float64(o.numSteps - 1 - o.firstSpikeTime)
	}
	return in.decode(nil, func(train spikeTrain) float64 {
		delay := float64(int(train.first) - o.firstSpikeTime)
		switch {
		case train.count == 0:
			return 0
		case delay <= 0:
			return 1
		case o.linear:
			return max(0, 1-delay/o.tau)
		}
		return min(1, o.threshold/-math.Expm1(-delay/o.tau))
	})
}

// DecodeDelta adds up spikes over time, each worth the threshold:
//
//	x[t] = threshold * (s[0] + ... + s[t])
//
// It undoes [Delta] as far as that can be: a change of any size gives one spike, so that larger ones are cut
// to the threshold and smaller ones are lost, and with [Padding] the series starts from 0. After
// [StepForward] it stays within one threshold of the series, if that changes by no more a step.
//
// spikes [T x ...], each -1, 0 or 1, of any signed dtype; the result is float32 [T x ...]. The caller keeps spikes and
// owns the result.
//
// Options: [Threshold] (0.1, in the units of the data).
// Errors: threshold <= 0, no time step, a value other than -1, 0 or 1.
// Source: B. Petro, N. Kasabov, R. M. Kiss, "Selection and optimization of temporal spike encoding methods for spiking
// neural networks", IEEE Transactions on Neural Networks and Learning Systems 31(2), 2020, on temporal contrast.
func DecodeDelta(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeDelta"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{threshold: 0.1}}, opts, "Threshold")
	if err != nil {
		return nil, err
	}
	if err := checkPositive(fn, "Threshold", o.threshold, "in the units of the data"); err != nil {
		return nil, err
	}
	data, v, err := floatsOf(fn, "spikes", spikes, 1)
	if err != nil {
		return nil, err
	}
	defer v.release()
	if v.shape[0] < 1 {
		return nil, &ArgError{fn, "spikes", fmt.Sprintf("of shape %v", v.shape), "[T x ...] with T >= 1", ErrShape}
	}
	for i, s := range data {
		if s != 0 && s != 1 && s != -1 {
			return nil, &ArgError{fn, "spikes", fmt.Sprintf("%v at element %d", s, i), "-1, 0 or 1", ErrRange}
		}
	}
	out, values, err := newFloats(fn, v.shape)
	if err != nil {
		return nil, err
	}
	neurons := numel(v.shape[1:])
	sums := make([]float64, neurons) // whole numbers, so that no rounding adds up
	for t := range int(v.shape[0]) {
		for n := range neurons {
			sums[n] += float64(data[t*neurons+n])
			values[t*neurons+n] = float32(o.threshold * sums[n])
		}
	}
	return out, nil
}

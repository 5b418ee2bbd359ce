package snn

import (
	"fmt"
	"slices"

	"github.com/sugarme/gotch"

	"gosnn/snn/argument"
)

// The options that several codes take. Each is a type: an option that a function does not take does not compile.

// NumSteps sets the number of time steps T, at least 1.
//
// Taken by [Burst], [CurrentLIF], [Latency], [LatencyCode], [LatencyInterpolate], [Phase], [PoissonIntervals], [Population], [RankOrder],
// [Rate], [RateInterpolate], [SignedPoisson], [TargetRateCode], [TargetsConvert], [TargetsLatency], [TargetsRate], [TimeToFirstSpike],
// [WeightedPhase].
type NumSteps int

// FirstSpikeTime sets the time step, from 0, before which nothing spikes.
//
// Taken by [DecodeLatency], [Latency], [LatencyCode], [Rate], [TargetRateCode], [TargetsConvert], [TargetsLatency], [TargetsRate].
type FirstSpikeTime int

// Tau sets the time constant of the RC circuit that turns a value into a spike time, in time steps, above 0.
//
// Taken by [ConvertToTime], [CurrentLIF], [DecodeCurrentLIF], [DecodeLatency], [DecodeTimeToFirstSpike], [Latency], [LatencyCode], [TargetsConvert], [TargetsLatency],
// [TimeToFirstSpike].
type Tau float64

// Threshold sets what a value, or for [Delta] a change of it, has to reach for a spike.
//
// Taken by [BSA], [ConvertToTime], [CurrentLIF], [DecodeCurrentLIF], [DecodeDelta], [DecodeLatency], [Delta], [Latency], [LatencyCode],
// [MovingWindow], [StepForward], [TargetsConvert], [TargetsLatency].
type Threshold float64

// DType sets the element type of the spikes: gotch.Uint8 and gotch.Bool need a quarter of the memory of gotch.Float.
//
// Taken by [BSA], [Burst], [CurrentLIF], [Delta], [HSA], [Latency], [MovingWindow], [Phase], [PoissonIntervals], [Population],
// [RankOrder], [Rate], [RateConv], [SignedPoisson], [StepForward], [TargetsConvert], [TargetsLatency], [TemporalContrast],
// [TimeToFirstSpike], [WeightedPhase].
type DType gotch.DType

// timeSteps is how NumSteps was given.
type timeSteps struct {
	n     int
	given bool
}

func (s *timeSteps) set(n NumSteps) { s.n, s.given = int(n), true }

// check refuses a T that is missing or below 1.
func (s timeSteps) check() error {
	if !s.given {
		return argument.New("NumSteps", "missing", "snn.NumSteps(n), n >= 1", ErrOption)
	}
	if s.n < 1 {
		return argument.New("NumSteps", s.n, ">= 1 (time steps)", ErrRange)
	}
	return nil
}

// checkFirstSpike refuses a first spike time that is negative, or beyond the last of n steps if n is above 0.
func checkFirstSpike(first, n int) error {
	if first < 0 {
		return argument.New("FirstSpikeTime", first, ">= 0 (time step)", ErrRange)
	}
	if n > 0 && first > n-1 {
		return argument.New("FirstSpikeTime", first, fmt.Sprintf("at most NumSteps-1 = %d (time step)", n-1), ErrRange)
	}
	return nil
}

// spikeType is how DType was given.
type spikeType struct {
	dtype gotch.DType
	given bool
}

func (s *spikeType) set(d DType) { s.dtype, s.given = gotch.DType(d), true }

// of returns the element type of the spikes of data: the one that DType asks for, else data's if it is a floating-point one, else float32.
func (s spikeType) of(data gotch.DType) gotch.DType {
	switch {
	case s.given:
		return s.dtype
	case isFloat(data):
		return data
	}
	return gotch.Float
}

func isFloat(d gotch.DType) bool {
	return slices.Contains([]gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16}, d)
}

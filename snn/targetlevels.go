package snn

import (
	"fmt"

	"gosnn/snn/argument"
)

// OnTarget sets what is written at the time of a spike, in place of 1.
//
// Taken by [Latency], [LatencyInterpolate], [RateInterpolate], [TargetsConvert], [TargetsLatency], [TargetsRate].
type OnTarget float64

// OffTarget sets what is written where there is no spike, in place of 0.
//
// Taken by [Latency], [LatencyInterpolate], [RateInterpolate], [TargetsConvert], [TargetsLatency], [TargetsRate].
type OffTarget float64

// targetLevels are what is written at a spike and elsewhere.
type targetLevels struct{ on, off float64 }

func (l targetLevels) checkFinite() error {
	if err := argument.Finite("OnTarget", l.on); err != nil {
		return err
	}
	return argument.Finite("OffTarget", l.off)
}

// check refuses levels that are not finite, or on below off.
func (l targetLevels) check() error {
	if err := l.checkFinite(); err != nil {
		return err
	}
	if l.on < l.off {
		return argument.New("OnTarget", l.on, fmt.Sprintf("at least OffTarget, %v", l.off), ErrRange)
	}
	return nil
}

package plots

import "time"

// Horizontal draws bars to the right, each below the name of what it counts.
//
// Taken by [SpikeCount].
type Horizontal bool

func (h Horizontal) set(o *options) error { o.horizontal = bool(h); return nil }

// Animate lets bars grow over time: at each step they count the spikes so far.
//
// Taken by [SpikeCount].
type Animate bool

func (a Animate) set(o *options) error { o.animate = bool(a); return nil }

// Interval is the time that each frame is shown, 10 ms to 10 s. Without it a frame is shown for 40 ms.
//
// Taken by [Animator], [SpikeCount].
type Interval time.Duration

func (d Interval) set(o *options) error {
	o.interval = time.Duration(d)
	if o.interval < 10*time.Millisecond || o.interval > 10*time.Second {
		return outOfRange("Interval", o.interval, "10 ms to 10 s")
	}
	return nil
}

// FPS is the number of frames a second, 0.1 to 100: [Interval] in other words.
//
// Taken by [Animator], [SpikeCount].
type FPS float64

func (n FPS) set(o *options) error {
	if !(n >= 0.1 && n <= 100) {
		return outOfRange("FPS", float64(n), "0.1 to 100 (frames a second)")
	}
	o.interval = time.Duration(float64(time.Second) / float64(n))
	return nil
}

// Once lets an animation stop at its end, instead of beginning anew.
//
// Taken by [Animator], [SpikeCount].
type Once bool

func (b Once) set(o *options) error { o.once = bool(b); return nil }

// RunningMean shows the mean over the steps so far beside an animation: a rate code becomes the picture that it encodes.
//
// Taken by [Animator].
type RunningMean bool

func (b RunningMean) set(o *options) error { o.runningMean = bool(b); return nil }

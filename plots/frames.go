package plots

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"

	"gosnn/snn/argument"
)

// frames is an animation: one small picture a time step, all of one size. A level has one color at each step.
type frames struct {
	steps, height, width int
	level                []uint8   // [T x H x W], each an index of value
	value                []float64 // what a level stands for: 0, 1; or 0, 1, -1; or greyLevels values up to 1
	spikes, off          int       // how many spikes and off-spikes there are
}

// readFrames checks values of the given shape, and makes levels of them.
func readFrames(shape []int, values []float32) (*frames, error) {
	refuse := func(value any, want string, kind error) (*frames, error) {
		return nil, argument.New("x", value, want, kind)
	}
	if len(shape) != 3 {
		return refuse(fmt.Sprintf("of shape %v", shape), "[T x H x W]: of a batch select one sample", ErrShape)
	}
	if len(values) > maxPixels {
		return refuse(fmt.Sprintf("of shape %v", shape), fmt.Sprintf("at most %d pixels in all", maxPixels), ErrShape)
	}
	f := &frames{steps: shape[0], height: shape[1], width: shape[2], level: make([]uint8, len(values))}
	grey := false
	for i, v := range values {
		switch {
		case v == 1:
			f.level[i] = 1
			f.spikes++
		case v == -1:
			f.level[i] = 2
			f.off++
		case v != 0:
			grey = true
		}
		if !(v >= 0 && v <= 1 || v == -1) || grey && f.off > 0 {
			at := fmt.Sprintf("%v at step %d, row %d, column %d", v, i/f.size(), i%f.size()/f.width, i%f.width)
			return refuse(at, "spikes (0, 1, -1) or grey values (0 to 1)", ErrValue)
		}
	}
	switch {
	case grey:
		f.value = grades(0)
		for i, v := range values {
			f.level[i] = grade(float64(v), 0)
		}
	case f.off > 0:
		f.value = []float64{0, 1, -1}
	default:
		f.value = []float64{0, 1}
	}
	return f, nil
}

// grey reports whether the values are grey values and not spikes.
func (a *frames) grey() bool { return len(a.value) == greyLevels }

// silent reports whether nothing ever fires.
func (a *frames) silent() bool { return a.spikes+a.off == 0 && !a.grey() }

// size is the number of pixels of a frame.
func (a *frames) size() int { return a.height * a.width }

// at is the frame of step t.
func (a *frames) at(t int) []uint8 { return a.level[t*a.size() : (t+1)*a.size()] }

// lo is the lower end of the values; the upper one is 1.
func (a *frames) lo() float64 {
	if a.off > 0 {
		return -1
	}
	return 0
}

// bits is the number of bits that a level takes in the page: 1 for spikes, 2 with off-spikes, 8 for grey values.
func (a *frames) bits() int {
	switch len(a.value) {
	case 2:
		return 1
	case 3:
		return 2
	}
	return 8
}

// pack writes the levels bit by bit, the first in a byte's highest bits, deflated, in base64. Spikes by chance stay as many
// bytes as their bits; a digit with its silent rim takes a quarter of that.
func (a *frames) pack() string {
	bits := a.bits()
	plain := make([]byte, (len(a.level)*bits+7)/8)
	for i, level := range a.level {
		plain[i*bits/8] |= level << (8 - bits - i*bits%8)
	}
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // fails for an unknown level only
	w.Write(plain)                                     // a bytes.Buffer takes all
	w.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// words are what there is to be seen.
func (a *frames) words() string {
	s := fmt.Sprintf("Animation of %d steps of %d x %d pixels, ", a.steps, a.height, a.width)
	switch {
	case a.grey():
		return s + "grey values"
	case a.silent():
		return s + noSpikes
	case a.off > 0:
		return s + fmt.Sprintf("%d spikes and %d off-spikes", a.spikes, a.off)
	}
	return s + fmt.Sprintf("%d spikes", a.spikes)
}

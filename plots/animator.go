package plots

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/snn/argument"
)

// maxPixels bounds the pixels of all frames of an animation together: a notebook page takes no more.
const maxPixels = 1 << 24

// Animator shows pictures over time: x is [T x H x W], one frame a time step, as spikes (0 and 1, and -1 for an
// off-spike, in a second color) or as grey values from 0 to 1. Of a batch of spikes [T x B x C x H x W] select one
// sample first. x stays the caller's: it is read and not kept.
//
// In the notebook the player has play and pause, a slider, single steps, speed and repeat, and the keys space, arrows, Home
// and End. It plays only while it is on screen, and not by itself where the reader prefers reduced motion. Colors
// mean the same at every step: ColorMap, "plasma" without the option, goes from 0 to 1.
//
// Options: [Interval] or [FPS], [Once], [RunningMean], [OffColor], [ColorMap] ("plasma"), [Title], [Size] (of the chart without
// the controls), [Alt].
//
// Pixels stay square.
//
// [Figure.WriteFile] writes it as .gif (all steps, endlessly), as .html (the player) and, for print, as .png and .svg (the
// sum over all steps; with RunningMean the first step and the mean over all). There is no MP4: no pure-Go library for it is kept up.
//
// It returns an [ErrShape] for another shape, nothing in x, or more than 16,777,216 pixels in all; an [ErrValue] for NaN, an
// infinity, or values that are neither spikes nor grey values. Without a spike the figure says "no spikes".
//
// It is snnTorch's spikeplot.animator, which takes the color range anew from each frame.
func Animator(x *ts.Tensor, opts ...AnimatorOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Animator")
	o := &options{interval: 40 * time.Millisecond, colorMap: "plasma", offColor: "skyblue"}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	var a *frames
	err = withValues("x", x, func(shape []int, values []float32) (err error) {
		a, err = readFrames(shape, values)
		return err
	})
	if err != nil {
		return nil, err
	}
	return newAnimation(a, o), nil
}

// pageBudget is what a notebook with an animation of 100 frames of 28 x 28 spikes, 40 kB in all, has for them: as packed
// frames, as GIF and as still picture, all in base64. Scripts and settings take the rest.
const pageBudget = 27_000

// newAnimation makes a figure of frames that have been checked.
func newAnimation(a *frames, o *options) *Figure {
	p, packed := newPanels(a, o), a.pack()
	f := &Figure{alt: o.altOr(a.words()), size: p.size, kind: "player", model: o.imageShades()}
	f.data = newPlayerData(a, o, p, packed, f.alt)
	f.draw = func(c draw.Canvas) { a.draw(c, o, p) }
	f.moving = &movie{width: p.picW, height: p.picH, caption: o.title}
	if a.silent() {
		f.moving.caption = strings.TrimPrefix(o.title+": "+noSpikes, ": ")
	}
	f.moving.page = func() ([]byte, error) {
		still, err := f.PNG()
		if err != nil {
			return nil, err
		}
		spare := pageBudget - len(packed) - base64.StdEncoding.EncodedLen(len(still))
		return fitGIF(a, a.palette(o), o.interval, max(spare, len(packed)/3)*3/4)
	}
	f.moving.first = func() ([]byte, error) {
		s := a.sum()
		return encodeGIF(s, s.palette(o), o.interval, 1, 1)
	}
	f.moving.file = func() ([]byte, error) {
		shown := a
		if o.runningMean {
			shown = beside(a, a.means())
		}
		return encodeGIF(shown, shown.palette(o), o.interval, max(1, 280/max(a.height, a.width)), 1)
	}
	return f
}

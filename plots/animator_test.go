package plots

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image/gif"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/display"
	"gosnn/plots/internal/colors"
)

// movingTensor makes a tensor [T x H x W] of what value gives; the test drops it.
func movingTensor(tb testing.TB, steps, height, width int, value func(step, row, column int) float32) *ts.Tensor {
	tb.Helper()
	v := make([]float32, 0, steps*height*width)
	for t := range steps {
		for y := range height {
			for x := range width {
				v = append(v, value(t, y, x))
			}
		}
	}
	x, err := ts.NewTensorFromData(v, []int64{int64(steps), int64(height), int64(width)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(x.MustDrop)
	return x
}

// digit makes 100 x 28 x 28 spikes of a rate-coded figure: an annulus, darker to its rims, on a silent ground.
func digit(tb testing.TB) *ts.Tensor {
	r := rand.New(rand.NewPCG(1, 2))
	return movingTensor(tb, 100, 28, 28, func(_, y, x int) float32 {
		rate := 1 - math.Abs(math.Hypot(float64(y)-13.5, float64(x)-13.5)-8)/3
		return spike(r, rate)
	})
}

func spike(r *rand.Rand, rate float64) float32 {
	if r.Float64() < rate {
		return 1
	}
	return 0
}

// sweep has a spike that runs along the diagonal of 6 x 7 pixels, and an off-spike behind it.
func sweep(tb testing.TB) *ts.Tensor {
	return movingTensor(tb, 6, 6, 7, func(t, y, x int) float32 {
		switch {
		case y == t && x == t:
			return 1
		case y == t-1 && x == t-1:
			return -1
		}
		return 0
	})
}

func must[T any](tb testing.TB) func(T, error) T {
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func TestAnimatorRefuses(t *testing.T) {
	good := sweep(t)
	dropped := must[*ts.Tensor](t)(ts.NewTensorFromData([]float32{1}, []int64{1, 1, 1}))
	dropped.MustDrop()
	one := func(v float32) *ts.Tensor {
		return movingTensor(t, 2, 3, 4, func(step, y, x int) float32 {
			if step == 1 && y == 2 && x == 3 {
				return v
			}
			return 0
		})
	}
	shaped := func(shape ...int64) *ts.Tensor {
		x := must[*ts.Tensor](t)(ts.Zeros(shape, gotch.Float, gotch.CPU))
		t.Cleanup(x.MustDrop)
		return x
	}
	mixed := movingTensor(t, 1, 1, 2, func(_, _, x int) float32 { return []float32{-1, 0.5}[x] })
	for name, test := range map[string]struct {
		x    *ts.Tensor
		opts []AnimatorOption
		kind error
		says string
	}{
		"nil":             {nil, nil, ErrTensor, "x is nil"},
		"dropped":         {dropped, nil, ErrTensor, "dropped"},
		"a batch":         {shaped(2, 3, 1, 4, 4), nil, ErrShape, "[2 3 1 4 4], want [T x H x W]"},
		"one picture":     {shaped(4, 4), nil, ErrShape, "[4 4]"},
		"no step":         {shaped(0, 4, 4), nil, ErrShape, "[0 4 4]"},
		"too many pixels": {shaped(1025, 128, 128), nil, ErrShape, "at most 16777216 pixels"},
		"NaN":             {one(float32(math.NaN())), nil, ErrValue, "NaN at step 1, row 2, column 3"},
		"infinite":        {one(float32(math.Inf(1))), nil, ErrValue, "+Inf at step 1"},
		"two":             {one(2), nil, ErrValue, "2 at step 1"},
		"below zero":      {one(-0.5), nil, ErrValue, "-0.5 at step 1"},
		"grey and off":    {mixed, nil, ErrValue, "0.5 at step 0, row 0, column 1"},
		"interval":        {good, []AnimatorOption{Interval(time.Millisecond)}, ErrRange, "Interval is 1ms"},
		"no rate":         {good, []AnimatorOption{FPS(0)}, ErrRange, "FPS is 0"},
		"NaN rate":        {good, []AnimatorOption{FPS(math.NaN())}, ErrRange, "FPS is NaN"},
		"color map":       {good, []AnimatorOption{ColorMap("jet")}, ErrRange, "jet"},
		"off color":       {good, []AnimatorOption{OffColor("reddish")}, ErrRange, "reddish"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Animator(test.x, test.opts...)
			var arg *ArgError
			if f != nil || !errors.Is(err, test.kind) || !errors.As(err, &arg) || arg.Func != "plots.Animator" {
				t.Fatalf("got %v, %v; want an ArgError of Animator, %v", f, err, test.kind)
			}
			if !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %q does not say %q", err, test.says)
			}
		})
	}
}

// TestAnimatorFitsPage: 100 frames of 28 x 28 spikes take at most 40 kB of a notebook, whatever the spikes are, and their running
// mean 16 kB more, most of it for the second still picture.
func TestAnimatorFitsPage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	rates := make([]float64, 28*28) // as in the tutorial's last part
	for i := range rates {
		rates[i] = r.Float64() / 2
	}
	for name, x := range map[string]*ts.Tensor{
		"a digit":             digit(t),
		"rates below a half":  movingTensor(t, 100, 28, 28, func(_, y, x int) float32 { return spike(r, rates[y*28+x]) }),
		"nothing to compress": movingTensor(t, 100, 28, 28, func(_, _, _ int) float32 { return spike(r, 0.5) }),
		"all":                 movingTensor(t, 100, 28, 28, func(_, _, _ int) float32 { return 1 }),
		"none":                movingTensor(t, 100, 28, 28, func(_, _, _ int) float32 { return 0 }),
		"latency":             movingTensor(t, 100, 28, 28, func(s, y, x int) float32 { return spike(r, float64(1-min(1, (s-y*x/8)*(s-y*x/8)))) }),
	} {
		t.Run(name, func(t *testing.T) {
			for mean, limit := range map[RunningMean]int{false: 40_000, true: 56_000} {
				f := must[*Figure](t)(Animator(x, Title("Spikes of a digit"), mean))
				page, picture := len(must[string](t)(f.HTML())), base64.StdEncoding.EncodedLen(len(must[[]byte](t)(f.PNG())))
				if page+picture > limit {
					t.Errorf("%d bytes of HTML and %d of the picture, want at most %d", page, picture, limit)
				}
				t.Logf("%d bytes of HTML, %d of the picture", page, picture)
			}
		})
	}
}

func TestAnimatorForms(t *testing.T) {
	f := must[*Figure](t)(Animator(sweep(t), Title("Sweep"), RunningMean(true)))
	golden(t, "animator.json", must[[]byte](t)(f.JSON()))
	golden(t, "animator.png", must[[]byte](t)(f.PNG()))
	golden(t, "animator.gif", must[[]byte](t)(f.GIF()))
	golden(t, "animator_page.gif", must[[]byte](t)(f.moving.page()))
	again := must[*Figure](t)(Animator(sweep(t), Title("Sweep"), RunningMean(true)))
	if must[string](t)(f.HTML()) != must[string](t)(again.HTML()) {
		t.Error("equal data give different pages")
	}
}

// TestAnimatorGIF reads back the file: every spike is where it belongs, each frame its time, the whole forever.
func TestAnimatorGIF(t *testing.T) {
	f := must[*Figure](t)(Animator(sweep(t), Interval(25*time.Millisecond)))
	movie := must[*gif.GIF](t)(gif.DecodeAll(bytes.NewReader(must[[]byte](t)(f.GIF()))))
	if len(movie.Image) != 6 || movie.LoopCount != 0 {
		t.Fatalf("%d frames, loop count %d; want 6 frames, and 0: forever", len(movie.Image), movie.LoopCount)
	}
	total := 0
	for _, delay := range movie.Delay {
		total += delay
	}
	if total != 15 {
		t.Errorf("delays %v in 1/100 s make %d, want 15", movie.Delay, total)
	}
	ground, on, off := colors.At("plasma", 0), colors.At("plasma", 1), colors.RGB("skyblue")
	dots := movie.Config.Width / 7
	for step, frame := range movie.Image {
		for y := range 6 {
			for x := range 7 {
				want := ground
				switch {
				case x == step && y == step:
					want = on
				case x == step-1 && y == step-1:
					want = off
				}
				if got := frame.At(x*dots+dots/2, y*dots+dots/2); got != want {
					t.Errorf("step %d, row %d, column %d is %v, want %v", step, y, x, got, want)
				}
			}
		}
	}
}

func TestAnimatorSilent(t *testing.T) {
	f := must[*Figure](t)(Animator(movingTensor(t, 5, 4, 4, func(_, _, _ int) float32 { return 0 })))
	if !strings.HasSuffix(f.Alt(), "no spikes") {
		t.Errorf("alt %q does not say that there are no spikes", f.Alt())
	}
	page := must[string](t)(f.HTML())
	if !strings.Contains(page, ">no spikes</div>") || !strings.Contains(page, `"subtext":"no spikes"`) {
		t.Error("the picture's caption or the player does not say in words that there are no spikes")
	}
}

// TestAnimatorDTypes: spikes come as any type of number.
func TestAnimatorDTypes(t *testing.T) {
	x := digit(t)
	want := must[*Figure](t)(Animator(x)).Alt()
	for _, dtype := range []gotch.DType{gotch.Uint8, gotch.Int8, gotch.Int64, gotch.Half, gotch.Double, gotch.Bool} {
		as := x.MustTotype(dtype, false)
		if f, err := Animator(as); err != nil || f.Alt() != want {
			t.Errorf("dtype %v: got %v, want %q", dtype, err, want)
		}
		as.MustDrop()
	}
}

func ExampleAnimator() {
	// A spike runs from left to right in 4 steps.
	spikes, err := ts.NewTensorFromData([]float32{
		1, 0, 0, 0,
		0, 1, 0, 0,
		0, 0, 1, 0,
		0, 0, 0, 1,
	}, []int64{4, 1, 4})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	Show(Animator(spikes, Title("A running spike"), FPS(2), Once(true), RunningMean(true)))
	// Output: A running spike: Animation of 4 steps of 1 x 4 pixels, 4 spikes
}

func ExampleFigure_GIF() {
	spikes, err := ts.NewTensorFromData([]float32{1, 0, 0, -1}, []int64{2, 1, 2})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	f, err := Animator(spikes, Interval(100*time.Millisecond), OffColor("orange"), ColorMap("viridis"))
	if err != nil {
		panic(err)
	}
	content, err := f.GIF()
	if err != nil {
		panic(err)
	}
	movie, err := gif.DecodeAll(bytes.NewReader(content))
	if err != nil {
		panic(err)
	}
	fmt.Println(len(movie.Image), "frames of", movie.Config.Width, "x", movie.Config.Height)
	// Output: 2 frames of 280 x 140
}

// BenchmarkAnimator builds the whole display message of 100 x 28 x 28 spikes: page, packed frames and still pictures.
func BenchmarkAnimator(b *testing.B) {
	x := digit(b)
	for b.Loop() {
		f, err := Animator(x, Title("Spikes"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := display.Forms(f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnimatorGIFFile(b *testing.B) {
	f := must[*Figure](b)(Animator(digit(b)))
	for b.Loop() {
		if _, err := f.GIF(); err != nil {
			b.Fatal(err)
		}
	}
}

package plots

import (
	"errors"
	"math"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// TestLiveLine: what is left in the end is the figure of all points, and drawing is left out in between.
func TestLiveLine(t *testing.T) {
	l, err := Live(Title("Loss"), Names("training", "test"))
	if err != nil {
		t.Fatal(err)
	}
	var shown, last int
	l.display = func(final bool) error {
		shown++
		if final {
			last++
		}
		return nil
	}
	values := make([]float32, 0, 20_000)
	for i := range 10_000 {
		a, b := float32(1/float64(i+1)), float32(2/float64(i+1))
		values = append(values, a, b)
		if err := l.Add(float64(a), float64(b)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil || last != 1 || shown < 2 || shown > 5_000 {
		t.Errorf("shown %d times, for the last time %d times, %v", shown, last, err)
	}
	want := must[string](t)(must[*Figure](t)(Line(nil, tensorOf(t, values, 10_000, 2), Title("Loss"), Names("training", "test"))).HTML())
	if got := must[string](t)(must[*Figure](t)(l.Figure()).HTML()); got != want {
		t.Error("another figure than Line makes")
	}
}

func TestLiveLineRefuses(t *testing.T) {
	if _, err := Live(YLim(1, 0)); !errors.Is(err, ErrRange) {
		t.Error(err)
	}
	if _, err := Live(Names(make([]string, 65)...)); !errors.Is(err, ErrOption) {
		t.Error(err)
	}
	l, err := Live()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Add(1, 2); !errors.Is(err, ErrOption) {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("without a point: %v", err)
	}
	if err := l.Add(math.NaN()); err != nil {
		t.Errorf("a gap: %v", err)
	}
}

func ExampleLive() {
	loss, err := Live(Title("Loss"), XLabel("Iteration"))
	if err != nil {
		panic(err)
	}
	for _, v := range []float64{2.3, 1.1, 0.6} {
		if err := loss.Add(v); err != nil {
			panic(err)
		}
	}
	if err := loss.Close(); err != nil {
		panic(err)
	}
	// Output: Loss: 1 line of 3 points, from 0.6 to 2.3
}

func ExampleConfusion() {
	classes, err := ts.NewTensorFromData([]int64{0, 1, 1, 2}, []int64{4})
	if err != nil {
		panic(err)
	}
	defer classes.MustDrop()
	predicted, err := ts.NewTensorFromData([]int64{0, 1, 2, 2}, []int64{4})
	if err != nil {
		panic(err)
	}
	defer predicted.MustDrop()
	Show(Confusion(classes, predicted, Names("cat", "dog", "bird")))
	// Output: confusion matrix of 3 classes, 4 samples, 75 % right; most often dog as bird, 1
}

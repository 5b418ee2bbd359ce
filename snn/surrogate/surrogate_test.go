package surrogate_test

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"math"
	"testing"

	"gosnn/snn/argument"
	"gosnn/snn/surrogate"
)

func ExampleATan() {
	f := surrogate.ATan(2)
	fmt.Println(f)
	// Output: atan(2, 0, 0)
}

func TestText(t *testing.T) {
	for _, f := range []surrogate.Func{surrogate.ATan(2), surrogate.FastSigmoid(25), surrogate.Sigmoid(0.1), surrogate.StraightThrough(),
		surrogate.Triangular(1), surrogate.SpikeRateEscape(1, 25), surrogate.SFS(25, 1), surrogate.SSO(0, 0.2, math.MaxUint64),
		surrogate.LSO(0.1), surrogate.Heaviside()} {
		var store bytes.Buffer
		if err := gob.NewEncoder(&store).Encode(f); err != nil {
			t.Fatal(err)
		}
		var got surrogate.Func
		if err := gob.NewDecoder(&store).Decode(&got); err != nil || got.String() != f.String() {
			t.Errorf("%v comes back as %v, %v", f, got, err)
		}
		if err := f.Check(); err != nil {
			t.Error(err)
		}
	}
	if text, err := surrogate.Custom(math.Cos).MarshalText(); err == nil {
		t.Errorf("a Go function is stored as %q", text)
	}
}

func TestUnmarshalText(t *testing.T) {
	for _, text := range []string{"", "atan", "atan(", "atan(2)", "atan(2, 0, 0", "atan(2, 0, 0)x", "ATAN(2, 0, 0)", "custom(0, 0, 0)", "atan(2, 0, -1)"} {
		if f := surrogate.ATan(7); f.UnmarshalText([]byte(text)) == nil || f.K != 7 {
			t.Errorf("%q is read as %v", text, f)
		}
	}
}

func FuzzUnmarshalText(f *testing.F) {
	f.Add("atan(2, 0, 0)")
	f.Add("sso(1e-3, NaN, 18446744073709551615)")
	f.Fuzz(func(t *testing.T, text string) {
		var s surrogate.Func
		if s.UnmarshalText([]byte(text)) != nil {
			return
		}
		if again, err := s.MarshalText(); err != nil || string(again) != text {
			t.Errorf("%q comes back as %q, %v", text, again, err)
		}
	})
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		f    surrogate.Func
		kind error
	}{
		{surrogate.ATan(1e300), argument.ErrNotFinite}, {surrogate.ATan(1e-300), argument.ErrRange}, {surrogate.ATan(0), argument.ErrRange}, {surrogate.ATan(math.NaN()), argument.ErrNotFinite}, {surrogate.FastSigmoid(-1), argument.ErrRange},
		{surrogate.SFS(25, math.Inf(1)), argument.ErrNotFinite}, {surrogate.SpikeRateEscape(0, 1), argument.ErrRange},
		{surrogate.Custom(nil), argument.ErrOption}, {surrogate.Func{Kind: -1}, argument.ErrRange}, {surrogate.Func{Kind: 99}, argument.ErrRange},
	} {
		if err := c.f.Check(); !errors.Is(err, c.kind) {
			t.Errorf("%v: %v", c.f, err)
		}
	}
	if surrogate.Kind(99).String() != "Kind(99)" {
		t.Error(surrogate.Kind(99))
	}
}

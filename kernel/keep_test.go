package kernel_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel"
)

// TestOutside computes at each call, because a program that is no cell keeps nothing.
func TestOutside(t *testing.T) {
	t.Setenv("GONB_TMP_DIR", t.TempDir()) // as in a program that a cell starts
	calls := 0
	for range 2 {
		v, err := kernel.TryKeep("outside", func() (int, error) { calls++; return calls, nil })
		if v != calls || err != nil {
			t.Errorf("got %d, %v", v, err)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
	if _, err := kernel.Kept(); err == nil {
		t.Error("Kept: no error")
	}
	if kernel.Forget("x") == nil || kernel.ForgetAll() == nil {
		t.Error("Forget: no error")
	}
}

func TestArguments(t *testing.T) {
	one := func() (int, error) { return 1, nil }
	type hidden struct{ _ int }
	for _, c := range []struct {
		call func() error
		kind error
	}{
		{func() error { _, err := kernel.TryKeep("", one); return err }, kernel.ErrName},
		{func() error { _, err := kernel.TryKeep("../x", one); return err }, kernel.ErrName},
		{func() error { _, err := kernel.TryKeep(strings.Repeat("x", 101), one); return err }, kernel.ErrName},
		{func() error { _, err := kernel.TryKeep[int]("x", nil); return err }, kernel.ErrValue},
		{func() error { _, err := kernel.TryKeep("x", one, nil); return err }, kernel.ErrOption},
		{func() error { _, err := kernel.TryKeep("x", func() (func(), error) { return nil, nil }); return err }, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() ([]chan int, error) { return nil, nil })
			return err
		}, kernel.ErrValue},
		{func() error { _, err := kernel.TryKeep("x", func() (any, error) { return nil, nil }); return err }, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() (hidden, error) { return hidden{}, nil })
			return err
		}, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() (ts.Tensor, error) { return ts.Tensor{}, nil })
			return err
		}, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() (map[*ts.Tensor]int, error) { return nil, nil })
			return err
		}, kernel.ErrValue},
	} {
		err := c.call()
		var arg *kernel.ArgError
		if !errors.Is(err, c.kind) || !errors.As(err, &arg) || !strings.HasPrefix(err.Error(), "kernel.TryKeep: ") {
			t.Errorf("error %v, want an ArgError of kind %v", err, c.kind)
		}
	}
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, kernel.ErrName) {
			t.Errorf("Keep panics with %v, want ErrName", err)
		}
	}()
	kernel.Keep("a b", one)
}

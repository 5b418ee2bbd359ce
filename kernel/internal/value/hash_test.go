package value_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/value"
)

func sumOf(t *testing.T, v any) string {
	t.Helper()
	h := sha256.New()
	if err := value.Hash(h, v); err != nil {
		t.Errorf("%T %v: %v", v, v, err)
	}
	return string(h.Sum(nil))
}

// TestHash makes sure that different values have different hashes, and equal ones equal hashes.
func TestHash(t *testing.T) {
	type point struct{ X, y int }
	one, two := 1, 2
	now := time.Now()
	seen := map[string]int{}
	for i, v := range []any{
		nil, 0, 1, int64(1), uint8(1), 1.0, float32(1), true, "1", "a", "", []string{"a", "b"}, []string{"ab"}, []string{}, [2]int{1, 2}, [1]int{1},
		point{1, 2}, point{2, 1}, &one, &two, (*int)(nil), map[string]int{"a": 1, "b": 2}, map[string]int{"a": 2, "b": 1}, []any{1, "1"}, []any{"1", 1},
		complex(1, 2), now, now.Add(1), time.Second, tensorOf(t, 0, 2, 3), tensorOf(t, 0, 3, 2), tensorOf(t, 1, 2, 3), []*ts.Tensor{tensorOf(t, 0, 2, 3)},
	} {
		sum := sumOf(t, v)
		if j, twice := seen[sum]; twice {
			t.Errorf("values %d and %d have one hash", j, i)
		}
		seen[sum] = i
		if sumOf(t, v) != sum {
			t.Errorf("value %d has two hashes", i)
		}
	}
	for _, make := range []func() any{
		func() any { return tensorOf(t, 0, 2, 3) },
		func() any { return map[int]int{1: 1, 2: 2, 3: 3} },
		func() any { return &[]int{1} },
	} {
		if a, b := sumOf(t, make()), sumOf(t, make()); a != b {
			t.Errorf("equal values of type %T have different hashes", make())
		}
	}
}

func TestHashErrors(t *testing.T) {
	type ring struct{ next *ring }
	loop := &ring{}
	loop.next = loop
	dropped := tensorOf(t, 0, 2)
	dropped.MustDrop()
	for _, v := range []any{func() {}, make(chan int), []func(){nil}, loop, dropped, (*ts.Tensor)(nil), map[string]any{"a": func() {}}} {
		if err := value.Hash(sha256.New(), v); err == nil {
			t.Errorf("%T: no error", v)
		}
	}
}

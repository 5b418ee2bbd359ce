package kernel

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sugarme/gotch/ts"
)

func inputHash(t *testing.T, nb *notebook, o Option) (string, []string, error) {
	t.Helper()
	h := sha256.New()
	labels, err := o.add("Keep", h, nb)
	return fmt.Sprintf("%x", h.Sum(nil)), labels, err
}

// TestInputValues makes sure that different values have different hashes, and equal ones equal hashes.
func TestInputValues(t *testing.T) {
	type point struct{ X, y int }
	one, two := 1, 2
	now := time.Now()
	seen := map[string]int{}
	for i, v := range []any{
		nil, 0, 1, int64(1), uint8(1), 1.0, float32(1), true, "1", "a", "", []string{"a", "b"}, []string{"ab"}, []string{}, [2]int{1, 2}, [1]int{1},
		point{1, 2}, point{2, 1}, &one, &two, (*int)(nil), map[string]int{"a": 1, "b": 2}, map[string]int{"a": 2, "b": 1}, []any{1, "1"}, []any{"1", 1},
		complex(1, 2), now, now.Add(1), time.Second, tensorOf(t, 0, 2, 3), tensorOf(t, 0, 3, 2), tensorOf(t, 1, 2, 3), []*ts.Tensor{tensorOf(t, 0, 2, 3)},
	} {
		sum, labels, err := inputHash(t, nil, Input(v))
		if err != nil || len(labels) != 1 || labels[0] == "" && v != "" {
			t.Errorf("%T %v: labels %q, %v", v, v, labels, err)
		}
		if j, twice := seen[sum]; twice {
			t.Errorf("values %d and %d have one hash", j, i)
		}
		seen[sum] = i
		if again, _, _ := inputHash(t, nil, Input(v)); again != sum {
			t.Errorf("value %d has two hashes", i)
		}
	}
	a, _, _ := inputHash(t, nil, Input(tensorOf(t, 0, 2, 3)))
	b, _, _ := inputHash(t, nil, Input(tensorOf(t, 0, 2, 3)))
	c, _, _ := inputHash(t, nil, Input(map[int]int{1: 1, 2: 2, 3: 3}, &[]int{1}))
	d, _, _ := inputHash(t, nil, Input(map[int]int{3: 3, 2: 2, 1: 1}, &[]int{1}))
	if a != b || c != d {
		t.Error("equal values have different hashes")
	}
}

func TestInputErrors(t *testing.T) {
	type ring struct{ next *ring }
	loop := &ring{}
	loop.next = loop
	dropped := tensorOf(t, 0, 2)
	dropped.MustDrop()
	for _, v := range []any{func() {}, make(chan int), []func(){nil}, loop, dropped, (*ts.Tensor)(nil), map[string]any{"a": func() {}}} {
		_, _, err := inputHash(t, nil, Input(v))
		var arg *ArgError
		if !errors.Is(err, ErrValue) || !errors.As(err, &arg) {
			t.Errorf("%T: error %v, want ErrValue", v, err)
		}
	}
}

func TestInputFiles(t *testing.T) {
	nb := &notebook{store: openStore(t)}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.csv", "1")
	write("sub/b.csv", "2")
	sum := func() string {
		t.Helper()
		s, _, err := inputHash(t, nb, InputFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	sums := []string{sum(), sum()}
	write("sub/b.csv", "3") // at once, with the same size
	sums = append(sums, sum())
	write("sub/c.csv", "4")
	sums = append(sums, sum())
	if sums[0] != sums[1] || sums[1] == sums[2] || sums[2] == sums[3] {
		t.Errorf("hashes %q: want the first two equal, the others not", sums)
	}
	if _, _, err := inputHash(t, nb, InputFile(filepath.Join(dir, "none"))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want os.ErrNotExist", err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "a.csv"), link); err != nil {
		t.Fatal(err)
	}
	before, _, err := inputHash(t, nb, InputFile(link))
	if err != nil {
		t.Fatal(err)
	}
	write("a.csv", "5")
	if after, _, _ := inputHash(t, nb, InputFile(link)); after == before {
		t.Error("the file behind a link changed, but not the hash")
	}
}

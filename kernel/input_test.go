package kernel

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gosnn/kernel/internal/store"
)

func inputHash(t *testing.T, nb *notebook, o Option) (string, []string, error) {
	t.Helper()
	h := sha256.New()
	labels, err := o.add(h, nb)
	return fmt.Sprintf("%x", h.Sum(nil)), labels, err
}

func TestInput(t *testing.T) {
	long := strings.Repeat("x", 50)
	sum, labels, err := inputHash(t, nil, Input(1, 0.5, long, []int{1}, time.Second))
	if want := []string{"1", "0.5", long[:39] + "…", "[]int", "1s"}; !slices.Equal(labels, want) || err != nil {
		t.Errorf("labels %q, %v, want %q", labels, err, want)
	}
	if other, _, _ := inputHash(t, nil, Input(1, 0.5, long, []int{2}, time.Second)); other == sum {
		t.Error("other values have the same hash")
	}
	_, _, err = inputHash(t, nil, Input(1, func() {}))
	var arg *ArgError
	if !errors.Is(err, ErrValue) || !errors.As(err, &arg) || arg.Arg != "Input 2" {
		t.Errorf("error %v, want an ErrValue about Input 2", err)
	}
}

func TestInputFiles(t *testing.T) {
	s, err := store.Open(store.Config{Dir: t.TempDir(), Notebook: "n", Limit: store.DefaultLimit})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	nb := &notebook{store: s}
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
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := inputHash(t, nb, InputFile(pipe)); err == nil {
		t.Error("a pipe is taken for a file")
	}
}

package kernel

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"gosnn/kernel/internal/store"
)

// TestNoRoom writes values to a store that has no room for them. That is no fault of the values: Keep is to give what was computed,
// and does where the error is not ErrValue.
func TestNoRoom(t *testing.T) {
	small := func() *store.Store {
		s, err := store.Open(store.Config{Root: t.TempDir(), Notebook: "n", Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	_, tensorErr := keepAndLoad(t, small(), tensorOf(t, 0, 1000))
	_, sliceErr := keepAndLoad(t, small(), make([]float64, 1000))
	_, mixedErr := keepAndLoad(t, small(), layer{tensorOf(t, 0, 1000), 0.5})
	text := strings.Repeat("spike", 1000)
	_, textErr := keepAndLoad(t, small(), &text)
	for what, err := range map[string]error{"tensor": tensorErr, "slice": sliceErr, "struct": mixedErr, "text": textErr} {
		if !errors.Is(err, store.ErrTooLarge) || errors.Is(err, ErrValue) {
			t.Errorf("%s: error %v, want ErrTooLarge alone", what, err)
		}
	}
}

func TestCure(t *testing.T) {
	write := func(errno syscall.Errno) error {
		return &fs.PathError{Op: "write", Path: "/home/ada/.cache/x", Err: errno}
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{storeError{write(syscall.ENOSPC)}, "a folder on a larger disk"},
		{storeError{write(syscall.EDQUOT)}, "kernel.ForgetAll() or free some space"},
		{storeError{write(syscall.EROFS)}, "set GOSNN_KEEP_DIR to a folder that you may write to"},
		{storeError{write(syscall.EACCES)}, "set GOSNN_KEEP_DIR to a folder that you may write to"},
		{storeError{store.ErrTooLarge}, "GOSNN_KEEP_LIMIT"},
		{write(syscall.EACCES), ""}, // of the notebook's code
		{errNotKept, ""},
	} {
		if got := cure(c.err); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}

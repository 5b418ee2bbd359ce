package kernel

import (
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"gosnn/kernel/internal/store"
)

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
		{storeError{write(syscall.EROFS)}, "set GOSNN_KEEP_DIR to a folder of your own"},
		{storeError{write(syscall.EACCES)}, "set GOSNN_KEEP_DIR to a folder of your own"},
		{storeError{store.ErrTooLarge}, "GOSNN_KEEP_LIMIT"},
		{write(syscall.EACCES), ""}, // of the notebook's code
		{errNotKept, ""},
	} {
		if got := cure(c.err); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}

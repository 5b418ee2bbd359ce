package kernel

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"gosnn/kernel/internal/store"
)

// say reports, once in a cell, why values are not kept, and what to do.
func (nb *notebook) say(name string, err error) {
	nb.mu.Lock()
	defer nb.mu.Unlock()
	if nb.said {
		return
	}
	nb.said = true
	if !errors.Is(err, errNotKept) {
		err = fmt.Errorf("%w: %w", errNotKept, err)
	}
	line := fmt.Sprintf("kernel.Keep: %s: %v", name, err)
	if do := cure(err); do != "" {
		line += ". What to do: " + do
	}
	fmt.Fprintln(os.Stderr, line)
}

// storeError is an error of the store: its disk or its folder, not the notebook's code.
type storeError struct{ error }

func (e storeError) Unwrap() error { return e.error }

// cure returns what to do about an error of the store; "" for other errors.
func cure(err error) string {
	const elsewhere = "set GOSNN_KEEP_DIR to a folder %s, in the kernel's environment or by %%env before the first cell that keeps a value"
	var of storeError
	switch {
	case !errors.As(err, &of):
		return ""
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return "kernel.ForgetAll() or free some space; or " + fmt.Sprintf(elsewhere, "on a larger disk")
	case errors.Is(err, store.ErrTooLarge):
		return "set GOSNN_KEEP_LIMIT to a larger size, such as 8GiB"
	}
	return fmt.Sprintf(elsewhere, "of your own")
}

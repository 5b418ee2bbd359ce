package hot

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Test runs programs that exercise what is hard in linking both ways. If they differ, hot cells cannot be trusted here.
func (h *Host) Test() error {
	programs, err := sources.ReadDir("selftest")
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "gosnn-hot-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	t, err := h.Trial(filepath.Join(scratch, "notebook"))
	if err != nil {
		return err
	}
	defer h.Sleep(t.dir)
	for _, p := range programs {
		text, err := sources.ReadFile("selftest/" + p.Name())
		if err != nil {
			return err
		}
		if err := t.Compare(text); err != nil {
			return fmt.Errorf("self-test: %s: %w", p.Name(), err)
		}
	}
	return nil
}

// State says whether cells are hot, and why not.
func (k Kernel) State() (text string, err error) {
	if why := k.Reason(); why != "" {
		return "off: " + why, nil
	}
	h, err := k.Find()
	if errors.Is(err, ErrNone) {
		h, err = k.Make() // and tests it
	} else if err == nil {
		err = h.Test()
	}
	if err != nil {
		return "", err
	}
	return "on, " + h.Dir, nil
}

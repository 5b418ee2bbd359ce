package gocmd

import (
	"errors"
	"os"

	"gosnn/kernel/host/hot"
)

// hotKernel is this kernel as hot cells depend on it.
func (c Command) hotKernel() hot.Kernel { return hot.Kernel{Go: c.Go, Home: c.Home, Root: c.Module} }

// admit returns the program in this process's folder if it is to be a hot cell, and the host for it.
func (c Command) admit() (*hot.Host, *hot.Cell, error) {
	h, err := c.host()
	if err != nil {
		return nil, nil, err
	}
	here, err := os.Getwd()
	if err != nil {
		return nil, nil, err
	}
	cell, err := h.Admit(here)
	return h, cell, err
}

// host is the host for what cells import now. If there is none, one is made beside: the next cells may find it.
func (c Command) host() (*hot.Host, error) {
	k := c.hotKernel()
	if why := k.Reason(); why != "" || c.Stub == "" {
		return nil, errors.New("not hot: " + why)
	}
	h, err := k.Find()
	if errors.Is(err, hot.ErrNone) {
		k.MakeLater()
	}
	return h, err
}

// hot builds the program as a hot cell. An error says that it is to be built the ordinary way.
func (c Command) hot(program string) error {
	h, cell, err := c.admit()
	if err != nil {
		return err
	}
	if wrong := c.torch(); wrong != "" {
		return errOrdinary
	}
	if err := h.Build(cell, program); err != nil {
		return err
	}
	return h.Wake(cell.Dir, os.Getppid())
}

// wake gets a zygote ready, for the first cell of the notebook in this process's folder.
func (c Command) wake() {
	if h, err := c.host(); err == nil {
		if here, err := os.Getwd(); err == nil {
			_ = h.Wake(here, os.Getppid()) // the first cell tries again
		}
	}
}

package gocmd

import (
	"errors"
	"os"

	"gosnn/kernel/host/hot"
)

// hotKernel is this kernel as hot cells depend on it.
func (c Command) hotKernel() hot.Kernel { return hot.Kernel{Go: c.Go, Home: c.Home, Root: c.Module} }

// host is the host for what the cells of a folder import now. If there is none, one is made beside: the next cells may find it.
func (c Command) host(here string) (*hot.Host, error) {
	k := c.hotKernel()
	if why := k.Reason(); why != "" || c.Stub == "" {
		return nil, errors.New("not hot: " + why)
	}
	h, err := k.FindFor(here)
	if errors.Is(err, hot.ErrNone) {
		k.MakeLater()
	}
	return h, err
}

// hot builds the program as a hot cell. An error says that it is to be built the ordinary way.
func (c Command) hot(program string) error {
	if why := c.hotKernel().Reason(); why != "" {
		return errors.New("not hot: " + why)
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	// To find the host is to look at all that it is made of. Meanwhile the cell is built with the host of the one before.
	found := make(chan error, 1)
	var now *hot.Host
	go func() {
		var err error
		now, err = c.host(here)
		found <- err
	}()
	last, err := c.hotKernel().Last(here)
	if err == nil {
		err = c.buildHot(last, here, program)
	}
	if err := <-found; err != nil {
		return err
	}
	if last == nil || last.Dir != now.Dir {
		err = c.buildHot(now, here, program)
	}
	if err != nil {
		return err
	}
	return now.Wake(here, os.Getppid())
}

// buildHot builds the program in a folder against a host.
func (c Command) buildHot(h *hot.Host, dir, program string) error {
	cell, err := h.Admit(dir)
	if err != nil {
		return err
	}
	if c.torch() != "" {
		return errOrdinary
	}
	return h.Build(cell, program)
}

// nothingMissing reports whether all that the program imports is there, since it was in the host of the last hot cell.
func (c Command) nothingMissing() bool {
	if c.hotKernel().Reason() != "" {
		return false
	}
	here, err := os.Getwd()
	if err != nil {
		return false
	}
	h, err := c.hotKernel().Last(here)
	if err == nil {
		_, err = h.Admit(here)
	}
	return err == nil
}

// wake gets a zygote ready, for the first cell of the notebook in this process's folder.
func (c Command) wake() {
	here, err := os.Getwd()
	if err != nil {
		return
	}
	if h, err := c.host(here); err == nil {
		_ = h.Wake(here, os.Getppid()) // the first cell tries again
	}
}

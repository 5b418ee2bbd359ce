package dataset

import (
	"testing"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
)

func TestNilOption(t *testing.T) {
	d := squares(t, 2)
	for name, call := range map[string]func() error{
		"NewLoader":  func() error { _, err := NewLoader(d, nil); return err },
		"Subset":     func() error { _, err := Subset(d, 1, nil); return err },
		"ValidSplit": func() error { _, err := ValidSplit(d, 0.5, nil); return err },
		"MNIST":      func() error { _, err := MNIST(nil); return err },
		"IdxFiles":   func() error { _, err := IdxFiles("", "", nil); return err },
	} {
		tensortest.WantError(t, nil, call(), "dataset."+name, "option", argument.ErrOption)
	}
}

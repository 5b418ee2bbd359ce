package kernel

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sugarme/gotch"

	"gosnn/kernel/internal/store"
	"gosnn/snn/tensormem"
)

// State relates a kept value to the running cell.
type State string

// The states of a kept value.
const (
	Current State = "current" // what the cell's code computes
	Older   State = "older"   // what the code of the name computed before it was changed
	Unused  State = "unused"  // the cell does not keep a value of this name, or not yet
)

// Value describes a kept value.
type Value struct {
	Name    string
	State   State
	Type    string        // Go's: "*ts.Tensor"
	Tensors []string      // element type and shape of each: "float32 [100 128 1 28 28]"
	Bytes   int64         // in files
	Made    time.Time     // when it was computed
	Took    time.Duration // how long that took
	Seed    string        // what its code passes to Seed, as written there, and the seeds that package snn drew: "drawn: 17"
	Cell    string        // the cell in the saved notebook, "In [5]", or else the declaration, "var spikeData"
	Kept    []string      // the kept values that it uses
	Uses    []string      // the notebook's other declarations that it uses, directly or not
	Inputs  []string      // values and files that it was declared to depend on
}

// errOutside is the error where there is nothing to list or forget.
var errOutside = errors.New("this program is not a cell of a notebook")

// Kept lists the notebook's kept values, the oldest first. [ShowKept] displays them.
func Kept() ([]Value, error) {
	nb, err := notebookFor("Kept")
	if err != nil {
		return nil, err
	}
	metas, err := nb.store.List()
	if err != nil {
		return nil, fmt.Errorf("kernel.Kept: %w", err)
	}
	nb.mu.Lock()
	defer nb.mu.Unlock()
	cells := readCells(notebookPath())
	variables := map[string]bool{} // that hold kept values
	for _, m := range metas {
		variables[strings.TrimPrefix(m.Decl, "var ")] = true
	}
	values := make([]Value, len(metas))
	for i, m := range metas {
		values[i] = Value{Name: m.Name, State: nb.state(m), Type: m.Type, Bytes: m.Bytes(), Made: m.Made, Took: m.Took, Seed: m.Seed,
			Cell: cells.keeping(m.Name, m.Decl), Kept: m.Keeps, Inputs: m.Inputs}
		for _, t := range m.Tensors {
			values[i].Tensors = append(values[i].Tensors, fmt.Sprintf("%s %v", tensormem.DTypeName(gotch.DType(t.DType)), t.Shape))
		}
		for _, name := range m.Uses {
			if !variables[name] {
				values[i].Uses = append(values[i].Uses, name)
			}
		}
	}
	return values, nil
}

func (nb *notebook) state(m *store.Meta) State {
	switch nb.keys[m.Name] {
	case m.Key:
		return Current
	case "":
		return Unused
	}
	return Older
}

// Forget removes the kept values with these names, those that older code computed included: the next cell computes them
// again. What this cell has mapped stays valid. If no value has one of the names, Forget fails with [ErrNone] and removes
// nothing.
func Forget(names ...string) error {
	nb, err := notebookFor("Forget")
	if err != nil {
		return err
	}
	if err := nb.store.Forget(names...); err != nil {
		return fmt.Errorf("kernel.Forget: %w", err)
	}
	return nil
}

// ForgetAll removes all of the notebook's kept values.
func ForgetAll() error {
	nb, err := notebookFor("ForgetAll")
	if err != nil {
		return err
	}
	if err := nb.store.ForgetAll(); err != nil {
		return fmt.Errorf("kernel.ForgetAll: %w", err)
	}
	return nil
}

// notebookFor returns the running cell's notebook, with a store.
func notebookFor(fn string) (*notebook, error) {
	nb := current()
	switch {
	case nb.outside:
		return nil, fmt.Errorf("kernel.%s: %w", fn, errOutside)
	case nb.store == nil:
		return nil, fmt.Errorf("kernel.%s: %w", fn, nb.off)
	}
	return nb, nil
}

// dependsOn returns what a value depends on, in words.
func (v *Value) dependsOn() string {
	return strings.Join(slices.Concat(v.Kept, v.Uses, v.Inputs), ", ")
}

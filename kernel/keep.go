package kernel

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"gosnn/kernel/internal/store"
	"gosnn/kernel/internal/value"
	"gosnn/snn/argument"
	"gosnn/snn/seed"
	"gosnn/snn/tensormem"
)

// Keep returns the value that compute returns, and stores it: later cells and later runs of the same notebook take it from
// there as long as nothing that it depends on has changed.
//
// The name is the value's own in the notebook: 1 to 100 letters, digits, _, -, + or dots. T may be *ts.Tensor; structs,
// slices, arrays, maps and pointers that hold tensors; and whatever encoding/gob takes. Tensors must be dense, on the CPU
// and of an element type that files hold; of one that requires a gradient the elements are kept, not its
// history. A struct must not have unexported fields, which would be lost.
//
// Options: [Input], [InputFile].
//
// The caller owns the tensors in the result. Each call maps them anew, copy-on-write: changes in place stay in the cell
// that makes them. The tensors that compute returned are left to gotch's finalizers.
//
// Keep panics with the error that [TryKeep] would return, since a package-level variable has nowhere else
// to put it. If the store cannot be used, or the cell's source changed while it was compiled, the
// value is computed, and a line on standard error says why it was not kept.
func Keep[T any](name string, compute func() (T, error), options ...Option) T {
	v, err := tryKeep("kernel.Keep", name, compute, options)
	if err != nil {
		panic(err)
	}
	return v
}

// TryKeep is [Keep] that returns errors: an *[ArgError] for a bad name or option, or a type that cannot be kept; [ErrTwice] if
// the notebook keeps another value under the name; [ErrCapture] if compute uses a function's parameter that
// is not declared as an [Input]; or what compute itself returned.
//
// Options: those of [Keep].
func TryKeep[T any](name string, compute func() (T, error), options ...Option) (T, error) {
	return tryKeep("kernel.TryKeep", name, compute, options)
}

func tryKeep[T any](fn, name string, compute func() (T, error), options []Option) (v T, err error) {
	id, err := identify(name, compute == nil, reflect.TypeFor[T](), options)
	if err != nil {
		return v, argument.In(fn, err)
	}
	if id == nil {
		return compute()
	}
	if id.load(&v) {
		return v, nil
	}
	unlock, err := id.nb.store.Lock(id.Name, id.Key)
	if err != nil {
		id.nb.say(name, storeError{err})
		return compute()
	}
	defer unlock()
	if id.load(&v) { // another cell was computing it
		return v, nil
	}
	start, mark := time.Now(), seed.Mark()
	if v, err = compute(); err != nil {
		return v, err
	}
	id.Took, id.Made = time.Since(start), start
	if seeds := seed.Since(mark); seeds != "" {
		id.Seed = strings.TrimPrefix(id.Seed+"; "+seeds, "; ")
	}
	switch err := id.save(v); {
	case errors.Is(err, ErrValue):
		return v, argument.In(fn, fmt.Errorf("%s: %w", name, err))
	case err != nil:
		id.nb.say(name, storeError{err})
		return v, nil
	}
	// What a later cell will get: mapped, and sharing nothing with other tensors.
	var kept T
	if id.load(&kept) {
		return kept, nil
	}
	return v, nil
}

// identify returns a value's identity; nil if this program keeps nothing. It reports that, except outside of cells.
func identify(name string, noCompute bool, t reflect.Type, options []Option) (*identity, error) {
	if err := checkArgs(name, noCompute, t, options); err != nil {
		return nil, err
	}
	firstMap()
	nb := current()
	if nb.outside {
		return nil, nil
	}
	id, err := nb.identify(name, options)
	if errors.Is(err, errNotKept) {
		nb.say(name, err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	id.Type = t.String()
	return id, nil
}

// firstMap gets libtorch ready while the key is found.
var firstMap = sync.OnceFunc(func() { go tensormem.FirstMap() })

// checkArgs checks the arguments of Keep before anything is done.
func checkArgs(name string, noCompute bool, t reflect.Type, options []Option) error {
	if err := store.CheckName(name); err != nil {
		return &ArgError{Arg: "name", Value: fmt.Sprintf("%q", name), Want: store.NameRule, Kind: ErrName}
	}
	if noCompute {
		return &ArgError{Arg: "compute", Value: "nil", Want: "a function", Kind: ErrValue}
	}
	if err := value.Check(t); err != nil {
		return &ArgError{Arg: "type", Value: t, Want: err.Error(), Kind: ErrValue}
	}
	if slices.Contains(options, nil) {
		return &ArgError{Arg: "option", Value: "nil", Want: "Input or InputFile", Kind: ErrOption}
	}
	return nil
}

// identity is a kept value's name and key, and what else is known before it is computed.
type identity struct {
	store.Meta
	nb *notebook
}

// load takes the value from the store into *v. It reports whether it was there.
func (id *identity) load(v any) bool {
	kept, err := id.nb.store.Get(id.Name, id.Key)
	if err != nil {
		id.nb.say(id.Name, storeError{err})
	}
	if kept == nil {
		return false
	}
	defer kept.Close()
	if kept.Type == id.Type && value.Decode(kept, reflect.ValueOf(v).Elem()) == nil {
		return true
	}
	id.nb.store.Remove(&kept.Meta) // another program has just removed a file of it, or another version wrote it
	return false
}

// save writes the value to the store.
func (id *identity) save(v any) error {
	draft, err := id.nb.store.New(id.Meta)
	if err != nil {
		return err
	}
	defer draft.Discard()
	tensors, err := value.Encode(draft, reflect.ValueOf(v))
	if err != nil {
		return err
	}
	return draft.Commit(tensors)
}

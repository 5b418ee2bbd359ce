package value

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
	"gosnn/snn/tensormem"
)

// maxDepth is how deep pointers, slices and structs may be nested. Rings, which have no end, are refused by it.
const maxDepth = 1000

// Encode writes a value as files of a draft: the elements of each tensor as they lie in memory, in a file of their own that can
// be mapped, and all else, in the order in which the value is walked, as one gob stream. It borrows the tensors. A value that
// files cannot hold is an [ErrValue]; other errors are the disk's.
func Encode(d *store.Draft, v reflect.Value) ([]store.Tensor, error) {
	e := &encoder{draft: d, number: map[*ts.Tensor]int{}}
	_, err := d.Add("value", func(w io.Writer) error {
		file := &errorWriter{w: w}
		e.gob = gob.NewEncoder(file)
		err := e.value(v, 0)
		if file.err != nil {
			return file.err // not the value's fault
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, x := range e.order {
		if err := e.tensor(i, x); err != nil {
			return nil, err
		}
	}
	return e.tensors, nil
}

// errorWriter remembers the error of a write, which encoding/gob returns like one of its own.
type errorWriter struct {
	w   io.Writer
	err error
}

func (w *errorWriter) Write(b []byte) (n int, err error) {
	n, err = w.w.Write(b)
	if err != nil {
		w.err = err
	}
	return n, err
}

type encoder struct {
	draft   *store.Draft
	gob     *gob.Encoder
	number  map[*ts.Tensor]int
	order   []*ts.Tensor
	tensors []store.Tensor
}

// value walks to the tensors; a part that cannot hold any is left to encoding/gob.
func (e *encoder) value(v reflect.Value, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: it is nested deeper than %d, or a ring", ErrValue, maxDepth)
	}
	t := v.Type()
	switch {
	case t == tensorPointer:
		return e.gob.Encode(e.refer(v.Interface().(*ts.Tensor)))
	case t.Kind() == reflect.Pointer: // gob has no nil
		if err := e.gob.Encode(!v.IsNil()); err != nil || v.IsNil() {
			return err
		}
		return e.value(v.Elem(), depth+1)
	case !holdsTensors(t):
		if recursive(t) && deeper(v, maxDepth-depth) {
			return e.value(v, maxDepth+1)
		}
		if err := e.gob.EncodeValue(v); err != nil {
			return fmt.Errorf("%w: %w", ErrValue, err)
		}
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if err := e.value(v.Field(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map:
		if err := e.length(v); err != nil {
			return err
		}
		for it := v.MapRange(); it.Next(); {
			if err := e.value(it.Key(), depth+1); err != nil {
				return err
			}
			if err := e.value(it.Value(), depth+1); err != nil {
				return err
			}
		}
		return nil
	default: // a slice or an array
		if err := e.length(v); err != nil {
			return err
		}
		for i := range v.Len() {
			if err := e.value(v.Index(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	}
}

// length writes the number of elements; -1 for nil.
func (e *encoder) length(v reflect.Value) error {
	if v.Kind() != reflect.Array && v.IsNil() {
		return e.gob.Encode(-1)
	}
	return e.gob.Encode(v.Len())
}

// refer numbers a tensor, from 1; nil is 0. A tensor that occurs twice is kept once.
func (e *encoder) refer(x *ts.Tensor) int {
	if x == nil {
		return 0
	}
	n, ok := e.number[x]
	if !ok {
		e.order = append(e.order, x)
		n = len(e.order)
		e.number[x] = n
	}
	return n
}

// tensor writes a tensor's elements.
func (e *encoder) tensor(i int, x *ts.Tensor) error {
	info, err := tensormem.Storable(x)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrValue, err)
	}
	entry := store.Tensor{File: -1, DType: int(info.DType), Shape: info.Shape, Grad: info.Grad}
	size, err := info.Bytes()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrValue, err)
	}
	if size > 0 {
		entry.File, err = e.draft.Add(strconv.Itoa(i), func(w io.Writer) error {
			return tensormem.Read(x, func(elements []byte) error {
				_, err := w.Write(elements)
				return err
			})
		})
		if errors.Is(err, tensormem.ErrMemory) {
			err = fmt.Errorf("%w: %w", ErrValue, err)
		}
		if err != nil {
			return err
		}
	}
	e.tensors = append(e.tensors, entry)
	return nil
}

// deeper reports whether a value's parts are nested deeper than a limit.
func deeper(v reflect.Value, limit int) bool {
	if limit < 0 {
		return true
	}
	switch v.Kind() {
	case reflect.Pointer:
		return !v.IsNil() && deeper(v.Elem(), limit-1)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if deeper(v.Index(i), limit-1) {
				return true
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if deeper(it.Key(), limit-1) || deeper(it.Value(), limit-1) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if deeper(v.Field(i), limit-1) {
				return true
			}
		}
	}
	return false
}

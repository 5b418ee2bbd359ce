package value

import (
	"encoding"
	"encoding/gob"
	"errors"
	"fmt"
	"reflect"

	"github.com/sugarme/gotch/ts"
)

var (
	tensorPointer = reflect.TypeFor[*ts.Tensor]()
	tensorStruct  = reflect.TypeFor[ts.Tensor]()
	gobEncoder    = reflect.TypeFor[gob.GobEncoder]()
	binary        = reflect.TypeFor[encoding.BinaryMarshaler]()
	text          = reflect.TypeFor[encoding.TextMarshaler]()
)

// encodesItself reports whether a type brings its own encoding, which encoding/gob uses.
func encodesItself(t reflect.Type) bool {
	for _, i := range []reflect.Type{gobEncoder, binary, text} {
		if t.Implements(i) || reflect.PointerTo(t).Implements(i) {
			return true
		}
	}
	return false
}

// Check reports what is wanted instead of a type whose values cannot be kept; nil if they can.
func Check(t reflect.Type) error { return check(t, map[reflect.Type]bool{}) }

func check(t reflect.Type, seen map[reflect.Type]bool) error {
	if seen[t] || t == tensorPointer {
		return nil
	}
	seen[t] = true
	if t == tensorStruct {
		return errors.New("*ts.Tensor, not ts.Tensor")
	}
	if encodesItself(t) {
		return nil
	}
	switch t.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Uintptr:
		return fmt.Errorf("no %s", t)
	case reflect.Interface:
		return fmt.Errorf("a concrete type instead of %s", t)
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return check(t.Elem(), seen)
	case reflect.Map:
		if holdsTensors(t.Key()) {
			return errors.New("no tensors as keys of a map")
		}
		return errors.Join(check(t.Key(), seen), check(t.Elem(), seen))
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() {
				return fmt.Errorf("only exported fields; %s of %s would be lost", f.Name, t)
			}
			if err := check(f.Type, seen); err != nil {
				return err
			}
		}
	}
	return nil
}

// holdsTensors reports whether values of a type can hold tensors.
func holdsTensors(t reflect.Type) bool { return reaches(t, tensorPointer, map[reflect.Type]bool{}) }

// recursive reports whether values of a type can hold values of the same type: lists, trees and rings.
func recursive(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return reaches(t.Elem(), t, map[reflect.Type]bool{}) || recursive(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if reaches(t.Field(i).Type, t, map[reflect.Type]bool{}) {
				return true
			}
		}
	}
	return false
}

// reaches reports whether a value of type t can hold one of the wanted type, or is one.
func reaches(t, wanted reflect.Type, seen map[reflect.Type]bool) bool {
	if t == wanted {
		return true
	}
	if seen[t] || t == tensorPointer {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return reaches(t.Elem(), wanted, seen)
	case reflect.Map:
		return reaches(t.Key(), wanted, seen) || reaches(t.Elem(), wanted, seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if reaches(t.Field(i).Type, wanted, seen) {
				return true
			}
		}
	}
	return false
}

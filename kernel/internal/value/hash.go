package value

import (
	"crypto/sha256"
	"encoding"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"strings"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// Hash writes a value to a hash so that different ones are written differently: numbers, strings, booleans, tensors by their
// elements, types that encode themselves as binary data or text, and structs, slices, arrays, maps and pointers of these. Its error
// says what is wanted instead of another one.
func Hash(h hash.Hash, v any) error {
	fmt.Fprintf(h, "%T ", v)
	return write(h, reflect.ValueOf(v), 0)
}

func write(h hash.Hash, v reflect.Value, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("values nested less than %d deep", maxDepth)
	}
	if !v.IsValid() {
		return say(h, "nil")
	}
	t := v.Type()
	switch {
	case t == tensorPointer && v.CanInterface():
		return writeTensor(h, v.Interface().(*ts.Tensor))
	case t == tensorStruct:
		return fmt.Errorf("*ts.Tensor, not ts.Tensor")
	case v.CanInterface() && (v.Kind() != reflect.Pointer || !v.IsNil()):
		if done, err := writeItself(h, v.Interface()); done {
			return err
		}
	}
	switch t.Kind() {
	case reflect.Bool:
		return say(h, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return say(h, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return say(h, v.Uint())
	case reflect.Float32, reflect.Float64:
		return say(h, v.Float())
	case reflect.Complex64, reflect.Complex128:
		return say(h, v.Complex())
	case reflect.String:
		return say(h, fmt.Sprintf("%q", v.String()))
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return say(h, "nil")
		}
		say(h, v.Elem().Type())
		return write(h, v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		say(h, v.Len())
		for i := range v.Len() {
			if err := write(h, v.Index(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	case reflect.Struct:
		for i := range v.NumField() {
			if err := write(h, v.Field(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map:
		return writeMap(h, v, depth)
	}
	return fmt.Errorf("no %s", t)
}

func say(h hash.Hash, x any) error {
	_, err := fmt.Fprintln(h, x)
	return err
}

// writeMap writes a map in the order of its entries' hashes.
func writeMap(h hash.Hash, v reflect.Value, depth int) error {
	var sums []string
	for it := v.MapRange(); it.Next(); {
		one := sha256.New()
		if err := write(one, it.Key(), depth+1); err != nil {
			return err
		}
		if err := write(one, it.Value(), depth+1); err != nil {
			return err
		}
		sums = append(sums, string(one.Sum(nil)))
	}
	slices.Sort(sums)
	return say(h, fmt.Sprintf("map %x", strings.Join(sums, "")))
}

func writeTensor(h hash.Hash, x *ts.Tensor) error {
	info, err := tensormem.Storable(x)
	if err != nil {
		return err
	}
	fmt.Fprintln(h, "tensor", info.Shape, int(info.DType))
	return tensormem.Read(x, func(elements []byte) error {
		_, err := h.Write(elements)
		return err
	})
}

// writeItself writes a value by its own encoding, if it has one.
func writeItself(h hash.Hash, v any) (done bool, err error) {
	var data []byte
	switch v := v.(type) {
	case encoding.BinaryMarshaler:
		data, err = v.MarshalBinary()
	case encoding.TextMarshaler:
		data, err = v.MarshalText()
	default:
		return false, nil
	}
	fmt.Fprintln(h, len(data))
	h.Write(data)
	return true, err
}

package value

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"reflect"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
	"gosnn/snn/tensormem"
)

// errFormat is the error for files that do not hold what their description says: another version wrote them.
var errFormat = errors.New("value: the files do not hold a value of this type")

// Decode reads what [Encode] has written into v, which can be set. The caller owns the tensors in it, which are mapped
// copy-on-write. After an error no tensor is left.
func Decode(m *store.Value, v reflect.Value) (err error) {
	if len(m.Files) == 0 {
		return errFormat
	}
	if v.Type() == tensorPointer && len(m.Tensors) == 1 { // nothing else to read
		x, err := open(m, m.Tensors[0])
		if err == nil {
			v.Set(reflect.ValueOf(x))
		}
		return err
	}
	f, err := m.Open(0)
	if err != nil {
		return err
	}
	defer f.Close()
	d := &decoder{files: m, gob: gob.NewDecoder(bufio.NewReader(f)), tensors: make([]*ts.Tensor, len(m.Tensors))}
	if err := d.value(v, 0); err != nil {
		for _, x := range d.tensors {
			if x != nil {
				x.MustDrop()
			}
		}
		v.SetZero()
		return err
	}
	return nil
}

type decoder struct {
	files   *store.Value
	gob     *gob.Decoder
	tensors []*ts.Tensor
}

// value mirrors encoder.value.
func (d *decoder) value(v reflect.Value, depth int) error {
	if depth > maxDepth {
		return errFormat
	}
	t := v.Type()
	switch {
	case t == tensorPointer:
		return d.tensor(v)
	case t.Kind() == reflect.Pointer:
		var there bool
		if err := d.gob.Decode(&there); err != nil || !there {
			return err
		}
		v.Set(reflect.New(t.Elem()))
		return d.value(v.Elem(), depth+1)
	case !holdsTensors(t):
		return d.gob.DecodeValue(v.Addr())
	}
	if t.Kind() == reflect.Struct {
		for i := range v.NumField() {
			if err := d.value(v.Field(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	var n int
	if err := d.gob.Decode(&n); err != nil || n < 0 { // -1 stands for nil
		return err
	}
	if int64(n) > d.files.Files[0].Size { // each element takes at least a byte
		return errFormat
	}
	switch t.Kind() {
	case reflect.Map:
		v.Set(reflect.MakeMapWithSize(t, n))
		for range n {
			key, elem := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			if err := d.value(key, depth+1); err != nil {
				return err
			}
			if err := d.value(elem, depth+1); err != nil {
				return err
			}
			v.SetMapIndex(key, elem)
		}
	default:
		if t.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(t, n, n))
		}
		if v.Len() != n {
			return errFormat
		}
		for i := range n {
			if err := d.value(v.Index(i), depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// tensor maps a tensor's elements.
func (d *decoder) tensor(v reflect.Value) error {
	var n int
	if err := d.gob.Decode(&n); err != nil || n == 0 {
		return err
	}
	if n < 0 || n > len(d.tensors) {
		return errFormat
	}
	if d.tensors[n-1] == nil {
		x, err := open(d.files, d.files.Tensors[n-1])
		if err != nil {
			return err
		}
		d.tensors[n-1] = x
	}
	v.Set(reflect.ValueOf(d.tensors[n-1]))
	return nil
}

func open(m *store.Value, t store.Tensor) (*ts.Tensor, error) {
	dtype := gotch.DType(t.DType)
	size, err := tensormem.Size(t.Shape, dtype)
	if err != nil {
		return nil, err
	}
	if t.File < 0 && size == 0 {
		return tensormem.Fill(t.Shape, dtype, func([]byte) error { return nil })
	}
	if t.File < 1 || t.File >= len(m.Files) || m.Files[t.File].Size != size {
		return nil, errFormat
	}
	f, err := m.Open(t.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// libtorch takes a path. This one leads to the open file, whatever has become of its name.
	return tensormem.Map(fmt.Sprintf("/dev/fd/%d", f.Fd()), t.Shape, dtype, t.Grad)
}

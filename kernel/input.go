package kernel

import (
	"crypto/sha256"
	"encoding"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
	"gosnn/snn/tensormem"
)

// Option declares what a kept value depends on besides the notebook's code.
type Option struct {
	// add writes it to the hash that the key is made of, and says it in words.
	add func(fn string, h hash.Hash, nb *notebook) (labels []string, err error)
}

// Input declares that a kept value depends on these values, which only the running program knows: a function's parameters, the
// day, what an environment variable holds. They may be numbers, strings, booleans, tensors (by their
// elements), types that encode themselves as binary data or text (such as time.Time), and structs, slices,
// arrays, maps and pointers of these; others make [TryKeep] return an [ErrValue].
//
//	func spikes(gain float64) *ts.Tensor {
//		return kernel.Keep(fmt.Sprint("spikes", gain), func() (*ts.Tensor, error) {
//			return snn.Rate(images, snn.NumSteps(100), snn.Gain(gain), snn.Seed(42))
//		}, kernel.Input(gain))
//	}
func Input(values ...any) Option {
	return Option{func(fn string, h hash.Hash, nb *notebook) (labels []string, err error) {
		for i, v := range values {
			fmt.Fprintf(h, "input %T ", v)
			if err := hashValue(h, reflect.ValueOf(v), 0); err != nil {
				return nil, &ArgError{fn, fmt.Sprintf("Input %d", i+1), fmt.Sprintf("a %T", v), err.Error(), ErrValue}
			}
			labels = append(labels, label(v))
		}
		return labels, nil
	}}
}

// InputFile declares that a kept value depends on the content of these files, and of all files in those that are folders.
func InputFile(paths ...string) Option {
	return Option{func(fn string, h hash.Hash, nb *notebook) ([]string, error) {
		for _, path := range paths {
			err := filepath.WalkDir(path, func(file string, e os.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				sum, err := nb.fileSum(file)
				fmt.Fprintf(h, "file %q %x\n", file, sum)
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("kernel.%s: InputFile: %w", fn, err)
			}
		}
		return paths, nil
	}}
}

// fileSum hashes a file, or remembers the hash if the file is as it was.
func (nb *notebook) fileSum(path string) ([]byte, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	stamp, changed, err := store.Stamp(abs)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("file-%x", sha256.Sum256(fmt.Appendf(nil, "%s\n%x", abs, stamp)))
	if sum, ok := nb.store.Load(key); ok && len(sum) == sha256.Size {
		return sum, nil
	}
	f, err := os.Open(abs)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	sum := h.Sum(nil)
	again, _, err := store.Stamp(abs)
	if err == nil && slices.Equal(stamp, again) && time.Since(changed) > 2*time.Second {
		nb.store.Store(key, sum) // the times of a file that is being changed do not tell its states apart
	}
	return sum, nil
}

// hashValue writes a value so that different ones are written differently.
func hashValue(h hash.Hash, v reflect.Value, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("values nested less than %d deep", maxDepth)
	}
	if !v.IsValid() {
		return say(h, "nil")
	}
	t := v.Type()
	switch {
	case t == tensorPointer && v.CanInterface():
		return hashTensor(h, v.Interface().(*ts.Tensor))
	case t == tensorStruct:
		return fmt.Errorf("*ts.Tensor, not ts.Tensor")
	case v.CanInterface() && (v.Kind() != reflect.Pointer || !v.IsNil()):
		if done, err := hashItself(h, v.Interface()); done {
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
		return hashValue(h, v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		say(h, v.Len())
		for i := range v.Len() {
			if err := hashValue(h, v.Index(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	case reflect.Struct:
		for i := range v.NumField() {
			if err := hashValue(h, v.Field(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map:
		return hashMap(h, v, depth)
	}
	return fmt.Errorf("no %s", t)
}

func say(h hash.Hash, x any) error {
	_, err := fmt.Fprintln(h, x)
	return err
}

// hashMap writes a map in the order of its entries' hashes.
func hashMap(h hash.Hash, v reflect.Value, depth int) error {
	var sums []string
	for it := v.MapRange(); it.Next(); {
		one := sha256.New()
		if err := hashValue(one, it.Key(), depth+1); err != nil {
			return err
		}
		if err := hashValue(one, it.Value(), depth+1); err != nil {
			return err
		}
		sums = append(sums, string(one.Sum(nil)))
	}
	slices.Sort(sums)
	return say(h, fmt.Sprintf("map %x", strings.Join(sums, "")))
}

func hashTensor(h hash.Hash, x *ts.Tensor) error {
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

// hashItself writes a value by its own encoding, if it has one.
func hashItself(h hash.Hash, v any) (done bool, err error) {
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

// label names an input in the listing, in at most 40 characters.
func label(v any) string {
	switch v := v.(type) {
	case *ts.Tensor:
		info, _ := tensormem.Storable(v)
		return fmt.Sprintf("tensor %v", info.Shape)
	case bool, int, int64, uint64, float32, float64, string, time.Time, time.Duration:
		s := []rune(fmt.Sprint(v))
		if len(s) > 40 {
			return string(s[:39]) + "…"
		}
		return string(s)
	}
	return fmt.Sprintf("%T", v)
}

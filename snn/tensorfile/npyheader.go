package tensorfile

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sugarme/gotch"

	"gosnn/snn/tensormem"
)

// npyHeader is what a .npy file says about its array. Format:
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
type npyHeader struct {
	dtype   gotch.DType
	wide    gotch.DType // that of the tensor, where libtorch does not have the file's: int32 for uint16
	size    int         // bytes of an unsigned number in the file, or 0
	swapped bool        // the elements are big-endian
	fortran bool        // the first index changes fastest
	shape   []int64
}

const npyMagic = "\x93NUMPY"

// maxHeader is longer than any header of a plain array; NumPy itself refuses those above 10,000 bytes.
const maxHeader = 64 << 10

// npyTypes are NumPy's names of element types, without the byte order.
var npyTypes = map[string]gotch.DType{"b1": gotch.Bool, "u1": gotch.Uint8, "i1": gotch.Int8, "i2": gotch.Int16, "i4": gotch.Int,
	"i8": gotch.Int64, "f2": gotch.Half, "f4": gotch.Float, "f8": gotch.Double, "c8": gotch.ComplexFloat, "c16": gotch.ComplexDouble}

// unsigned are the element types that libtorch 2.1 does not have, and those that hold their values.
var unsigned = map[string]gotch.DType{"u2": gotch.Int, "u4": gotch.Int64, "u8": gotch.Int64}

// readNpyHeader reads the header, and not a byte more.
func readNpyHeader(r io.Reader) (npyHeader, error) {
	var start [8]byte
	if n, err := io.ReadFull(r, start[:]); err != nil || string(start[:6]) != npyMagic {
		return npyHeader{}, notNpy(start[:n])
	}
	size := uint32(0)
	switch start[6] {
	case 1:
		var n [2]byte
		if _, err := io.ReadFull(r, n[:]); err != nil {
			return npyHeader{}, damaged("the header ends early")
		}
		size = uint32(binary.LittleEndian.Uint16(n[:]))
	case 2, 3:
		var n [4]byte
		if _, err := io.ReadFull(r, n[:]); err != nil {
			return npyHeader{}, damaged("the header ends early")
		}
		size = binary.LittleEndian.Uint32(n[:])
	default:
		return npyHeader{}, damaged("version %d of the .npy format, want 1, 2 or 3", start[6])
	}
	if size > maxHeader {
		return npyHeader{}, damaged("a header of %d bytes, want at most %d", size, maxHeader)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r, text); err != nil {
		return npyHeader{}, damaged("the header ends early")
	}
	return parseNpyHeader(string(text))
}

// parseNpyHeader reads a Python dictionary with the keys descr, fortran_order and shape, in any order.
func parseNpyHeader(text string) (h npyHeader, err error) {
	p := &literal{rest: text}
	p.want("{")
	seen := map[string]bool{}
	for p.err == nil && !p.skip("}") {
		key := p.str()
		p.want(":")
		if seen[key] {
			return h, damaged("the header has %s twice", key)
		}
		seen[key] = true
		switch key {
		case "descr":
			if strings.HasPrefix(p.blank(), "[") {
				return h, p.fields()
			}
			err = h.setType(p.str())
		case "fortran_order":
			h.fortran = p.boolean()
		case "shape":
			h.shape = p.tuple()
		default:
			p.fail("a key that is not known")
		}
		if p.err == nil && err != nil {
			return h, err
		}
		if !p.skip(",") && !strings.HasPrefix(p.blank(), "}") {
			p.fail("want , or }")
		}
	}
	switch {
	case p.err != nil:
		return h, p.err
	case p.blank() != "":
		return h, damaged("the header goes on behind its end")
	case len(seen) != 3:
		return h, damaged("the header lacks descr, fortran_order or shape")
	}
	if _, err := tensormem.Size(h.shape, h.wide); err != nil {
		return h, damaged("%v", err)
	}
	return h, nil
}

// setType takes NumPy's name of an element type: a byte order, and kind and size.
func (h *npyHeader) setType(descr string) error {
	if descr == "" {
		return damaged("the header names no element type")
	}
	order, name := descr[0], descr[1:]
	if !strings.ContainsRune("<>|=", rune(order)) {
		return foreign(descr)
	}
	h.swapped = order == '>'
	if dtype, ok := npyTypes[name]; ok {
		h.dtype, h.wide = dtype, dtype
		return nil
	}
	wide, ok := unsigned[name]
	if !ok {
		return foreign(descr)
	}
	h.size = int(name[1] - '0')
	h.dtype, h.wide = map[int]gotch.DType{2: gotch.Int16, 4: gotch.Int, 8: gotch.Int64}[h.size], wide
	return nil
}

// foreign says what an element type is that is no number, and what to do.
func foreign(descr string) error {
	kind := strings.TrimLeft(descr, "<>|=")
	what := "not one of numbers"
	switch {
	case strings.HasPrefix(kind, "O"):
		what = `Python objects, which are not read, as they can run code; in Python: numpy.save("x.npy", x.astype("float32"))`
	case strings.HasPrefix(kind, "U") || strings.HasPrefix(kind, "S") || strings.HasPrefix(kind, "a"):
		what = `strings; in Python give each a number: numpy.save("x.npy", numpy.unique(x, return_inverse=True)[1])`
	case strings.HasPrefix(kind, "M") || strings.HasPrefix(kind, "m"):
		what = `times; in Python: numpy.save("x.npy", x.astype("int64"))`
	case strings.HasPrefix(kind, "f") || strings.HasPrefix(kind, "c"):
		what = `numbers longer than libtorch's; in Python: numpy.save("x.npy", x.astype("float64"))`
	}
	return fmt.Errorf("%w: NumPy's %q, %s", ErrDType, descr, what)
}

// formatNpyHeader writes a header of version 1, padded so that the elements begin at a multiple of 64 bytes.
func formatNpyHeader(dtype gotch.DType, shape []int64) ([]byte, error) {
	name := ""
	for n, d := range npyTypes {
		if d == dtype {
			name = n
		}
	}
	if name == "" {
		return nil, fmt.Errorf("%w: %s in .npy", ErrDType, tensormem.DTypeName(dtype))
	}
	order := "<"
	if dtype.Size() == 1 {
		order = "|"
	}
	var dims strings.Builder
	for _, d := range shape {
		dims.WriteString(strconv.FormatInt(d, 10) + ", ")
	}
	tuple := "(" + strings.TrimSuffix(dims.String(), " ") + ")"
	if len(shape) > 1 {
		tuple = "(" + strings.TrimSuffix(dims.String(), ", ") + ")"
	}
	text := fmt.Sprintf("{'descr': '%s%s', 'fortran_order': False, 'shape': %s, }", order, name, tuple)
	pad := 63 - (len(npyMagic)+4+len(text))%64
	text += strings.Repeat(" ", pad) + "\n"
	if len(text) > maxHeader-1 {
		return nil, fmt.Errorf("%w: %d dimensions", ErrTensor, len(shape))
	}
	header := append([]byte(npyMagic), 1, 0)
	header = binary.LittleEndian.AppendUint16(header, uint16(len(text)))
	return append(header, text...), nil
}

package tensorfile

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
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

// literal reads the few kinds of Python literals that a header has. After an error all of its methods do nothing.
type literal struct {
	rest string
	err  error
}

func (p *literal) fail(what string) {
	if p.err == nil {
		p.err = damaged("the header is no dictionary as NumPy writes it: %s at %.20q", what, p.rest)
	}
}

// blank skips blanks and returns what follows.
func (p *literal) blank() string {
	p.rest = strings.TrimLeft(p.rest, " \t\n")
	return p.rest
}

func (p *literal) skip(token string) bool {
	after, ok := strings.CutPrefix(p.blank(), token)
	if ok && p.err == nil {
		p.rest = after
	}
	return ok
}

func (p *literal) want(token string) {
	if !p.skip(token) {
		p.fail("want " + token)
	}
}

func (p *literal) boolean() bool {
	switch {
	case p.skip("True"):
		return true
	case !p.skip("False"):
		p.fail("want True or False")
	}
	return false
}

// str reads a string without escapes.
func (p *literal) str() string {
	for _, quote := range []string{"'", `"`} {
		if !p.skip(quote) {
			continue
		}
		s, after, ok := strings.Cut(p.rest, quote)
		if !ok || strings.Contains(s, `\`) {
			p.fail("want a plain string")
			return ""
		}
		p.rest = after
		return s
	}
	p.fail("want a string")
	return ""
}

// fields reads the description of records, [('x', '<i2'), ('t', '<i8', (2,))], and returns the error that says what they are.
func (p *literal) fields() error {
	var names []string
	p.want("[")
	for p.err == nil && !p.skip("]") {
		p.want("(")
		if p.skip("(") { // ('title', 'name')
			p.str()
			p.want(",")
			names = append(names, p.str())
			p.want(")")
		} else {
			names = append(names, p.str())
		}
		for depth := 1; p.err == nil && depth > 0; { // the type, which may be records, too
			at := strings.IndexAny(p.rest, "()")
			if at < 0 {
				p.fail("want )")
				break
			}
			if p.rest[at] == '(' {
				depth++
			} else {
				depth--
			}
			p.rest = p.rest[at+1:]
		}
		p.skip(",")
	}
	if p.err != nil {
		return p.err
	}
	const shown = 8
	list := strings.Join(names[:min(shown, len(names))], ", ")
	if len(names) > shown {
		list += ", ..."
	}
	example := "x"
	if len(names) > 0 {
		example = names[0]
	}
	return fmt.Errorf("%w: records of %d fields (%s), such as events; in Python save each field as an array of its own: numpy.save(%q, a[%q])",
		ErrDType, len(names), list, example+".npy", example)
}

// tuple reads (), (3,), (3, 4) with numbers that are not negative; Python 2 wrote 3L.
func (p *literal) tuple() []int64 {
	dims := []int64{}
	p.want("(")
	for p.err == nil && !p.skip(")") {
		text := p.blank()
		digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			p.fail("want a number")
			break
		}
		dims = append(dims, n)
		p.rest = strings.TrimPrefix(text[len(digits):], "L")
		if !p.skip(",") && !strings.HasPrefix(p.blank(), ")") {
			p.fail("want , or )")
		}
	}
	return slices.Clip(dims)
}

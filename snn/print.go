package snn

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// PyTorch's default print options (torch.set_printoptions).
const (
	printPrecision = 4    // digits after the point
	printThreshold = 1000 // elements beyond which a tensor is summarised
	printEdge      = 3    // elements shown at each end of a summarised dimension
	printWidth     = 80   // columns of a line
)

// Print writes a tensor and a newline to standard output, as [Sprint] gives it.
func Print(x *ts.Tensor) { fmt.Println(Sprint(x)) }

// Sprint returns a tensor as PyTorch prints it, of any shape and any element type but the complex and quantized
// ones: columns aligned, four digits after the point, and from 1001 elements on the first and last three of each
// dimension only:
//
//	tensor([[0.0000, 0.5000],
//	        [1.0000, 0.2500]])
//
// It is safe where gotch's own formatting is not: for scalars, large tensors, and what is no tensor, which is shown
// as tensor(<nil>) or tensor(<a dropped tensor>). Gradients are not shown. Source: torch.Tensor.__repr__.
func Sprint(x *ts.Tensor) string {
	p, err := newPrinter(x)
	if err != nil {
		what := err.Error()
		if arg := (*ArgError)(nil); errors.As(err, &arg) {
			what = fmt.Sprint(arg.Value)
		}
		return "tensor(<" + what + ">)"
	}
	defer p.Close()

	const prefix = "tensor("
	var notes []string
	if p.Device != tensormem.CPU {
		notes = append(notes, fmt.Sprintf("device='cuda:%d'", p.Device))
	}
	body := "[]"
	if p.Numel() == 0 {
		if len(p.Shape) != 1 {
			notes = append(notes, "size=("+joinInts(p.Shape)+")")
		}
	} else {
		body = p.block(0, 0, len(prefix))
	}
	if usual := p.DType == gotch.Float || p.Numel() > 0 && (p.DType == gotch.Int64 || p.DType == gotch.Bool); !usual {
		notes = append(notes, "dtype=torch."+tensormem.DTypeName(p.DType))
	}
	return addNotes(prefix+body, notes, len(prefix)) + ")"
}

// addNotes puts notes behind a tensor, each on the last line if it fits, as PyTorch does.
func addNotes(text string, notes []string, indent int) string {
	used := len(text) - strings.LastIndexByte(text, '\n') + 1
	for _, note := range notes {
		if used+len(note)+2 > printWidth {
			text += ",\n" + strings.Repeat(" ", indent) + note
			used = indent + len(note)
		} else {
			text += ", " + note
			used += len(note) + 2
		}
	}
	return text
}

// printer writes a tensor's elements, read where they lie.
type printer struct {
	*tensormem.View
	stride  []int64
	summary bool
	format  func(offset int64) string // element at an offset, in elements
	width   int                       // columns of one element
}

func newPrinter(x *ts.Tensor) (*printer, error) {
	v, err := tensormem.OpenStrided("x", x, 0)
	if err != nil {
		return nil, err
	}
	if v.DType == gotch.Half || v.DType == gotch.BFloat16 {
		if err := v.Convert(gotch.Float); err != nil {
			return nil, err
		}
	}
	p := &printer{View: v, stride: v.Strides(), summary: v.Numel() > printThreshold}
	if p.Numel() > 0 {
		p.choose()
	}
	return p, nil
}

// choose finds the format of the elements and the columns that they take.
func (p *printer) choose() {
	if !isFloat(p.DType) {
		p.format = func(at int64) string { return p.whole(at) }
		p.each(0, 0, func(at int64) { p.width = max(p.width, len(p.format(at))) })
		return
	}
	low, high, whole := math.Inf(1), 0.0, true // of what is neither zero, infinite nor NaN
	p.each(0, 0, func(at int64) {
		if x := p.float(at); x != 0 && x-x == 0 {
			low, high = min(low, math.Abs(x)), max(high, math.Abs(x))
			whole = whole && x == math.Trunc(x)
		}
	})
	verb, digits, point := byte('f'), printPrecision, ""
	switch {
	case high > 0 && (high/low > 1000 || high > 1e8 || !whole && low < 1e-4):
		verb = 'e'
	case whole:
		digits, point = 0, "."
	}
	p.format = func(at int64) string {
		switch x := p.float(at); {
		case math.IsNaN(x):
			return "nan"
		case math.IsInf(x, 0):
			return strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(x, 'f', -1, 64)), "+")
		default:
			return strconv.FormatFloat(x, verb, digits, 64) + point
		}
	}
	p.each(0, 0, func(at int64) {
		if x := p.float(at); x != 0 && x-x == 0 {
			p.width = max(p.width, len(p.format(at)))
		}
	})
}

// float is the element of a floating type at an offset.
func (p *printer) float(at int64) float64 {
	if p.DType == gotch.Double {
		return elementAt[float64](p, at)
	}
	return float64(elementAt[float32](p, at)) // of half types too: newPrinter converted them
}

// whole is the element of an integer or bool type at an offset.
func (p *printer) whole(at int64) string {
	switch p.DType {
	case gotch.Bool:
		if elementAt[uint8](p, at) != 0 {
			return "True"
		}
		return "False"
	case gotch.Uint8:
		return strconv.Itoa(int(elementAt[uint8](p, at)))
	case gotch.Int8:
		return strconv.Itoa(int(elementAt[int8](p, at)))
	case gotch.Int16:
		return strconv.Itoa(int(elementAt[int16](p, at)))
	case gotch.Int:
		return strconv.Itoa(int(elementAt[int32](p, at)))
	}
	return strconv.FormatInt(elementAt[int64](p, at), 10)
}

// elementAt reads an element of Go type T.
func elementAt[T any](p *printer, at int64) T {
	return *(*T)(unsafe.Add(p.Data(), at*int64(unsafe.Sizeof(*new(T)))))
}

// shown calls f with the indices of a dimension that are shown, and -1 for the gap in a summary.
func (p *printer) shown(dim int, f func(i int64)) {
	n := p.Shape[dim]
	for i := int64(0); i < n; i++ {
		if p.summary && n > 2*printEdge && i == printEdge {
			f(-1)
			i = n - printEdge
		}
		f(i)
	}
}

// each calls f with the offset of each element that is shown, from a dimension on.
func (p *printer) each(dim int, at int64, f func(at int64)) {
	if dim == len(p.Shape) {
		f(at)
		return
	}
	p.shown(dim, func(i int64) {
		if i >= 0 {
			p.each(dim+1, at+i*p.stride[dim], f)
		}
	})
}

// block writes the elements from a dimension on.
func (p *printer) block(dim int, at int64, indent int) string {
	left := len(p.Shape) - dim
	if left == 0 {
		return p.padded(at)
	}
	var parts []string
	p.shown(dim, func(i int64) {
		switch {
		case i >= 0:
			parts = append(parts, p.block(dim+1, at+i*p.stride[dim], indent+1))
		case left == 1:
			parts = append(parts, " ...")
		default:
			parts = append(parts, "...")
		}
	})
	margin := strings.Repeat(" ", indent+1)
	if left > 1 {
		return "[" + strings.Join(parts, ","+strings.Repeat("\n", left-1)+margin) + "]"
	}
	var text strings.Builder
	perLine := max(1, (printWidth-indent)/(p.width+2))
	for i, part := range parts {
		switch {
		case i == 0:
			text.WriteString("[")
		case i%perLine == 0:
			text.WriteString(",\n" + margin)
		default:
			text.WriteString(", ")
		}
		text.WriteString(part)
	}
	return text.String() + "]"
}

func (p *printer) padded(at int64) string { return fmt.Sprintf("%*s", p.width, p.format(at)) }

func joinInts(shape []int64) string {
	words := make([]string, len(shape))
	for i, n := range shape {
		words[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(words, ", ")
}

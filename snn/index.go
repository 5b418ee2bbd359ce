package snn

import (
	"fmt"
	"strconv"
	"strings"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Index returns the part x[at] of a tensor, at written as in Python: for each dimension an index, or a slice
// start:stop:step; "..." for as many whole dimensions as are left over. Indices from the end are negative. So of spikes
// [T x B x C x H x W], the first sample's first channel [T x H x W] is
//
//	sample, err := snn.Index(spikes, ":, 0, 0")
//
// The result is a view: it shares x's memory, which lives on until both are dropped. The caller owns it. An [ErrRange] refuses
// an index that is out of range or not understood, an [ErrShape] more of them than x has dimensions.
// Source: Python's and PyTorch's basic indexing.
func Index(x *ts.Tensor, at string) (part *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Index")
	info, err := tensormem.Check("x", x, 1)
	if err != nil {
		return nil, err
	}
	parts, err := parseIndex(at, info.Shape)
	if err != nil {
		return nil, err
	}
	y, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgAlias(out, tensormem.C(x)) }, x)
	dim := int64(0)
	for _, p := range parts {
		if err != nil {
			return nil, err
		}
		whole := y
		if p.single {
			y, err = tensormem.Make(func(out *lib.Ctensor) { lib.AtgSelect(out, tensormem.C(whole), dim, p.start) })
		} else {
			y, err = tensormem.Make(func(out *lib.Ctensor) { lib.AtgSlice(out, tensormem.C(whole), dim, p.start, 0, p.stop, 0, p.step) })
			dim++
		}
		whole.MustDrop()
	}
	return y, err
}

// indexPart is what to take of one dimension.
type indexPart struct {
	single            bool // the one at start, and the dimension goes
	start, stop, step int64
}

// parseIndex reads Python's notation for a tensor of the given shape.
func parseIndex(at string, shape []int64) ([]indexPart, error) {
	refuse := func(value, want string, kind error) ([]indexPart, error) {
		return nil, argument.New("at", strconv.Quote(value), want, kind)
	}
	fields := strings.Split(at, ",")
	rest := len(shape) - len(fields) // dimensions that the text does not name
	var parts []indexPart
	ellipsis := false
	for _, f := range fields {
		f = strings.TrimSpace(f)
		if f == "..." {
			if ellipsis {
				return refuse(at, `at most one "..."`, ErrRange)
			}
			ellipsis = true
			for range rest + 1 {
				parts = append(parts, indexPart{stop: shape[len(parts)], step: 1})
			}
			continue
		}
		if len(parts) == len(shape) {
			return refuse(at, fmt.Sprintf("at most %d indices for shape %v", len(shape), shape), ErrShape)
		}
		p, ok := parsePart(f, shape[len(parts)])
		if !ok {
			return refuse(f, fmt.Sprintf("an index from %d to %d, or a slice start:stop:step with step >= 1, of dimension %d",
				-shape[len(parts)], shape[len(parts)]-1, len(parts)), ErrRange)
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// parsePart reads an index or a slice of a dimension of size n.
func parsePart(f string, n int64) (indexPart, bool) {
	bounds := strings.Split(f, ":")
	if len(bounds) == 1 {
		i, err := strconv.ParseInt(f, 10, 64)
		if err != nil || i < -n || i >= n {
			return indexPart{}, false
		}
		return indexPart{single: true, start: (i + n) % n}, true
	}
	values := []int64{0, n, 1} // what an empty bound means
	if len(bounds) > len(values) {
		return indexPart{}, false
	}
	for i, b := range bounds {
		if b = strings.TrimSpace(b); b == "" {
			continue
		}
		v, err := strconv.ParseInt(b, 10, 64)
		if err != nil {
			return indexPart{}, false
		}
		if i < 2 { // Python cuts bounds to what there is
			if v < 0 {
				v += n
			}
			v = min(max(v, 0), n)
		}
		values[i] = v
	}
	return indexPart{start: values[0], stop: max(values[0], values[1]), step: values[2]}, values[2] >= 1
}

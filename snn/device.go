package snn

import (
	"fmt"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// toDevice moves out to a device, if it is not there, and drops it on an error.
func toDevice(fn string, out *ts.Tensor, device int32) (*ts.Tensor, error) {
	if device == tensormem.CPU {
		return out, nil
	}
	defer out.MustDrop()
	moved, err := newTensor(func(p *lib.Ctensor) { lib.AtgTo(p, ctensor(out), device) })
	if err != nil {
		return nil, fmt.Errorf("snn.%s: %w", fn, err)
	}
	return moved, nil
}

// onDevice makes the same spikes as run, by operations on tensors that any device has: data is the encoder's argument.
func (r rateLoop) onDevice(fn string, data *ts.Tensor, device int32, shape []int64, dtype gotch.DType) (*ts.Tensor, error) {
	const perChunk = 1 << 20 // elements: chunks keep the intermediates, of 8 bytes an element, small
	dims := append(shape[:len(shape):len(shape)], 0)
	out, err := newTensor(func(p *lib.Ctensor) { lib.AtgZeros(p, dims, len(shape), dtype.CInt(), device) })
	if err != nil {
		return nil, fmt.Errorf("snn.%s: %w", fn, err)
	}
	columns := chunks{r.n, max(1, min(r.n, perChunk))}
	rows := chunks{r.steps - r.first, max(1, perChunk/max(1, r.n))}
	for i := range rows.count() * columns.count() {
		t0, t1 := rows.bounds(i / columns.count())
		i0, i1 := columns.bounds(i % columns.count())
		var g tensorOps
		x := data
		if r.timeVar {
			x = g.part(g.reshape(x, r.steps-r.first, r.n), t0, t1, i0, i1)
		} else {
			x = g.part(g.reshape(x, 1, r.n), 0, 1, i0, i1)
		}
		spikes := g.notAbove(r.random.words(&g, device, r.first+t0, t1-t0, r.n0+uint64(i0), i1-i0), g.thresholds(x, r.gain, r.offset))
		to := g.part(g.reshape(out, r.steps, r.n), r.first+t0, r.first+t1, i0, i1)
		if g.err == nil {
			g.err = torch(func() { lib.AtCopy_(ctensor(to), ctensor(spikes)) })
		}
		g.free()
		if g.err != nil {
			out.MustDrop()
			return nil, fmt.Errorf("snn.%s: %w", fn, g.err)
		}
	}
	return out, nil
}

// words are the random words of steps from t on and elements from n on, [steps x elements] as int64, without their last bit.
// The product of two 32-bit numbers wraps round in int64, but keeps its bits.
func (r random) words(g *tensorOps, device int32, t, steps int, n uint64, elements int) *ts.Tensor {
	head := int(n % 4)
	blocks := (head + elements + 3) / 4
	block := g.addInt(g.reshape(g.count(blocks, device), 1, blocks), int64(n/4))
	c := [4]*ts.Tensor{g.low(block), g.high(block), g.addInt(g.reshape(g.count(steps, device), steps, 1), int64(t)),
		g.addInt(g.mulInt(block, 0), int64(r.stream))}
	key := r.key
	for range 10 {
		p0, p1 := g.mulInt(c[0], philoxM0), g.mulInt(c[2], philoxM1)
		c = [4]*ts.Tensor{g.xorInt(g.xor(g.high(p1), c[1]), int64(key[0])), g.low(p1),
			g.xorInt(g.xor(g.high(p0), c[3]), int64(key[1])), g.low(p0)}
		key[0] += philoxW0
		key[1] += philoxW1
	}
	words := g.part(g.reshape(g.stack(c), steps, 4*blocks), 0, steps, head, head+elements)
	return g.shift(words, 1)
}

// thresholds is spikeThreshold of x*gain + offset, as int64.
func (g *tensorOps) thresholds(x *ts.Tensor, gain, offset float64) *ts.Tensor {
	p := g.do(func(out *lib.Ctensor) { lib.AtgTotype(out, ctensor(x), gotch.Double.CInt()) })
	p = g.scalar(lib.AtsFloat(gain), func(out *lib.Ctensor, s lib.Cscalar) { lib.AtgMulScalar(out, ctensor(p), s) })
	p = g.scalar(lib.AtsFloat(offset), func(out *lib.Ctensor, s lib.Cscalar) { lib.AtgAddScalar(out, ctensor(p), s) })
	p = g.scalar(lib.AtsFloat(0), func(out *lib.Ctensor, s lib.Cscalar) { lib.AtgClampMin(out, ctensor(p), s) })
	p = g.scalar(lib.AtsFloat(1), func(out *lib.Ctensor, s lib.Cscalar) { lib.AtgClampMax(out, ctensor(p), s) })
	p = g.scalar(lib.AtsFloat(1<<31), func(out *lib.Ctensor, s lib.Cscalar) { lib.AtgMulScalar(out, ctensor(p), s) })
	p = g.do(func(out *lib.Ctensor) { lib.AtgRound(out, ctensor(p)) })
	p = g.do(func(out *lib.Ctensor) { lib.AtgTotype(out, ctensor(p), gotch.Int64.CInt()) })
	return g.addInt(p, -1)
}

// tensorOps runs operations on tensors up to the first error, and frees their results together.
type tensorOps struct {
	made []*ts.Tensor
	err  error
}

func (g *tensorOps) free() {
	for _, t := range g.made {
		t.MustDrop()
	}
}

func (g *tensorOps) do(op func(out *lib.Ctensor)) *ts.Tensor {
	if g.err != nil {
		return nil
	}
	t, err := newTensor(op)
	if err != nil {
		g.err = err
		return nil
	}
	g.made = append(g.made, t)
	return t
}

func (g *tensorOps) scalar(s lib.Cscalar, op func(out *lib.Ctensor, s lib.Cscalar)) *ts.Tensor {
	defer lib.AtsFree(s)
	return g.do(func(out *lib.Ctensor) { op(out, s) })
}

func (g *tensorOps) integer(x *ts.Tensor, i int64, op func(out *lib.Ctensor, x lib.Ctensor, s lib.Cscalar)) *ts.Tensor {
	return g.scalar(lib.AtsInt(i), func(out *lib.Ctensor, s lib.Cscalar) { op(out, ctensor(x), s) })
}

func (g *tensorOps) addInt(x *ts.Tensor, i int64) *ts.Tensor {
	return g.integer(x, i, lib.AtgAddScalar)
}
func (g *tensorOps) mulInt(x *ts.Tensor, i int64) *ts.Tensor {
	return g.integer(x, i, lib.AtgMulScalar)
}
func (g *tensorOps) xorInt(x *ts.Tensor, i int64) *ts.Tensor {
	return g.integer(x, i, lib.AtgBitwiseXor)
}
func (g *tensorOps) low(x *ts.Tensor) *ts.Tensor  { return g.integer(x, 0xffffffff, lib.AtgBitwiseAnd) }
func (g *tensorOps) high(x *ts.Tensor) *ts.Tensor { return g.low(g.shift(x, 32)) }
func (g *tensorOps) shift(x *ts.Tensor, by int64) *ts.Tensor {
	return g.integer(x, by, lib.AtgBitwiseRightShiftTensorScalar)
}

func (g *tensorOps) xor(x, y *ts.Tensor) *ts.Tensor {
	return g.do(func(out *lib.Ctensor) { lib.AtgBitwiseXorTensor(out, ctensor(x), ctensor(y)) })
}

func (g *tensorOps) notAbove(x, y *ts.Tensor) *ts.Tensor {
	return g.do(func(out *lib.Ctensor) { lib.AtgLeTensor(out, ctensor(x), ctensor(y)) })
}

// count is 0, 1, ..., n-1 as int64.
func (g *tensorOps) count(n int, device int32) *ts.Tensor {
	return g.scalar(lib.AtsInt(int64(n)), func(out *lib.Ctensor, s lib.Cscalar) {
		lib.AtgArange(out, s, gotch.Int64.CInt(), device)
	})
}

// stack puts four tensors side by side in a last dimension of 4, after making them of one shape.
func (g *tensorOps) stack(x [4]*ts.Tensor) *ts.Tensor {
	like := g.mulInt(g.xor(x[0], x[2]), 0)
	for i := range x {
		x[i] = g.xor(x[i], like)
	}
	return g.do(func(out *lib.Ctensor) {
		lib.AtgStack(out, []lib.Ctensor{ctensor(x[0]), ctensor(x[1]), ctensor(x[2]), ctensor(x[3])}, 4, -1)
	})
}

func (g *tensorOps) reshape(x *ts.Tensor, rows, columns int) *ts.Tensor {
	return g.do(func(out *lib.Ctensor) { lib.AtgReshape(out, ctensor(x), []int64{int64(rows), int64(columns)}, 2) })
}

// part is rows from r0 to r1 and columns from c0 to c1 of a matrix.
func (g *tensorOps) part(x *ts.Tensor, r0, r1, c0, c1 int) *ts.Tensor {
	rows := g.do(func(out *lib.Ctensor) { lib.AtgNarrow(out, ctensor(x), 0, int64(r0), int64(r1-r0)) })
	return g.do(func(out *lib.Ctensor) { lib.AtgNarrow(out, ctensor(rows), 1, int64(c0), int64(c1-c0)) })
}

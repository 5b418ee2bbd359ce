package dataset

import (
	"fmt"
	"iter"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// Batch is the result of one step of a [Loader]: the numbers of B images and their labels. The caller owns the tensors.
type Batch struct {
	Data    *ts.Tensor // [B x C x H x W], float32
	Targets *ts.Tensor // [B], int64
	Start   int64      // position of the batch's first image in the pass, for [gosnn/snn.SampleIndex]
}

// Drop frees both tensors at once. A second call does nothing.
func (b *Batch) Drop() {
	if b == nil {
		return
	}
	for _, x := range []*ts.Tensor{b.Data, b.Targets} {
		if x != nil && x.Ctensor() != nil {
			x.MustDrop()
		}
	}
}

// Target returns the label of image i of the batch, 0 <= i < B.
func (b *Batch) Target(i int) (target int64, err error) {
	defer argument.Name(&err, "dataset.Batch.Target")
	if b == nil {
		return 0, argument.New("batch", "nil", "one of a Loader", argument.ErrOption)
	}
	v, err := tensormem.Open("Targets", b.Targets, 1, gotch.Int64)
	if err != nil {
		return 0, err
	}
	defer v.Close()
	labels := tensormem.Slice[int64](v)
	if i < 0 || i >= len(labels) {
		return 0, argument.New("i", i, fmt.Sprintf("0 to %d", len(labels)-1), argument.ErrRange)
	}
	return labels[i], nil
}

// maxBatch is the most numbers of a batch, 8 GiB of them: an error, rather than the end of the program, beyond.
const maxBatch = 1 << 31

// pass is one way through the dataset.
type pass struct {
	*Loader
	order *permutation // nil: as it lies
	start int
	err   error
}

func (l *Loader) pass(epoch uint32) *pass {
	p := &pass{Loader: l}
	switch {
	case l.shuffle && l.torch != nil:
		p.order, p.err = torchPermutation(*l.torch, l.dataset.Len(), epoch)
	case l.shuffle:
		p.order = newPermutation(l.dataset.Len(), l.random, epoch)
	}
	return p
}

// reading is a batch in Go's memory.
type reading struct {
	start   int64
	data    []float32
	shape   [3]int64
	targets []int64
	err     error
}

func (p *pass) all() iter.Seq[reading] {
	return func(yield func(reading) bool) {
		for range p.Len() {
			if r := p.read(); !yield(r) || r.err != nil {
				return
			}
		}
	}
}

// read reads the next batch, its images shared out among the threads.
func (p *pass) read() reading {
	if p.err != nil {
		return reading{err: p.err}
	}
	index := make([]int, min(p.batchSize, p.dataset.Len()-p.start))
	for i := range index {
		if index[i] = p.start + i; p.order != nil {
			index[i] = p.order.next()
		}
	}
	r := reading{start: int64(p.start), targets: make([]int64, len(index))}
	p.start += len(index)

	var first []float32 // of the shape that the others must have
	first, r.shape, r.targets[0], r.err = p.dataset.read(index[0], nil)
	if r.err != nil {
		return r
	}
	n := len(first)
	if len(index) > maxBatch/n {
		want := fmt.Sprintf("at most %d for %d numbers an image", maxBatch/n, n)
		r.err = argument.New("BatchSize", len(index), want, argument.ErrRange)
		return r
	}
	r.data = make([]float32, len(index)*n)
	copy(r.data, first)
	errs := make([]error, len(index))
	loop.Parallel(len(index)-1, func(i int) {
		i++
		x, shape, target, err := p.dataset.read(index[i], r.data[i*n:(i+1)*n])
		if err == nil && shape != r.shape {
			want := fmt.Sprintf("%v, as image %d: Resize and Grayscale make them alike", r.shape, index[0])
			err = argument.New(fmt.Sprintf("image %d", index[i]), fmt.Sprintf("of shape %v", shape), want, argument.ErrShape)
		}
		if err == nil && &x[0] != &r.data[i*n] {
			copy(r.data[i*n:], x)
		}
		r.targets[i], errs[i] = target, err
	})
	for _, err := range errs {
		if err != nil {
			r.err = err
			break
		}
	}
	return r
}

// batch makes tensors of a reading.
func (r reading) batch() (*Batch, error) {
	if r.err != nil {
		return nil, r.err
	}
	b := int64(len(r.targets))
	data, err := tensormem.Of(r.data, []int64{b, r.shape[0], r.shape[1], r.shape[2]})
	if err != nil {
		return nil, err
	}
	targets, err := tensormem.Of(r.targets, []int64{b})
	if err != nil {
		data.MustDrop()
		return nil, err
	}
	return &Batch{data, targets, r.start}, nil
}

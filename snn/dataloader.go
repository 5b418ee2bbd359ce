package snn

import (
	"fmt"
	"iter"
	"sync/atomic"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// Batch is what a [DataLoader] gives: the numbers of B images and their labels. The caller owns the tensors.
type Batch struct {
	Data    *ts.Tensor // [B x C x H x W], float32
	Targets *ts.Tensor // [B], int64
	Start   int        // position in the pass of the batch's first image
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

// DataLoader goes through a dataset in batches. It may be used by several goroutines at once.
// Source: torch.utils.data.DataLoader.
type DataLoader struct {
	dataset *Dataset
	o       options
	random  random
	epoch   atomic.Uint32 // of the next call of Batches
}

// BatchSize sets the number of images in a batch, at least 1.
func BatchSize(n int) Option {
	return Option{"BatchSize", func(o *options) { o.batchSize = n }}
}

// Shuffle makes each pass over a [DataLoader] go through the images in another random order.
func Shuffle(shuffle bool) Option {
	return Option{"Shuffle", func(o *options) { o.shuffle = shuffle }}
}

// DropLast leaves out the last batch if it is smaller than the others.
func DropLast(drop bool) Option {
	return Option{"DropLast", func(o *options) { o.dropLast = drop }}
}

// Prefetch sets how many batches a [DataLoader] reads ahead on another thread while the loop works on one: 0 for none.
func Prefetch(n int) Option {
	return Option{"Prefetch", func(o *options) { o.prefetch = n }}
}

// OnProgress has f called before each batch of a pass is handed out, with the number of batches so far, this one included, and of all: to show
// how far a long pass is. It is called on the loop's own goroutine.
func OnProgress(f func(done, total int)) Option {
	return Option{"OnProgress", func(o *options) { o.progress = f }}
}

// NewDataLoader makes a loader of the dataset's images, in their order or shuffled.
//
// Options, with PyTorch's defaults: [BatchSize] (1), [Shuffle] (false), [DropLast] (false); [Seed] and [SeedUsed] for the shuffling; [Prefetch] (1), [OnProgress].
func NewDataLoader(d *Dataset, opts ...Option) (*DataLoader, error) {
	const fn = "NewDataLoader"
	o, err := parseOptions(fn, options{dataOptions: dataOptions{batchSize: 1, prefetch: 1}}, opts,
		"BatchSize", "Shuffle", "DropLast", "Seed", "SeedUsed", "Prefetch", "OnProgress")
	if err != nil {
		return nil, err
	}
	if err := d.check(fn, 0); err != nil {
		return nil, err
	}
	if o.batchSize < 1 {
		return nil, &ArgError{fn, "BatchSize", o.batchSize, ">= 1 (images)", ErrRange}
	}
	if o.prefetch < 0 {
		return nil, &ArgError{fn, "Prefetch", o.prefetch, ">= 0 (batches)", ErrRange}
	}
	if o.dropLast && o.batchSize > d.Len() {
		return nil, &ArgError{fn, "BatchSize", o.batchSize, fmt.Sprintf("1 to %d (images), with DropLast", d.Len()), ErrRange}
	}
	return &DataLoader{dataset: d, o: o, random: newRandom(o.resolveSeed(), streamShuffle)}, nil
}

// Len is the number of batches in a pass, the last partial one included unless [DropLast].
func (l *DataLoader) Len() int {
	switch {
	case l.check("DataLoader.Len") != nil:
		return 0
	case l.o.dropLast:
		return l.dataset.Len() / l.o.batchSize
	}
	return (l.dataset.Len()-1)/l.o.batchSize + 1
}

// check refuses a loader that [NewDataLoader] did not make.
func (l *DataLoader) check(fn string) error {
	if l == nil || l.dataset == nil {
		return &ArgError{fn, "loader", "nil or empty", "one made by snn.NewDataLoader", ErrOption}
	}
	return nil
}

// First returns the first batch of epoch 0: Python's next(iter(loader)), but the same at each call. The caller owns it.
func (l *DataLoader) First() (*Batch, error) {
	if err := l.check("DataLoader.First"); err != nil {
		return nil, err
	}
	return l.pass(0).read().batch()
}

// Batches goes through the dataset once: epoch 0 for the first loop over it, epoch 1 for the second, and so on; with [Shuffle], each in another
// order. See [DataLoader.Epoch].
//
//	for batch, err := range loader.Batches() {
//		if err != nil { ... }
//		...
//		batch.Drop()
//	}
func (l *DataLoader) Batches() iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		if err := l.check("DataLoader.Batches"); err != nil {
			yield(nil, err)
			return
		}
		l.Epoch(l.epoch.Add(1) - 1)(yield)
	}
}

// Epoch goes through the dataset once, in the order that belongs to the seed and the epoch. Without [Shuffle] all epochs are alike.
//
// The loop owns each batch: drop it, or leave it to gotch's finalizers. After an error, which comes without a batch, the
// pass is over. What was read ahead when the loop ends is Go's memory, not libtorch's, and no goroutine is left behind.
func (l *DataLoader) Epoch(epoch uint32) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		if err := l.check("DataLoader.Epoch"); err != nil {
			yield(nil, err)
			return
		}
		for r := range l.readings(epoch) {
			b, err := r.batch()
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// readings goes through an epoch, and tells the progress.
func (l *DataLoader) readings(epoch uint32) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		done, total := 0, l.Len()
		for r := range ahead(l.pass(epoch).all(), min(l.o.prefetch, total)) {
			if done++; r.err == nil && l.o.progress != nil {
				l.o.progress(done, total)
			}
			if !yield(r) {
				return
			}
		}
	}
}

// ahead goes through seq on another goroutine, up to n elements ahead of the loop. It returns after that goroutine did.
func ahead[T any](seq iter.Seq[T], n int) iter.Seq[T] {
	if n == 0 {
		return seq
	}
	return func(yield func(T) bool) {
		made, stop := make(chan T, n-1), make(chan struct{})
		go func() {
			defer close(made)
			for x := range seq {
				select {
				case made <- x:
				case <-stop:
					return
				}
			}
		}()
		defer func() {
			close(stop)
			for range made { // until it is closed
			}
		}()
		for x := range made {
			if !yield(x) {
				return
			}
		}
	}
}

// pass is one way through the dataset.
type pass struct {
	*DataLoader
	order *permutation // nil: as it lies
	start int
}

func (l *DataLoader) pass(epoch uint32) *pass {
	p := &pass{DataLoader: l}
	if l.o.shuffle {
		p.order = newPermutation(l.dataset.Len(), l.random, epoch)
	}
	return p
}

// reading is a batch in Go's memory.
type reading struct {
	start   int
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
	index := make([]int, min(p.o.batchSize, p.dataset.Len()-p.start))
	for i := range index {
		if index[i] = p.start + i; p.order != nil {
			index[i] = p.order.next()
		}
	}
	r := reading{start: p.start, targets: make([]int64, len(index))}
	p.start += len(index)

	var first []float32 // tells the shape, which the others must have
	first, r.shape, r.targets[0], r.err = p.dataset.read(index[0], nil)
	if r.err != nil {
		return r
	}
	n := len(first)
	r.data = make([]float32, len(index)*n)
	copy(r.data, first)
	errs := make([]error, len(index))
	parallel(len(index)-1, func(i int) {
		i++
		x, shape, target, err := p.dataset.read(index[i], r.data[i*n:(i+1)*n])
		if err == nil && shape != r.shape {
			err = &ArgError{"DataLoader", fmt.Sprintf("image %d", index[i]), fmt.Sprintf("of shape %v", shape),
				fmt.Sprintf("%v, as image %d: snn.Resize and snn.Grayscale make them alike", r.shape, index[0]), ErrShape}
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
	data, err := copyTensor("DataLoader", r.data, []int64{b, r.shape[0], r.shape[1], r.shape[2]})
	if err != nil {
		return nil, err
	}
	targets, p, err := newOutput("DataLoader", []int64{b}, gotch.Int64)
	if err != nil {
		data.MustDrop()
		return nil, err
	}
	copy(unsafe.Slice((*int64)(p), b), r.targets)
	return &Batch{data, targets, r.start}, nil
}

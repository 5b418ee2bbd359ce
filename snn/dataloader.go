package snn

import (
	"fmt"
	"iter"
	"sync/atomic"
)

// DataLoader goes through a dataset in batches. It may be used by several goroutines at once.
// Source: torch.utils.data.DataLoader.
type DataLoader struct {
	dataset *Dataset
	o       options
	random  random
	epoch   atomic.Uint32 // of the next call of Batches
}

// NewDataLoader makes a loader of the dataset's images, in their order or shuffled.
//
// Options, with PyTorch's defaults: [BatchSize] (1), [Shuffle] (false), [DropLast] (false); [Seed] and [SeedUsed]
// for the shuffling; [Prefetch] (1), [OnProgress].
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
		want := fmt.Sprintf("1 to %d (images), with DropLast", d.Len())
		return nil, &ArgError{fn, "BatchSize", o.batchSize, want, ErrRange}
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

// Batches goes through the dataset once: epoch 0 for the first loop over it, epoch 1 for the second, and so on;
// with [Shuffle], each in another order. See [DataLoader.Epoch].
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

// Epoch goes through the dataset once, in the order that belongs to the seed and the epoch. Without [Shuffle] all
// epochs are alike.
//
// The loop owns each batch: drop it, or leave it to gotch's finalizers. After an error, which comes without a
// batch, the pass is over. What was read ahead when the loop ends is Go's memory, not libtorch's, and no goroutine
// is left behind.
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

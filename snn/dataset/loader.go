package dataset

import (
	"fmt"
	"iter"
	"sync/atomic"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/seed"
)

// Loader goes through a dataset in batches. It may be used by several goroutines at once.
// Source: torch.utils.data.DataLoader.
type Loader struct {
	dataset *Dataset
	loaderConfig
	random loop.Random
	epoch  atomic.Uint32 // of the next call of Batches
}

// A LoaderOption is an option of [NewLoader].
type LoaderOption interface{ loader(*loaderConfig) }

type loaderConfig struct {
	batchSize         int
	shuffle, dropLast bool
	prefetch          int
	progress          func(done, total int)
	seed              seed.Choice
	torch             *int64 // of TorchSeed, or nil
}

// BatchSize sets the number of images in a batch, at least 1.
//
// Taken by [NewLoader].
type BatchSize int

// Shuffle makes each pass go through the images in another random order.
//
// Taken by [NewLoader].
type Shuffle bool

// DropLast leaves out the last batch if it is smaller than the others.
//
// Taken by [NewLoader].
type DropLast bool

// Prefetch sets how many batches are read ahead on another thread while the loop works on one: 0 for none.
//
// Taken by [NewLoader].
type Prefetch int

// OnProgress is called before each batch of a pass is handed out, with the number of batches so far, this one
// included, and of all: to show how far a long pass is. It is called on the loop's own goroutine.
//
// Taken by [NewLoader].
type OnProgress func(done, total int)

func (n BatchSize) loader(c *loaderConfig)  { c.batchSize = int(n) }
func (s Shuffle) loader(c *loaderConfig)    { c.shuffle = bool(s) }
func (d DropLast) loader(c *loaderConfig)   { c.dropLast = bool(d) }
func (n Prefetch) loader(c *loaderConfig)   { c.prefetch = int(n) }
func (f OnProgress) loader(c *loaderConfig) { c.progress = f }

// NewLoader makes a loader of the dataset's images, in their order or shuffled.
//
// Options, with PyTorch's defaults: [BatchSize] (1), [Shuffle] (false), [DropLast] (false); [Seed] (a fresh one) or
// [TorchSeed], and [SeedUsed], for the shuffling; [Prefetch] (1), [OnProgress].
func NewLoader(d *Dataset, opts ...LoaderOption) (l *Loader, err error) {
	defer argument.Name(&err, "dataset.NewLoader")
	c := loaderConfig{batchSize: 1, prefetch: 1}
	if err := argument.Apply(opts, func(o LoaderOption) { o.loader(&c) }); err != nil {
		return nil, err
	}
	if err := d.check(0); err != nil {
		return nil, err
	}
	if c.batchSize < 1 {
		return nil, argument.New("BatchSize", c.batchSize, ">= 1 (images)", argument.ErrRange)
	}
	if c.prefetch < 0 {
		return nil, argument.New("Prefetch", c.prefetch, ">= 0 (batches)", argument.ErrRange)
	}
	if c.dropLast && c.batchSize > d.Len() {
		want := fmt.Sprintf("1 to %d (images), with DropLast", d.Len())
		return nil, argument.New("BatchSize", c.batchSize, want, argument.ErrRange)
	}
	if c.torch != nil {
		given := uint64(*c.torch)
		c.seed.Given = &given
	}
	return &Loader{dataset: d, loaderConfig: c, random: loop.NewRandom(c.seed.Resolve(), loop.StreamShuffle)}, nil
}

// Len returns the number of batches in a pass, the last partial one included unless [DropLast].
func (l *Loader) Len() int {
	switch {
	case l.check() != nil:
		return 0
	case l.dropLast:
		return l.dataset.Len() / l.batchSize
	}
	return (l.dataset.Len()-1)/l.batchSize + 1
}

// check refuses a loader that [NewLoader] did not make.
func (l *Loader) check() error {
	if l == nil || l.dataset == nil {
		return argument.New("loader", "nil or empty", "one made by dataset.NewLoader", argument.ErrOption)
	}
	return nil
}

// First returns the first batch of epoch 0: Python's next(iter(loader)), but the same at each call. The caller owns it.
func (l *Loader) First() (b *Batch, err error) {
	defer argument.Name(&err, "dataset.Loader.First")
	if err := l.check(); err != nil {
		return nil, err
	}
	return l.pass(0).read().batch()
}

// Batches goes through the dataset once: epoch 0 for the first loop over it, epoch 1 for the second, and so on;
// with [Shuffle], each in another order. See [Loader.Epoch].
//
//	for batch, err := range loader.Batches() {
//		if err != nil { ... }
//		...
//		batch.Drop()
//	}
func (l *Loader) Batches() iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		if err := l.check(); err != nil {
			yield(nil, argument.In("dataset.Loader.Batches", err))
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
func (l *Loader) Epoch(epoch uint32) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		if err := l.check(); err != nil {
			yield(nil, argument.In("dataset.Loader.Epoch", err))
			return
		}
		for r := range l.readings(epoch) {
			b, err := r.batch()
			err = argument.In("dataset.Loader.Epoch", err)
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// readings goes through an epoch, and reports the progress.
func (l *Loader) readings(epoch uint32) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		done, total := 0, l.Len()
		for r := range ahead(l.pass(epoch).all(), min(l.prefetch, total)) {
			if done++; r.err == nil && l.progress != nil {
				l.progress(done, total)
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

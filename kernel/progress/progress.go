// Package progress shows how far long work has come: a bar that is updated in place, in a notebook's cell and on a
// terminal. When the work ends one line stays, also in the saved notebook; a log gets that line alone.
//
//	for i := range progress.Range("simulating", 1000) {
//		step(i)
//	}
//
// Bars that run at the same time, such as one over batches within one over epochs, share an output, a line each. A bar that
// ends while another runs leaves no line.
//
// The bar itself is drawn by github.com/schollz/progressbar. The package uses no cgo.
package progress

import (
	"cmp"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Bar is a progress bar. Its methods may be called by several goroutines at once.
type Bar struct {
	bar   *progressbar.ProgressBar
	line  *line
	total int64
	mu    sync.Mutex
	done  int64
	drawn int64 // how much of done the library knows
	last  time.Time
	ended bool
}

// New shows a bar for work of total steps, at least 1; 0 or less means that the number is unknown, and shows what is
// done so far. The caller calls [Bar.Done] at the end.
func New(label string, total int64) *Bar { return newBar(label, total, false, shown) }

// NewBytes is [New] for a number of bytes, shown as kB and MB.
func NewBytes(label string, total int64) *Bar { return newBar(label, total, true, shown) }

func newBar(label string, total int64, bytes bool, g *group) *Bar {
	if total <= 0 {
		total = -1
	}
	l := &line{group: g}
	g.begin(l)
	options := []progressbar.Option{progressbar.OptionSetWriter(l), progressbar.OptionSetDescription(label), progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(0), progressbar.OptionShowCount(), progressbar.OptionShowElapsedTimeOnFinish(),
		progressbar.OptionSpinnerType(14)}
	if bytes {
		options = append(options, progressbar.OptionShowBytes(true))
	}
	b := &Bar{bar: progressbar.NewOptions64(total, options...), line: l, total: total}
	_ = b.bar.RenderBlank() // errors of an output that nobody reads are of no interest
	b.last = time.Now()
	return b
}

// Add reports n more steps, or bytes, as done.
func (b *Bar) Add(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended || n < 0 {
		return
	}
	if b.total > 0 {
		n = min(n, b.total-b.done) // more than there was to do is all of it
	}
	b.done += n
	if time.Since(b.last) >= pause || b.done == b.total {
		b.show()
	}
}

// show draws what has been done.
func (b *Bar) show() {
	_ = b.bar.Add64(b.done - b.drawn)
	b.drawn, b.last = b.done, time.Now()
}

// Done ends the bar. A bar whose work is not all done says that it stopped. Another call does nothing.
func (b *Bar) Done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return
	}
	b.ended = true
	if b.drawn < b.done {
		b.show()
	}
	if b.total < 0 {
		_ = b.bar.Finish()
	}
	text := cmp.Or(clean(b.bar.String()), b.line.text)
	if b.done < b.total {
		text += ", stopped"
	}
	b.line.group.end(b.line, text)
}

// Reader returns a reader of r that adds the bytes read to the bar.
func (b *Bar) Reader(r io.Reader) io.Reader { return reader{r, b} }

type reader struct {
	r io.Reader
	b *Bar
}

func (r reader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.b.Add(int64(n))
	return n, err
}

// Range yields 0 to n-1 and shows a bar meanwhile. If the loop is left early, the bar says that it stopped.
func Range(label string, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if n <= 0 {
			return
		}
		b := New(label, int64(n))
		defer b.Done()
		for i := range n {
			if !yield(i) {
				return
			}
			b.Add(1)
		}
	}
}

// Of yields a sequence of n values, such as a loader's batches, and shows a bar meanwhile; n of 0 or less means that the number is
// unknown.
func Of[V any](label string, n int, values iter.Seq[V]) iter.Seq[V] {
	return func(yield func(V) bool) {
		b := New(label, int64(n))
		defer b.Done()
		for v := range values {
			if !yield(v) {
				return
			}
			b.Add(1)
		}
	}
}

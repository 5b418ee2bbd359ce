package loop

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel runs f(0) to f(n-1), on all processors if there is more than one task.
func Parallel(n int, f func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wait.Wait()
}

// Chunks are N elements in tasks of Size elements.
type Chunks struct{ N, Size int }

// Split splits n elements into tasks of size elements.
func Split(n, size int) Chunks { return Chunks{n, size} }

// Count returns the number of tasks.
func (c Chunks) Count() int { return (c.N + c.Size - 1) / c.Size }

// Bounds returns the elements of task i: those from lo to hi-1.
func (c Chunks) Bounds(i int) (lo, hi int) { return i * c.Size, min((i+1)*c.Size, c.N) }

// Each runs f for the elements of each task, on all processors if there is more than one.
func (c Chunks) Each(f func(lo, hi int)) {
	Parallel(c.Count(), func(i int) { f(c.Bounds(i)) })
}

// taskBytes is how much of the output one task writes: a huge page, so that two tasks seldom fault on the same one.
const taskBytes = 2 << 20

// tasks splits n output elements of size bytes into tasks of taskBytes, or of less if that leaves a processor idle.
func tasks(n, size int) Chunks {
	const least = 1 << 16 // elements that are worth a goroutine
	return Split(n, min(taskBytes/size, max(least, n/(2*runtime.GOMAXPROCS(0))+1)))
}

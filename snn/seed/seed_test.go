package seed

import (
	"fmt"
	"sync"
	"testing"
)

func Example() {
	mark := Mark()
	record(17)
	fmt.Println(Since(mark))
	for seed := range uint64(5) {
		record(seed)
	}
	fmt.Println(Since(mark))
	fmt.Printf("%q\n", Since(Mark()))
	// Output:
	// drawn: 17
	// drawn: 17, 0, 1 and 3 more
	// ""
}

// Goroutines record at once, and more than is remembered.
func TestRecord(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range most {
				record(1)
			}
		})
	}
	all.Wait()
	t.Cleanup(func() { seeds = nil }) // the example wants room
	if got := Mark(); got != most {
		t.Errorf("%d seeds are remembered, want %d", got, most)
	}
}

func TestChoice(t *testing.T) {
	var used uint64
	five := uint64(5)
	if got := (Choice{Given: &five, Used: &used}).Resolve(); got != 5 || used != 5 {
		t.Errorf("seed 5 became %d, reported as %d", got, used)
	}
	fresh := Choice{Used: &used}
	first := fresh.Resolve()
	if first != used || first == fresh.Resolve() {
		t.Errorf("fresh seeds: %d, reported as %d", first, used)
	}
}

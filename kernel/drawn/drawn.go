// Package drawn remembers the seeds that were drawn where none was given, so that the listing of kept values can tell them: with its seed
// a value can be had again.
//
// Package snn records here each seed that it draws, package kernel reads what was drawn while a value was computed.
package drawn

import (
	"fmt"
	"strings"
	"sync"
)

// most is how many seeds a program remembers; a loop may draw any number.
const most = 1000

var (
	mu    sync.Mutex
	seeds []uint64
)

// Record remembers a seed. After 1000 of them it does nothing.
func Record(seed uint64) {
	mu.Lock()
	defer mu.Unlock()
	if len(seeds) < most {
		seeds = append(seeds, seed)
	}
}

// Mark is the place in the record for [Since].
func Mark() int {
	mu.Lock()
	defer mu.Unlock()
	return len(seeds)
}

// Since tells the seeds drawn since a mark in words, "drawn: 17, 4 and 3 more", and "" if there are none. The order is that in which they were drawn.
func Since(mark int) string {
	mu.Lock()
	defer mu.Unlock()
	list := seeds[mark:]
	if len(list) == 0 {
		return ""
	}
	const shown = 3
	var words []string
	for _, s := range list[:min(shown, len(list))] {
		words = append(words, fmt.Sprint(s))
	}
	told := "drawn: " + strings.Join(words, ", ")
	if more := len(list) - shown; more > 0 {
		told += fmt.Sprintf(" and %d more", more)
	}
	return told
}

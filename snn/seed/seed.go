// Package seed draws seeds where none is given, and remembers them: with its seed a random value can be computed again.
//
// Package snn draws its seeds here, package kernel lists those that were drawn while a kept value was computed.
package seed

import (
	"crypto/rand"
	"encoding/binary"
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

// Fresh returns a seed from the system's randomness, and records it.
func Fresh() uint64 {
	var b [8]byte
	rand.Read(b[:]) // never fails: Go ends the program if the system has no randomness
	seed := binary.LittleEndian.Uint64(b[:])
	record(seed)
	return seed
}

// record remembers a seed. After the first 1000 it does nothing.
func record(seed uint64) {
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

// Since returns the seeds drawn since a mark, in order, in words: "drawn: 17, 4 and 3 more"; "" if there are none.
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
	text := "drawn: " + strings.Join(words, ", ")
	if more := len(list) - shown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

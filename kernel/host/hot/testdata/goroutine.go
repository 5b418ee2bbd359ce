// Another goroutine fails.
package main

import (
	"fmt"
	"strings"

	_ "gosnn/snn"
)

type large struct{ a [100]int }

func work(l *large, i int) {
	l.a[i]++
	panic(fmt.Errorf("wrapped: %w", fmt.Errorf("in goroutine %s", strings.Repeat("x", i))))
}

func main() {
	go func() { work(new(large), 3) }()
	select {}
}

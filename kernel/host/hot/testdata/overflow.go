// A goroutine's stack overflows.
package main

import (
	"runtime/debug"

	_ "gosnn/snn"
)

func f(n int) int {
	var a [100]int
	a[n%100] = n
	return f(n+1) + a[3]
}

func main() {
	debug.SetMaxStack(1 << 20)
	debug.SetTraceback("single")
	println(f(0))
}

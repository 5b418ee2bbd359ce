// Command try makes a tensor and prints its sum: if it compiles, links, loads and prints 6, then
// libtorch, its headers and the compiler fit together.
package main

import (
	"fmt"
	"os"

	"github.com/sugarme/gotch/ts"
)

func main() {
	x, err := ts.OfSlice([]float32{1, 2, 3})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	sum := x.MustSum(0, true)
	defer sum.MustDrop()
	fmt.Println("sum of [1 2 3] is", sum.Float64Values()[0])
}

package kernel_test

import (
	"fmt"

	"gosnn/kernel"
)

// In a cell, one line shows the table and the graph.
func ExampleShowKept() {
	kernel.ShowKept()
}

func ExampleKept() {
	values, err := kernel.Kept()
	for _, v := range values {
		if v.State == kernel.Current {
			fmt.Println(v.Name, v.Tensors, v.Bytes, v.Seed, v.Cell, v.Kept, v.Uses)
		}
	}
	fmt.Println(err)
	// Output: kernel.Kept: this program is not a cell of a notebook
}

func ExampleForget() {
	fmt.Println(kernel.Forget("spikeData"))
	fmt.Println(kernel.ForgetAll())
	// Output:
	// kernel.Forget: this program is not a cell of a notebook
	// kernel.ForgetAll: this program is not a cell of a notebook
}

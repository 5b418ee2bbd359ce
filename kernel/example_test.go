package kernel_test

import (
	"fmt"
	"os"

	"gosnn/kernel"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
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

func ExampleKeep() {
	const gain = 0.25
	// In a notebook this is a package-level variable, and later cells map the tensor instead of computing it.
	spikeData := kernel.Keep("spikeData", func() (*ts.Tensor, error) {
		return ts.Full([]int64{2, 3}, ts.FloatScalar(gain), gotch.Float, gotch.CPU)
	})
	defer spikeData.MustDrop()
	fmt.Println(spikeData.MustSize(), spikeData.Float64Values()[0])
	// Output: [2 3] 0.25
}

func ExampleInput() {
	scaled := func(gain float64) (float64, error) {
		return kernel.TryKeep(fmt.Sprint("scaled", gain), func() (float64, error) { return 2 * gain, nil }, kernel.Input(gain))
	}
	fmt.Println(scaled(0.25))
	// Output: 0.5 <nil>
}

func ExampleInputFile() {
	text, err := kernel.TryKeep("text", func() (string, error) {
		data, err := os.ReadFile("testdata/hello.txt")
		return string(data), err
	}, kernel.InputFile("testdata/hello.txt"))
	fmt.Println(text, err)
	// Output: hello <nil>
}

func ExampleTryKeep() {
	_, err := kernel.TryKeep("spike data", func() (int, error) { return 1, nil })
	fmt.Println(err)
	// Output: kernel.TryKeep: name is "spike data", want 1 to 100 letters, digits, _, -, + or ., the first not a dot
}

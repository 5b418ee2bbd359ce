package tensor_test

import (
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/value/tensor"
)

func ExampleShow() {
	x := ts.MustOfSlice([]float32{0.5, 1})
	tensor.Show(x)
	tensor.Show(*x)
	tensor.Show(3)
	// Output:
	// tensor([0.5000, 1.0000])
	// tensor([0.5000, 1.0000])
	// 3
}

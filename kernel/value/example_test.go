package value_test

import "gosnn/kernel/value"

func ExampleShow() {
	value.Show([]int{1, 2, 3})
	// Output: [1 2 3]
}

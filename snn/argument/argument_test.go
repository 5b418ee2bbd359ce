package argument_test

import (
	"errors"
	"fmt"

	"gosnn/snn/argument"
)

func tau(x float64) error {
	if !(x > 0) {
		return &argument.Error{Arg: "Tau", Value: x, Want: "> 0 (time steps)", Kind: argument.ErrRange}
	}
	return nil
}

func ExampleIn() {
	err := argument.In("snn.Latency", tau(-1))
	fmt.Println(err)
	fmt.Println(errors.Is(err, argument.ErrRange))
	fmt.Println(argument.In("snn.DecodeLatency", err)) // has its name already
	fmt.Println(argument.In("snn.Latency", tau(1)))
	// Output:
	// snn.Latency: Tau is -1, want > 0 (time steps)
	// true
	// snn.Latency: Tau is -1, want > 0 (time steps)
	// <nil>
}

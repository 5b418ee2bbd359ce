package snn

import (
	"errors"
	"fmt"
)

func ExampleMust() {
	defer func() { fmt.Println(recover()) }()
	Must(Rand([]int64{-1}))
	// Output: snn.Rand: shape is [-1], want sizes >= 0, not -1 at dimension 0
}

func ExampleCheck() {
	defer func() { fmt.Println(recover()) }()
	Check(nil)
	Check(errors.New("disk full"))
	// Output: disk full
}

func ExampleArgError() {
	_, err := Latency(nil, NumSteps(100), Tau(-1))
	var arg *ArgError
	fmt.Println(errors.Is(err, ErrRange), errors.As(err, &arg) && arg.Arg == "Tau")
	fmt.Println(err)
	// Output:
	// true true
	// snn.Latency: Tau is -1, want > 0 (time steps)
}

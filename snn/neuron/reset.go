package neuron

import (
	"fmt"

	"gosnn/snn/argument"
)

// Reset is what a spike does to the membrane. If not given, it is Subtract, or a neuron's own.
//
// Taken by [NewAlpha], [NewLapicque], [NewLeaky], [NewRLeaky], [NewRSynaptic], [NewSConv2dLSTM], [NewSLSTM], [NewSynaptic].
type Reset int

// The reset mechanisms, in snnTorch's order.
const (
	Subtract Reset = iota // subtracts the threshold
	Zero                  // sets it to zero; each neuron's comment says of which membrane
	None                  // nothing: the membrane goes on
)

// String is snnTorch's name.
func (r Reset) String() string {
	if r < Subtract || r > None {
		return fmt.Sprintf("Reset(%d)", int(r))
	}
	return [...]string{"subtract", "zero", "none"}[r]
}

func (r Reset) check() error {
	if r < Subtract || r > None {
		return argument.New("Reset", int(r), "neuron.Subtract, Zero or None", argument.ErrRange)
	}
	return nil
}

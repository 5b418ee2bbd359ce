package kernel_test

import (
	"slices"
	"strings"
	"testing"
)

// trainingCell keeps a network that was trained for some steps, with its optimizer, and goes on. With TEST_STRAIGHT it
// keeps nothing, and trains the same network without a stop.
const trainingCell = `package main

import (
	"fmt"
	"os"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel"
	"gosnn/snn"
	"gosnn/snn/functional"
	"gosnn/snn/neuron"
	"gosnn/snn/nn"
)

// Training is what training goes on from.
type Training struct {
	Net, Optimizer map[string]*ts.Tensor
	LearningRate   float64
	Losses         []float64
}

func network() (*nn.Network, *nn.Optimizer) {
	net := snn.Must(nn.Sequential(
		snn.Must(nn.NewLinear(4, 16, nn.Seed(1))), snn.Must(neuron.NewLeaky(0.9, neuron.LearnBeta(true))),
		snn.Must(nn.NewLinear(16, 2, nn.Seed(2))), snn.Must(neuron.NewLeaky(0.9))))
	return net, snn.Must(nn.NewAdam(net, 1e-2))
}

// train takes n steps and returns their losses.
func train(net *nn.Network, opt *nn.Optimizer, n int) (losses []float64) {
	x := snn.Must(snn.Rand([]int64{8, 4}, snn.Seed(3)))
	defer x.MustDrop()
	targets := ts.MustOfSlice([]int64{0, 1, 0, 1, 1, 0, 1, 0})
	defer targets.MustDrop()
	for range n {
		out := snn.Must(net.Forward(x, nn.NumSteps(5)))
		losses = append(losses, snn.Must(opt.Step(snn.Must(functional.CrossEntropy(out.Membrane, targets)))))
		out.Drop()
	}
	return losses
}

var trained = kernel.Keep("trained", func() (Training, error) {
	fmt.Println("training")
	net, opt := network()
	losses := train(net, opt, 5)
	return Training{nn.State(net), opt.State(), 5e-3, losses}, nil
})

func main() {
	net, opt := network()
	losses := trained.Losses
	if os.Getenv("TEST_STRAIGHT") == "" {
		if err := nn.LoadState(net, trained.Net); err != nil {
			panic(err)
		}
		if err := opt.LoadState(trained.Optimizer); err != nil {
			panic(err)
		}
	} else {
		losses = train(net, opt, 5)
	}
	opt.LearningRate = trained.LearningRate
	grad := 0
	for _, x := range trained.Net {
		if x.MustRequiresGrad() {
			grad++
		}
	}
	fmt.Println(len(trained.Net), len(trained.Optimizer), grad)
	fmt.Println(append(losses, train(net, opt, 3)...))
}
`

// TestTraining goes on with a kept network: its losses are those of a training that was never stopped, bit by bit.
func TestTraining(t *testing.T) {
	n := newNotebook(t)
	n.build(trainingCell)
	first, stderr := n.run()
	if len(first) != 3 || first[0] != "training" || strings.Count(first[2], " ") != 7 || stderr != "" {
		t.Fatalf("first run: %q\n%s", first, stderr)
	}
	n.build(trainingCell)
	n.want("training goes on", first[1:])
	straight, _ := n.run("GOSNN_KEEP=off", "TEST_STRAIGHT=1")
	if !slices.Equal(straight, first) {
		t.Errorf("without a stop: %q, want %q", straight, first)
	}
}

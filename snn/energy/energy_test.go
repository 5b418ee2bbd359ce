package energy_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/energy"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
	"gosnn/snn/nn"
)

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// spikes draws spikes of a shape.
func spikes(t testing.TB, shape ...int64) (*ts.Tensor, []float32) {
	t.Helper()
	n := int64(1)
	for _, d := range shape {
		n *= d
	}
	r, x := rand.New(rand.NewPCG(1, 1)), make([]float32, n)
	for i := range x {
		x[i] = float32(r.IntN(2))
	}
	return tensortest.Of(t, x, shape...), x
}

func TestLinear(t *testing.T) {
	net := must(nn.Sequential(must(nn.NewLinear(5, 7, nn.Seed(1))), must(neuron.NewLeaky(0.9))))
	x, values := spikes(t, 4, 3, 5)
	r, err := energy.Count(net, x)
	if err != nil {
		t.Fatal(err)
	}
	n := 0.0
	for _, v := range values {
		n += float64(v)
	}
	want := energy.Layer{Name: "0 Linear", Spikes: n / 3, Rate: n / 60, SynapticOps: n / 3 * 7, MACs: 35}
	if len(r.Layers) != 1 || r.Layers[0] != want || r.Steps != 4 || r.Samples != 3 {
		t.Errorf("%+v, want %+v", r, want)
	}
	spiking, dense := r.Picojoules()
	if math.Abs(spiking-want.SynapticOps*0.9) > 1e-9 || dense != 35*4.6 {
		t.Errorf("%v and %v pJ", spiking, dense)
	}
}

// TestConv2d counts, one by one, the products of a convolution whose input is not 0.
func TestConv2d(t *testing.T) {
	const in, out, groups, kernel, stride, padding, dilation, h, w = 4, 6, 2, 3, 2, 1, 2, 9, 8
	net := must(nn.Sequential(must(nn.NewConv2d(in, out, kernel, nn.Stride(stride), nn.Padding(padding), nn.Dilation(dilation), nn.Groups(groups), nn.Seed(1))),
		must(neuron.NewLeaky(0.9))))
	x, values := spikes(t, 2, 3, in, h, w)
	r, err := energy.Count(net, x)
	if err != nil {
		t.Fatal(err)
	}
	count, all := 0, 0
	for sample := range 2 * 3 {
		for o := range out {
			for y := 0; y+dilation*(kernel-1) < h+2*padding; y += stride {
				for z := 0; z+dilation*(kernel-1) < w+2*padding; z += stride {
					for c := range in / groups {
						for ky := range kernel {
							for kx := range kernel {
								all++
								py, px, channel := y+ky*dilation-padding, z+kx*dilation-padding, o/(out/groups)*(in/groups)+c
								if py >= 0 && py < h && px >= 0 && px < w && values[((sample*in+channel)*h+py)*w+px] == 1 {
									count++
								}
							}
						}
					}
				}
			}
		}
	}
	if l := r.Layers[0]; l.SynapticOps != float64(count)/3 || l.MACs != float64(all)/6 {
		t.Errorf("%+v, want %v synaptic operations and %v MACs", l, float64(count)/3, float64(all)/6)
	}
}

// TestReal counts multiply-adds where an input is not of spikes: once if it does not change with time.
func TestReal(t *testing.T) {
	net := must(nn.Sequential(must(nn.NewLinear(4, 2, nn.Seed(1))), must(neuron.NewLeaky(0.9)), must(nn.NewLinear(2, 3, nn.Seed(1))), must(neuron.NewLeaky(0.9))))
	r, err := energy.Count(net, tensortest.Of(t, tensortest.Ramp(8), 2, 4), energy.NumSteps(6), energy.Int8At45nm)
	if err != nil {
		t.Fatal(err)
	}
	if l := r.Layers[0]; l.RealMACs != 8 || l.SynapticOps != 0 {
		t.Errorf("%+v", l)
	}
	if l := r.Layers[1]; l.RealMACs != 0 || l.MACs != 6 || l.SynapticOps != l.Spikes*3 {
		t.Errorf("%+v", l)
	}
	r, err = energy.Count(net, tensortest.Of(t, tensortest.Ramp(48), 6, 2, 4))
	if err != nil || r.Layers[0].RealMACs != 6*8 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestBadArguments(t *testing.T) {
	net := must(nn.Sequential(must(nn.NewLinear(4, 2, nn.Seed(1))), must(neuron.NewLeaky(0.9))))
	x := tensortest.Of(t, tensortest.Ramp(8), 2, 4)
	for _, c := range []struct {
		fn, arg string
		call    func() (*energy.Report, error)
	}{
		{"energy.Count", "net", func() (*energy.Report, error) { return energy.Count(nil, x) }},
		{"energy.Count", "Cost.Add", func() (*energy.Report, error) { return energy.Count(net, x, energy.NumSteps(1), energy.Cost{Add: -1}) }},
		{"nn.Network.Eval", "NumSteps", func() (*energy.Report, error) { return energy.Count(net, x, energy.NumSteps(0)) }},
		{"nn.Network.Eval", "x", func() (*energy.Report, error) { return energy.Count(net, nil) }},
	} {
		r, err := c.call()
		var e *argument.Error
		if r != nil || !errors.As(err, &e) || e.Func != c.fn || e.Arg != c.arg {
			t.Errorf("%s, %s: %v", c.fn, c.arg, err)
		}
	}
}

// A layer of three inputs and two outputs, of which one input spikes in both of two steps.
func ExampleCount() {
	net := must(nn.Sequential(must(nn.NewLinear(3, 2, nn.Seed(1))), must(neuron.NewLeaky(0.9))))
	x := ts.MustOfSlice([]float32{1, 0, 0, 1, 0, 0}).MustView([]int64{2, 1, 3}, true)
	defer x.MustDrop()
	r, err := energy.Count(net, x)
	if err != nil {
		panic(err)
	}
	spiking, dense := r.Picojoules()
	fmt.Printf("%.1f pJ for %.0f additions, %.1f pJ for %.0f multiply-adds\n", spiking, r.Layers[0].SynapticOps, dense, r.Layers[0].MACs)
	// Output: 3.6 pJ for 4 additions, 27.6 pJ for 6 multiply-adds
}

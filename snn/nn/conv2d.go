package nn

import (
	"fmt"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
)

// Conv2d is a convolution of pictures with square kernels, [B x In x H x W] to [B x Out x H' x W'],
//
//	H' = ⌊(H + 2·Padding − Dilation·(Kernel − 1) − 1) / Stride⌋ + 1,
//
// with weights [Out x In/Groups x Kernel x Kernel]. PyTorch: nn.Conv2d.
type Conv2d struct {
	weights
	In, Out, Kernel                   int // channels, channels, pixels
	Stride, Padding, Dilation, Groups int
}

// NewConv2d makes a convolution, its weights and biases drawn evenly from (−1/√n, 1/√n), n = in/groups·kernel².
//
// Options: [Stride] (1), [Padding] (0), [Dilation] (1), [Groups] (1), [Bias] (true), [Seed] (a fresh one), [TorchSeed].
func NewConv2d(in, out, kernel int, opts ...ConvOption) (l *Conv2d, err error) {
	defer argument.Name(&err, "nn.NewConv2d")
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	for _, n := range []struct {
		arg          string
		value, least int
	}{{"in", in, 1}, {"out", out, 1}, {"kernel", kernel, 1}, {"Stride", c.stride, 1}, {"Padding", c.padding, 0}, {"Dilation", c.dilation, 1}, {"Groups", c.groups, 1}} {
		if err := atLeast(n.arg, n.value, n.least); err != nil {
			return nil, err
		}
	}
	if in%c.groups != 0 || out%c.groups != 0 {
		return nil, argument.New("Groups", c.groups, fmt.Sprintf("a divisor of %d and %d channels", in, out), argument.ErrRange)
	}
	w, err := newWeights(!c.noBias, int64(out), int64(in/c.groups), int64(kernel), int64(kernel))
	if err != nil {
		return nil, err
	}
	l = &Conv2d{w, in, out, kernel, c.stride, c.padding, c.dilation, c.groups}
	return l, initialize(l, c.source)
}

func (l *Conv2d) draws() []drawn {
	return l.kaiming(int64(l.In / l.Groups * l.Kernel * l.Kernel))
}

// Forward takes x [B x In x H x W] to [B x Out x H' x W'].
func (l *Conv2d) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

// check refuses pictures that do not fit.
func (l *Conv2d) check(s *ops.Scope, x lib.Ctensor) {
	shape, least := s.Shape(x), int64(l.Dilation*(l.Kernel-1)+1-2*l.Padding)
	if s.Err() == nil && (len(shape) != 4 || shape[1] != int64(l.In) || shape[2] < least || shape[3] < least) {
		s.Fail(wrongShape(shape, "[B x %d x H x W], H and W >= %d", l.In, max(1, least)))
	}
}

func (l *Conv2d) apply(s *ops.Scope, x lib.Ctensor, _ run) lib.Ctensor {
	l.check(s, x)
	if s.Err() != nil {
		return nil
	}
	return grad.Conv2d(s, x, s.In(l.weight), s.In(l.bias), grad.Window{Stride: l.Stride, Padding: l.Padding, Dilation: l.Dilation, Groups: l.Groups})
}

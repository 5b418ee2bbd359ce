package nn

import (
	"cmp"
	"fmt"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
)

// pool is a window that moves over pictures.
type pool struct{ Kernel, Stride, Padding int } // pixels

func newPool(kernel int, opts []PoolOption) (pool, error) {
	c, err := configure(opts)
	if err != nil {
		return pool{}, err
	}
	if !c.hasStride {
		c.stride = kernel
	}
	if err := cmp.Or(atLeast("kernel", kernel, 1), atLeast("Stride", c.stride, 1)); err != nil {
		return pool{}, err
	}
	if c.padding < 0 || c.padding > kernel/2 {
		return pool{}, argument.New("Padding", c.padding, fmt.Sprintf("from 0 to %d, half of the kernel", kernel/2), argument.ErrRange)
	}
	return pool{kernel, c.stride, c.padding}, nil
}

// Parameters returns none.
func (pool) Parameters() []neuron.Parameter { return nil }

func (p pool) check(s *ops.Scope, x lib.Ctensor) {
	shape, least := s.Shape(x), int64(p.Kernel-2*p.Padding)
	if s.Err() == nil && (len(shape) != 4 || shape[2] < least || shape[3] < least) {
		s.Fail(wrongShape(shape, "[B x C x H x W], H and W >= %d", max(1, least)))
	}
}

func (p pool) pair(n int) []int64 { return []int64{int64(n), int64(n)} }

// MaxPool2d takes the largest value of each window, [B x C x H x W] to [B x C x H' x W'],
//
//	H' = ⌊(H + 2·Padding − Kernel) / Stride⌋ + 1.
//
// PyTorch: nn.MaxPool2d.
type MaxPool2d struct{ pool }

// NewMaxPool2d makes a maximum pooling with square windows. Options: [Stride] (kernel), [Padding] (0).
func NewMaxPool2d(kernel int, opts ...PoolOption) (l *MaxPool2d, err error) {
	defer argument.Name(&err, "nn.NewMaxPool2d")
	p, err := newPool(kernel, opts)
	return &MaxPool2d{p}, err
}

// Forward takes x [B x C x H x W] to [B x C x H' x W'].
func (l *MaxPool2d) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

func (l *MaxPool2d) apply(s *ops.Scope, x lib.Ctensor, _ run) lib.Ctensor {
	l.check(s, x)
	return s.Op(func(out *lib.Ctensor) {
		lib.AtgMaxPool2d(out, x, l.pair(l.Kernel), 2, l.pair(l.Stride), 2, l.pair(l.Padding), 2, l.pair(1), 2, 0)
	})
}

// AvgPool2d takes the mean of each window, in which padded zeros count, [B x C x H x W] to [B x C x H' x W'],
//
//	H' = ⌊(H + 2·Padding − Kernel) / Stride⌋ + 1.
//
// PyTorch: nn.AvgPool2d.
type AvgPool2d struct{ pool }

// NewAvgPool2d makes an average pooling with square windows. Options: [Stride] (kernel), [Padding] (0).
func NewAvgPool2d(kernel int, opts ...PoolOption) (l *AvgPool2d, err error) {
	defer argument.Name(&err, "nn.NewAvgPool2d")
	p, err := newPool(kernel, opts)
	return &AvgPool2d{p}, err
}

// Forward takes x [B x C x H x W] to [B x C x H' x W'].
func (l *AvgPool2d) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

func (l *AvgPool2d) apply(s *ops.Scope, x lib.Ctensor, _ run) lib.Ctensor {
	const countPadding, noDivisor = 1, 1
	l.check(s, x)
	return s.Op(func(out *lib.Ctensor) {
		lib.AtgAvgPool2d(out, x, l.pair(l.Kernel), 2, l.pair(l.Stride), 2, l.pair(l.Padding), 2, 0, countPadding, 0, noDivisor)
	})
}

package nn

import (
	"gosnn/snn/internal/grad"
)

// convPool runs a convolution and the maximum pooling after it as one, where their input is mostly zeros, and reports whether it has. The values are those of the two
// layers one after another, but for the rounding of sums.
func (p *pass) convPool(i int, modules []Module) bool {
	if p.watch != nil || p.steps == 0 || i+1 >= len(modules) {
		return false
	}
	conv, ok := modules[i].(*Conv2d)
	pool, also := modules[i+1].(*MaxPool2d)
	if !ok || !also || conv.Stride != 1 || conv.Padding != 0 || conv.Dilation != 1 || conv.Groups != 1 || pool.Stride != pool.Kernel || pool.Padding != 0 {
		return false
	}
	p.flatten()
	conv.check(p.s, p.x)
	if p.s.Err() != nil {
		return false
	}
	y := grad.EventConvPool(p.s, p.x, p.s.In(conv.weight), p.s.In(conv.bias), pool.Kernel)
	if y == nil {
		return false
	}
	p.next(y)
	return true
}

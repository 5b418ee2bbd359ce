package tensormem

import (
	"errors"
	"os"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"
)

// Map maps a file as a tensor on the CPU, owned by the caller: nothing is copied, the pages are read when they are used,
// and a change of the elements is a change of the caller's own copy of the page, never of the file. The file must hold as
// many bytes as the elements take, and not be made shorter while the tensor lives; it may be removed.
func Map(path string, shape []int64, dtype gotch.DType, grad bool) (*ts.Tensor, error) {
	size, err := Size(shape, dtype)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, errors.New("no elements to map")
	}
	shaped, err := fromFile(path, size/int64(dtype.Size()), shape, dtype)
	if err != nil {
		return nil, err
	}
	if !grad {
		return ts.New(shaped), nil
	}
	defer lib.AtFree(shaped)
	return Make(func(out *lib.Ctensor) { lib.AtgSetRequiresGrad(out, shaped, 1) })
}

// FirstMap has libtorch map a file, this program's: the first time takes it 0.4 ms, later ones 0.04 ms. gotch's list of tensors
// stays as it is.
func FirstMap() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	if x, err := fromFile(program, 1, []int64{1}, gotch.Uint8); err == nil {
		lib.AtFree(x)
	}
}

// fromFile maps n elements of a file as a tensor of that shape, which the caller frees.
func fromFile(path string, n int64, shape []int64, dtype gotch.DType) (shaped lib.Ctensor, err error) {
	var flat lib.Ctensor
	if err := Torch(func() { lib.AtgFromFile(&flat, path, 0, n, 0, dtype.CInt(), CPU) }); err != nil {
		return nil, err
	}
	defer lib.AtFree(flat)
	err = Torch(func() { lib.AtgView(&shaped, flat, Dims(shape), len(shape)) })
	return shaped, err
}

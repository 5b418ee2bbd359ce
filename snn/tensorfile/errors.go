package tensorfile

import (
	"errors"
	"fmt"
)

// What can be wrong with a file or a tensor, for errors.Is. Errors of the file system are found as fs.ErrNotExist and so on.
var (
	ErrFormat = errors.New("damaged, or of another format") // the file
	ErrDType  = errors.New("element type not supported")    // by the format, or by libtorch
	ErrTensor = errors.New("tensor cannot be written")      // nil, dropped, undefined, sparse, on a GPU
	ErrName   = errors.New("no name for a tensor")          // of a tensor in the file
)

// damaged makes an ErrFormat that says what is wrong.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

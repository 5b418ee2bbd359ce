package tensorfile

import (
	"errors"
	"fmt"
)

// What can be wrong with a file or a tensor, for errors.Is. Errors of the file system are found as fs.ErrNotExist and so on.
var (
	ErrFormat = errors.New("damaged, or of another format") // the file
	ErrDType  = errors.New("element type not supported")    // by the format, or by libtorch
	ErrMany   = errors.New("more than one array")           // in a .npy file
	ErrLimit  = errors.New("beyond a limit")                // more than a file of its size may unpack to, or too long a header
	ErrTensor = errors.New("tensor cannot be written")      // nil, dropped, undefined, sparse, on a GPU
	ErrName   = errors.New("no name for a tensor")          // or of none in the file
)

// damaged makes an ErrFormat that says what is wrong.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

// The memory that reading a file takes is bounded by what the file is.
const (
	// unpackRatio and unpackFree bound what a compressed archive may unpack to: 64 MiB and 200 times its size. Spikes, mostly zeros, shrink
	// to a hundredth as a rule; deflate itself goes to a thousandth.
	unpackRatio = 200
	unpackFree  = 64 << 20
	// maxSafetensorsHeader has room for 60,000 tensors; the format itself allows 100 MB.
	maxSafetensorsHeader = 4 << 20
	// maxTensors are read at once: each takes 100 KB of Go's memory by gotch, however small it is.
	maxTensors = 4096
)

// checkCount refuses to read too many tensors at once.
func checkCount(n int) error {
	if n > maxTensors {
		return fmt.Errorf("%w: %d tensors, want at most %d at once; Names lists them, and those that are named are read", ErrLimit, n, maxTensors)
	}
	return nil
}

// checkUnpacked refuses an archive of size bytes that unpacks to more than it may.
func checkUnpacked(total uint64, size int64) error {
	if limit := unpackFree + unpackRatio*uint64(size); total > limit {
		return fmt.Errorf("%w: an archive of %d bytes unpacks to %d, want at most %d (64 MiB and %d times its size)", ErrLimit, size, total, limit,
			unpackRatio)
	}
	return nil
}

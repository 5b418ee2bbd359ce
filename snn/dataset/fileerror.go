package dataset

import (
	"errors"
	"fmt"
)

// What is wrong with a data file, for errors.Is. The message itself comes from [FileError].
var (
	ErrFormat    = errors.New("not the expected format") // not idx, or another element type or number of dimensions
	ErrTruncated = errors.New("file too short")          // the data ends before what the header promises
	ErrCorrupt   = errors.New("file damaged")            // gzip that does not unpack, or data after the end
	ErrLimit     = errors.New("beyond a limit")          // unpacks to more than a file of its size may
	ErrCount     = errors.New("counts differ")           // as many labels as images are needed
)

// FileError says what is wrong with a data file: what was found in it and what is expected.
// errors.Is finds its kind: [ErrFormat], [ErrTruncated], [ErrCorrupt], [ErrLimit], [ErrCount] or fs.ErrNotExist.
type FileError struct {
	Path  string
	Found string
	Want  string
	Kind  error
}

// Error reads: train-images-idx3-ubyte: found 2 dimensions, want 3.
func (e *FileError) Error() string {
	return fmt.Sprintf("%s: found %s, want %s", e.Path, e.Found, e.Want)
}

// Unwrap returns the kind.
func (e *FileError) Unwrap() error { return e.Kind }

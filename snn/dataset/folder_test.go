package dataset

import (
	"encoding/binary"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gosnn/snn/internal/tensortest"
)

// folderOf writes files, by their paths below a folder: n images and labels, of a part of each.
func folderOf(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Folders as people have them are found to hold ten training and ten test images.
func TestFoldersAsPeopleHaveThem(t *testing.T) {
	images, labels := idxBytes(count(10*2*3), 10, 2, 3), idxBytes(count(10), 10)
	wrong := []byte("not read")
	for name, files := range map[string]map[string][]byte{
		"Kaggle's archive: folders beside files": {
			"train-images.idx3-ubyte": images, "train-images-idx3-ubyte/train-images-idx3-ubyte": wrong,
			"train-labels.idx1-ubyte": labels, "train-labels-idx1-ubyte/train-labels-idx1-ubyte": wrong,
			"t10k-images.idx3-ubyte": images, "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte": wrong,
			"t10k-labels.idx1-ubyte": labels, "t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte": wrong,
		},
		"folders alone": {
			"train-images-idx3-ubyte/train-images-idx3-ubyte": images, "train-labels-idx1-ubyte/train-labels-idx1-ubyte": labels,
			"t10k-images-idx3-ubyte/t10k-images-idx3-ubyte": images, "t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte": labels,
		},
		"a Mac's hidden files": {
			"train-images-idx3-ubyte": images, "._train-images-idx3-ubyte": wrong, "train-labels-idx1-ubyte": labels, "._train-labels-idx1-ubyte": wrong,
			"t10k-images-idx3-ubyte": images, "._t10k-images-idx3-ubyte": wrong, "t10k-labels-idx1-ubyte": labels, ".DS_Store": wrong,
			"__MACOSX/._train-images-idx3-ubyte": wrong,
		},
		"torchvision's root": {
			"MNIST/raw/train-images-idx3-ubyte": images, "MNIST/raw/train-images-idx3-ubyte.gz": wrong, "MNIST/raw/train-labels-idx1-ubyte": labels,
			"MNIST/raw/t10k-images-idx3-ubyte": images, "MNIST/raw/t10k-labels-idx1-ubyte": labels, "FashionMNIST/raw/train-images-idx3-ubyte": wrong,
		},
		"torchvision's MNIST folder": {
			"raw/train-images-idx3-ubyte": images, "raw/train-labels-idx1-ubyte": labels, "raw/t10k-images-idx3-ubyte": images, "raw/t10k-labels-idx1-ubyte": labels,
		},
		"EMNIST's archive": {
			"gzip/emnist-letters-train-images-idx3-ubyte.gz": zipped(images), "gzip/emnist-letters-train-labels-idx1-ubyte.gz": zipped(labels),
			"gzip/emnist-letters-test-images-idx3-ubyte.gz": zipped(images), "gzip/emnist-letters-test-labels-idx1-ubyte.gz": zipped(labels),
			"gzip/emnist-letters-mapping.txt": wrong,
		},
		"an archive in a folder of folders": {
			"archive/mnist/train-images.idx3-ubyte": images, "archive/mnist/train-labels.idx1-ubyte": labels,
			"archive/mnist/t10k-images.idx3-ubyte": images, "archive/mnist/t10k-labels.idx1-ubyte": labels, ".cache/mnist/train-images": wrong,
		},
		"QMNIST, with labels of eight numbers": {
			"qmnist-train-images-idx3-ubyte.gz": zipped(images), "qmnist-train-labels-idx2-int.gz": zipped(classes(10)), "qmnist-train-labels.tsv.gz": wrong,
			"qmnist-test-images-idx3-ubyte.gz": zipped(images), "qmnist-test-labels-idx2-int": classes(10), "qmnist-test-labels.tsv.gz": wrong,
		},
		"a browser's copies": {
			"train-images-idx3-ubyte (1).gz": wrong, "train-images-idx3-ubyte.gz": zipped(images), "train-labels-idx1-ubyte(2).gz": zipped(labels),
			"t10k-images-idx3-ubyte.gz (1)": zipped(images), "t10k-labels-idx1-ubyte (3).gz": wrong, "t10k-labels-idx1-ubyte (2).gz": zipped(labels),
			"train-images-idx3-ubyte.gz.crdownload": wrong,
		},
		"capitals and other marks": {
			"Train_Images.idx3-ubyte": images, "Train_Labels.idx1-ubyte": labels, "TEST IMAGES": images, "TEST LABELS": labels,
		},
		"zeros behind gzip": {
			"train-images.gz": append(zipped(images), make([]byte, 512)...), "train-labels.gz": append(zipped(labels), 0),
			"t10k-images.gz": zipped(images), "t10k-labels.gz": append(zipped(labels), make([]byte, 1<<17)...),
		},
	} {
		dir := folderOf(t, files)
		for _, train := range []bool{true, false} {
			d, err := MNIST(Folder(dir), Train(train))
			if err != nil {
				t.Errorf("%s, train %v: %v", name, train, err)
				continue
			}
			if got := labelsOf(t, d); !slices.Equal(got, []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
				t.Errorf("%s, train %v: labels %v", name, train, got)
			}
			x, _, err := d.Item(9)
			if shape, _ := tensortest.Values(t, tensortest.Owned(t, x, err)); !slices.Equal(shape, []int64{1, 2, 3}) {
				t.Errorf("%s: shape %v", name, shape)
			}
		}
	}
	fashion := folderOf(t, map[string][]byte{"MNIST/raw/train-images-idx3-ubyte": wrong, "MNIST/raw/train-labels-idx1-ubyte": wrong,
		"FashionMNIST/raw/train-images-idx3-ubyte": images, "FashionMNIST/raw/train-labels-idx1-ubyte": labels})
	if _, err := FashionMNIST(Folder(fashion)); err != nil {
		t.Errorf("torchvision's root of two data sets: %v", err)
	}
}

// classes are QMNIST's labels: n rows of eight int32, the class first.
func classes(n int) []byte {
	data := idxBytes(nil, uint32(n), 8)
	data[2] = idxInt32
	for i := range n {
		for k := range 8 {
			data = binary.BigEndian.AppendUint32(data, uint32(i+1000*k))
		}
	}
	return data
}

func TestFolderHome(t *testing.T) {
	dir := folderOf(t, map[string][]byte{"data/train-images": idxBytes(count(6), 1, 2, 3), "data/train-labels": idxBytes(count(1), 1)})
	t.Setenv("HOME", dir)
	if _, err := MNIST(Folder("~/data")); err != nil {
		t.Error(err)
	}
	if _, err := MNIST(Folder("~/none")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), dir) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// Which of two data sets in one folder is meant is not guessed.
func TestFolderOfTwo(t *testing.T) {
	data := idxBytes(count(6), 1, 2, 3)
	dir := folderOf(t, map[string][]byte{"emnist-digits-train-images-idx3-ubyte": data, "emnist-letters-train-images-idx3-ubyte": data})
	_, err := MNIST(Folder(dir))
	if !errors.Is(err, ErrCount) || !strings.Contains(err.Error(), "emnist-digits") || !strings.Contains(err.Error(), "emnist-letters") || !strings.Contains(err.Error(), "dataset.IdxFiles") {
		t.Errorf("got %v", err)
	}
}

// A header that promises more items than a file of its size holds takes no memory for them; the error names the limit.
func TestIdxLimit(t *testing.T) {
	zeros := zipped(idxBytes(make([]byte, 8<<20), 1<<27, 1, 1)) // 8 MiB packed to 8 KiB, of a promised 128 MiB
	dir := folderOf(t, map[string][]byte{"images": zeros, "labels": zipped(idxBytes(make([]byte, 1<<20), 1<<20)), "few": zipped(idxBytes(make([]byte, 9), 1<<20))})
	at := func(name string) string { return filepath.Join(dir, name) }
	if _, err := IdxFiles(at("images"), at("labels")); !errors.Is(err, ErrTruncated) && !errors.Is(err, ErrLimit) {
		t.Errorf("a promise beyond the file: %v", err)
	}
	bomb := zipped(idxBytes(make([]byte, 100<<20), 100<<20, 1, 1))
	if err := os.WriteFile(at("bomb"), bomb, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := IdxFiles(at("bomb"), at("labels")); !errors.Is(err, ErrLimit) || !strings.Contains(err.Error(), "200 times") {
		t.Errorf("a bomb: %v", err)
	}
	million := zipped(idxBytes(make([]byte, 1<<20), 1<<20, 1, 1))
	if err := os.WriteFile(at("million"), million, 0o600); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := IdxFiles(at("million"), at("few")); !errors.Is(err, ErrTruncated) {
		t.Errorf("fewer labels than the header says: %v", err)
	}
	runtime.ReadMemStats(&after)
	used := after.TotalAlloc - before.TotalAlloc
	if used > 1<<20 {
		t.Errorf("%d bytes allocated for labels that are not there", used)
	}
	d, err := IdxFiles(at("million"), at("labels"))
	if err != nil || d.Len() != 1<<20 {
		t.Fatal(err)
	}
	if s, err := Subset(d, 1<<10, SubsetIndex(1)); err != nil || s.selection.list != nil || s.selection.first != 1<<10 {
		t.Errorf("a part takes a list of positions: %+v, %v", s.selection.list != nil, err)
	}
}

func TestTranspose(t *testing.T) {
	for _, gray := range []bool{true, false} {
		var img image.Image
		if gray {
			img = &image.Gray{Pix: []uint8{1, 2, 3, 4, 5, 6}, Stride: 3, Rect: image.Rect(0, 0, 3, 2)}
		} else {
			rgb := image.NewRGBA(image.Rect(0, 0, 3, 2))
			for i := range 6 {
				copy(rgb.Pix[4*i:], []uint8{uint8(i + 1), 0, 0, 255})
			}
			img = rgb
		}
		x, shape, err := Compose(Transpose(), ToTensor()).apply(img, nil)
		if err != nil || shape[1] != 3 || shape[2] != 2 {
			t.Fatal(shape, err)
		}
		for i, want := range []float32{1, 4, 2, 5, 3, 6} {
			if x[i] != want/255 {
				t.Errorf("gray %v: value %d is %v, want %v/255", gray, i, 255*x[i], want)
			}
		}
	}
}

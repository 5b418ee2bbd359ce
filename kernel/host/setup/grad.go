package setup

import (
	"context"
	"os"
	"path/filepath"
)

// snn/internal/grad has the module's one C++ file: neurons as nodes of libtorch's graph. It is compiled into libgotch for the same
// reason as gotch's own. The compiler that cgo is given makes an empty object of it where its sources are those in libgotch; a
// checkout that has changed them compiles them in the ordinary way.
const gradSource = "snn/internal/grad"

// gradFiles are its C++ files, as paths in the checkout.
func (h Home) gradFiles() []string {
	var names []string
	for _, pattern := range []string{"*.cpp", "*.h"} {
		files, _ := filepath.Glob(filepath.Join(h.Root, gradSource, pattern))
		for _, file := range files {
			names = append(names, filepath.Join(gradSource, filepath.Base(file)))
		}
	}
	return names
}

// gradArgs are the compiler's arguments for an object of it.
func (h Home) gradArgs(object string) []string {
	return append(h.torchFlags(), "-O3", "-std=c++17", "-fPIC", "-fopenmp", "-c", "-o", object, filepath.Join(h.Root, gradSource, "grad.cpp"))
}

// gradObject is the object of it that libgotch is made of.
func (h Home) gradObject() string { return filepath.Join(h.gotchLib(), "grad.o") }

// gradStep compiles it.
func (h Home) gradStep() step {
	return step{
		name: "grad", title: "the neurons' C++ part", needs: []string{"libtorch"}, key: h.libgotchKey,
		done: func() bool { return filled(h.gradObject()) },
		do: func(ctx context.Context, r *report) error {
			part, err := h.scratch()
			if err != nil {
				return err
			}
			defer os.RemoveAll(part)
			made := filepath.Join(part, "grad.o")
			if err := r.exec(ctx, h.Command(compiler(), h.gradArgs(made)...), nil); err != nil {
				return err
			}
			if err := os.MkdirAll(h.gotchLib(), 0o755); err != nil {
				return err
			}
			return os.Rename(made, h.gradObject())
		},
	}
}

// copyGrad keeps the sources that libgotch was made of, for the compiler to compare.
func (h Home) copyGrad() error {
	dir := filepath.Join(h.gotchLib(), "grad")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range h.gradFiles() {
		text, err := os.ReadFile(filepath.Join(h.Root, name))
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, filepath.Base(name)), string(text)); err != nil {
			return err
		}
	}
	return nil
}

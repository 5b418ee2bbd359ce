package setup

import (
	"context"
	_ "embed"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// gotch has one C++ file, which binds all of libtorch. In the ordinary way its 50 MB of object code are part of the Go
// package, and every cell's link has to read them with a C++ linker. Here the file is compiled once into a shared library,
// libgotch, and cgo is given a C++ compiler that makes of it an empty object in the package. gotch's own -ltorch finds
// libgotch under that name. Then Go's own linker can link cells: CGO_LDFLAGS must not name libgotch, since that linker
// refuses objects made with flags that it does not know, and with those that it knows any program would load libtorch.
// All this is known to work on Linux; elsewhere cells are linked in the ordinary way.
const sharedGotch = runtime.GOOS == "linux"

// gotchLib is the folder of libgotch.
func (h Home) gotchLib() string { return h.path("gotch") }

// gotchSource is the folder of gotch's C++ file in the module cache.
func (h Home) gotchSource() string {
	return filepath.Join(h.module("github.com/sugarme/gotch"), "libtch")
}

// torchFlags are the C++ compiler's flags for code that is linked with libtorch.
func (h Home) torchFlags() []string {
	if oldABI(filepath.Join(h.Libtorch(), "lib", "libc10.so")) {
		return []string{"-D_GLIBCXX_USE_CXX11_ABI=0"}
	}
	return nil
}

// gotchArgs are the compiler's arguments for an object of gotch's file.
func (h Home) gotchArgs(object string) []string {
	// The file hands arguments on. To compile it takes 70 s of a busy processor with -O2, 50 s with -O1, 28 s with -O0; to add two
	// tensors of three elements, 1.80, 1.85 and 2.05 us: less than a minute of everybody's first is worth.
	return append(h.torchFlags(), "-O0", "-std=c++17", "-fPIC", "-c", "-o", object, "torch_api.cpp")
}

// gotchLinkArgs are the compiler's arguments for libgotch, which becomes the file lib, of objects.
func (h Home) gotchLinkArgs(lib string, objects ...string) []string {
	args := append([]string{"-shared", "-s", "-Wl,-soname,libgotch.so", "-Wl,-z,defs", "-o", lib}, objects...)
	args = append(args, "-L"+filepath.Join(h.Libtorch(), "lib"), "-ltorch_cpu", "-lc10", "-lgomp")
	if all := filepath.Join(h.Libtorch(), "lib", "libtorch.so"); filled(all) {
		args = append(args, "-Wl,--no-as-needed", all) // it loads the CUDA part, if there is one
	}
	return args
}

// Three steps make libgotch: the objects of gotch's file and of this module's, side by side, and the library of both. To compile gotch's Go
// code, cgo wants a library with what the first object has, and no more: it is there half a minute earlier.

// gotchPart is the folder of gotch's object, and of a library of that alone.
func (h Home) gotchPart() string { return filepath.Join(h.gotchLib(), "part") }

func (h Home) gotchObject() string { return filepath.Join(h.gotchPart(), "torch_api.o") }

// libgotchKey is what libgotch depends on.
func (h Home) libgotchKey() string {
	version, _ := firstLine(compiler(), "--version")
	torch, _ := os.ReadFile(filepath.Join(h.Libtorch(), versionHeader))
	args := slices.Concat(h.gotchArgs(""), h.gradArgs(""), h.gotchLinkArgs(""))
	return strings.Join(append(args, compiler(), version, h.Libtorch(), string(torch), h.sources(append(h.gradFiles(), "go.sum")...), cxx), "\n")
}

// gotchStep compiles gotch's file.
func (h Home) gotchStep() step {
	return step{
		name: "gotch", title: "gotch's C++ part", needs: []string{"libtorch"}, key: h.libgotchKey,
		done: func() bool {
			return filled(h.gotchObject()) && filled(filepath.Join(h.gotchPart(), alias)) && filled(h.cxx())
		},
		do: func(ctx context.Context, r *report) error {
			if err := h.goRun(ctx, r, "mod", "download", "github.com/sugarme/gotch"); err != nil {
				return err
			}
			if err := errors.Join(os.MkdirAll(h.gotchLib(), 0o755), h.copyGrad(), h.writeCXX()); err != nil {
				return err
			}
			part, err := h.scratch()
			if err != nil {
				return err
			}
			defer os.RemoveAll(part)
			object := filepath.Join(part, filepath.Base(h.gotchObject()))
			cmd := h.Command(compiler(), h.gotchArgs(object)...)
			cmd.Dir = h.gotchSource()
			if err := r.exec(ctx, cmd, nil); err != nil {
				return err
			}
			if err := h.linkGotch(ctx, r, part, object); err != nil {
				return err
			}
			if err := errors.Join(os.Chmod(part, 0o755), os.RemoveAll(h.gotchPart())); err != nil {
				return err
			}
			return os.Rename(part, h.gotchPart())
		},
	}
}

// libgotchStep links libgotch.
func (h Home) libgotchStep() step {
	return step{
		name: "libgotch", title: "libgotch", needs: []string{"gotch", "grad"}, key: h.libgotchKey,
		done: func() bool { return filled(filepath.Join(h.gotchLib(), alias)) },
		do: func(ctx context.Context, r *report) error {
			return h.linkGotch(ctx, r, h.gotchLib(), h.gotchObject(), h.gradObject())
		},
	}
}

// linkGotch makes libgotch in a folder, of objects.
func (h Home) linkGotch(ctx context.Context, r *report, dir string, objects ...string) error {
	part, err := h.scratch()
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	const name = "libgotch.so"
	if err := r.exec(ctx, h.Command(compiler(), h.gotchLinkArgs(filepath.Join(part, name), objects...)...), nil); err != nil {
		return err
	}
	if err := os.Symlink(name, filepath.Join(part, alias)); err != nil {
		return err
	}
	for _, name := range []string{name, alias} {
		if err := os.Rename(filepath.Join(part, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// alias is libgotch by the name that gotch asks for.
const alias = "libtorch.so"

// cxx is the C++ compiler that cgo is given: the machine's own, but for the files that libgotch is made of.
//
//go:embed cxx.sh
var cxx string

func (h Home) cxx() string { return filepath.Join(h.gotchLib(), "c++") }

func (h Home) writeCXX() error {
	if err := writeFile(filepath.Join(h.gotchLib(), "empty.cpp"), "// In the place of a file that is in libgotch.so.\n"); err != nil {
		return err
	}
	if err := writeFile(h.cxx(), cxx); err != nil {
		return err
	}
	return os.Chmod(h.cxx(), 0o755)
}

// gotchEnv has cgo use libgotch.
func (h Home) gotchEnv() []string {
	flags := "CGO_CXXFLAGS=" + strings.Join(append([]string{"-O2"}, h.torchFlags()...), " ")
	if !sharedGotch {
		return []string{flags}
	}
	return []string{flags, "CXX=" + Word(h.cxx()), "GOSNN_CXX=" + compiler()}
}

// Word makes one word of the go command's lists of words, as in GOFLAGS. Plain paths stay as they are, since other programs
// read CXX, too.
func Word(s string) string {
	if !strings.ContainsAny(s, " \t\r\n'\"") {
		return s
	}
	if strings.Contains(s, "'") {
		return `"` + s + `"`
	}
	return "'" + s + "'"
}

// filled reports whether there is a file with something in it.
func filled(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Size() > 0
}

package setup

import (
	"cmp"
	"context"
	_ "embed"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
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

// compileGotch makes libgotch in a folder: two objects, side by side, and then the library.
func (h Home) compileGotch(ctx context.Context, r *report, dir string) (lib string, err error) {
	lib = filepath.Join(dir, "libgotch.so")
	api, grad := filepath.Join(dir, "torch_api.o"), filepath.Join(dir, "grad.o")
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var both sync.WaitGroup
	var errs [2]error
	for i, args := range [][]string{h.gotchArgs(api), h.gradArgs(grad)} {
		both.Go(func() {
			cmd := h.Command(compiler(), args...)
			cmd.Dir = h.gotchSource()
			if errs[i] = r.exec(ctx, cmd, nil); errs[i] != nil {
				stop()
			}
		})
	}
	both.Wait()
	if err := cmp.Or(errs[:]...); err != nil {
		return "", err
	}
	return lib, r.exec(ctx, h.Command(compiler(), h.gotchLinkArgs(lib, api, grad)...), nil)
}

// gotchStep compiles libgotch.
func (h Home) gotchStep() step {
	lib := filepath.Join(h.gotchLib(), "libgotch.so")
	return step{
		name: "gotch", title: "gotch's C++ part", needs: []string{"libtorch"},
		key: func() string {
			version, _ := firstLine(compiler(), "--version")
			torch, _ := os.ReadFile(filepath.Join(h.Libtorch(), versionHeader))
			args := slices.Concat(h.gotchArgs(""), h.gradArgs(""), h.gotchLinkArgs(lib))
			return strings.Join(append(args, compiler(), version, h.Libtorch(), string(torch), h.sources(append(h.gradFiles(), "go.sum")...), cxx), "\n")
		},
		done: func() bool { return filled(lib) && filled(h.gotchAlias()) && filled(h.cxx()) },
		do: func(ctx context.Context, r *report) error {
			if err := h.goRun(ctx, r, "mod", "download", "github.com/sugarme/gotch"); err != nil {
				return err
			}
			part, err := h.scratch()
			if err != nil {
				return err
			}
			defer os.RemoveAll(part)
			made, err := h.compileGotch(ctx, r, part)
			if err != nil {
				return err
			}
			if err := os.MkdirAll(h.gotchLib(), 0o755); err != nil {
				return err
			}
			if err := os.Rename(made, lib); err != nil {
				return err
			}
			if err := os.RemoveAll(h.gotchAlias()); err != nil {
				return err
			}
			if err := os.Symlink(filepath.Base(lib), h.gotchAlias()); err != nil {
				return err
			}
			if err := h.copyGrad(); err != nil {
				return err
			}
			return h.writeCXX()
		},
	}
}

// gotchAlias is libgotch by the name that gotch asks for.
func (h Home) gotchAlias() string { return filepath.Join(h.gotchLib(), "libtorch.so") }

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

package setup

import (
	"context"
	_ "embed"
	"os"
	"path/filepath"
	"runtime"
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

// gotchArgs are the compiler's arguments for libgotch, which becomes the file lib.
func (h Home) gotchArgs(lib string) []string {
	// The file hands arguments on. To compile it takes 70 s of a busy processor with -O2, 50 s with -O1, 28 s with -O0; to add two
	// tensors of three elements, 1.80, 1.85 and 2.05 us.
	args := append(h.torchFlags(), "-O1", "-std=c++17", "-shared", "-fPIC", "-s", "-Wl,-soname,libgotch.so", "-Wl,-z,defs",
		"-o", lib, "torch_api.cpp", "-ltorch_cpu", "-lc10")
	if all := filepath.Join(h.Libtorch(), "lib", "libtorch.so"); filled(all) {
		args = append(args, "-Wl,--no-as-needed", all) // it loads the CUDA part, if there is one
	}
	return args
}

// gotchStep compiles libgotch.
func (h Home) gotchStep() step {
	lib := filepath.Join(h.gotchLib(), "libgotch.so")
	return step{
		name: "gotch", title: "gotch's C++ part", needs: []string{"libtorch"},
		key: func() string {
			version, _ := firstLine(compiler(), "--version")
			torch, _ := os.ReadFile(filepath.Join(h.Libtorch(), versionHeader))
			return strings.Join(append(h.gotchArgs(lib), compiler(), version, h.Libtorch(), string(torch), h.sources("go.sum"), cxx), "\n")
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
			made := filepath.Join(part, "libgotch.so")
			cmd := h.Command(compiler(), h.gotchArgs(made)...)
			cmd.Dir = h.gotchSource()
			if err := r.exec(ctx, cmd, nil); err != nil {
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
			return h.writeCXX()
		},
	}
}

// gotchAlias is libgotch by the name that gotch asks for.
func (h Home) gotchAlias() string { return filepath.Join(h.gotchLib(), "libtorch.so") }

// cxx is the C++ compiler that cgo is given: the machine's own, but for gotch's file.
//
//go:embed cxx.sh
var cxx string

func (h Home) cxx() string { return filepath.Join(h.gotchLib(), "c++") }

func (h Home) writeCXX() error {
	if err := writeFile(filepath.Join(h.gotchLib(), "empty.cpp"), "// In the place of torch_api.cpp, which is in libgotch.so.\n"); err != nil {
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

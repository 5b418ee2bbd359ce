package setup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// needDisk is what a whole set-up takes at its peak, in bytes, measured on Linux x86-64 and rounded up.
const needDisk = 4 << 30

// compiler is the C++ compiler: $CXX, as cgo has it, or g++, or on a machine without one clang++. In the kernel's own
// environment, where $CXX is the compiler for cgo, it is the one behind that.
func compiler() string {
	if cxx := os.Getenv("GOSNN_CXX"); cxx != "" {
		return cxx
	}
	if cxx := os.Getenv("CXX"); cxx != "" {
		return cxx
	}
	if _, err := exec.LookPath("g++"); err != nil {
		if _, err := exec.LookPath("clang++"); err == nil {
			return "clang++"
		}
	}
	return "g++"
}

// requirement is something that the machine must bring along.
type requirement struct {
	name  string
	check func() (found string, err error)
	cure  string
}

// requirements that set-up cannot install by itself.
func (h Home) requirements() []requirement {
	return []requirement{
		{"Go 1.26 or later", func() (string, error) { return firstLine("go", "version") },
			"install Go 1.26 or later and put its bin folder on the PATH"},
		{"C++ compiler", compiles,
			"install one: apt install g++ (Debian, Ubuntu), dnf install gcc-c++ (Fedora), xcode-select --install (macOS)"},
		{"Python 3.10 or later", func() (string, error) {
			return firstLine("python3", "-c", "import sys; print('Python', sys.version.split()[0]); sys.exit(sys.version_info < (3, 10) and 'too old')")
		}, "install Python 3.10 or later: apt install python3 python3-venv (Debian, Ubuntu), dnf install python3 (Fedora), brew install python (macOS)"},
		{"Python's venv", func() (string, error) {
			return firstLine("python3", "-c", "import venv, ensurepip; print('venv and ensurepip')")
		},
			"install it: apt install python3-venv (Debian, Ubuntu)"},
	}
}

// checkRequirements returns the first that is missing, as a Failure.
func (h Home) checkRequirements() error {
	for _, q := range h.requirements() {
		if _, err := q.check(); err != nil {
			return &Failure{q.name, err, q.cure}
		}
	}
	return nil
}

// checkDisk refuses a first set-up that would fill the disk half-way. What an earlier, interrupted one left counts as free.
func (h Home) checkDisk(need uint64) error {
	if _, err := os.Stat(h.stamp(h.kernelStep())); err == nil {
		return nil // the large parts are there
	}
	dir := h.Dir
	for _, err := os.Stat(dir); err != nil && dir != filepath.Dir(dir); _, err = os.Stat(dir) {
		dir = filepath.Dir(dir)
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return nil // no answer is no reason to stop
	}
	free := fs.Bavail * uint64(fs.Bsize)
	if free+h.used() < need {
		return &Failure{"disk space", fmt.Errorf("%.1f GB are free in %s, set-up needs %.0f", float64(free)/(1<<30), dir, float64(need)/(1<<30)),
			"free some space, or set GOSNN_HOME to a folder on a larger disk"}
	}
	return nil
}

// used is the size of what an earlier, interrupted set-up left.
func (h Home) used() (n uint64) {
	filepath.WalkDir(h.Dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				n += uint64(info.Size())
			}
		}
		return nil
	})
	return n
}

// firstLine runs a program and returns the first line that it prints.
func firstLine(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).CombinedOutput()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil {
		if line == "" || isNotFound(err) {
			return "", err
		}
		return "", fmt.Errorf("%s (%w)", line, err)
	}
	return line, nil
}

func isNotFound(err error) bool { _, is := err.(*exec.Error); return is }

// compiles builds a small C++17 program: a compiler without its library is as good as none.
func compiles() (string, error) {
	version, err := firstLine(compiler(), "--version")
	if err != nil {
		return "", err
	}
	return version, link(context.Background())
}

// link compiles and links a program with the given extra flags.
func link(ctx context.Context, flags ...string) error {
	dir, err := os.MkdirTemp("", "gosnn-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "check.cc")
	if err := os.WriteFile(source, []byte("#include <optional>\n#include <string>\nint main() { return std::optional<std::string>(\"\")->size(); }\n"), 0o644); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, compiler(), append([]string{"-std=c++17", source, "-o", filepath.Join(dir, "check")}, flags...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		line, _, _ := strings.Cut(string(out), "\n")
		return fmt.Errorf("%s cannot build a program: %w: %s", compiler(), err, line)
	}
	return nil
}

// linker is the fast linker that [Home.probeLinker] found, or "" for the compiler's own.
func (h Home) linker() string {
	name, _ := os.ReadFile(h.path("linker"))
	return strings.TrimSpace(string(name))
}

// probeLinker finds a fast linker that the compiler can drive, fastest first. $GOSNN_LINKER names one to use instead:
// "default" is the compiler's own.
func (h Home) probeLinker(ctx context.Context) error {
	names := []string{"mold", "lld", "gold"}
	if chosen := os.Getenv("GOSNN_LINKER"); chosen == "default" {
		names = nil
	} else if chosen != "" {
		if err := link(ctx, "-fuse-ld="+chosen); err != nil {
			return &Failure{"linker", err, "install it, or unset GOSNN_LINKER"}
		}
		names = []string{chosen}
	}
	found := ""
	for _, name := range names {
		if link(ctx, "-fuse-ld="+name) == nil {
			found = name
			break
		}
	}
	if found == h.linker() {
		return nil
	}
	return writeFile(h.path("linker"), found+"\n")
}

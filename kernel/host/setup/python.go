package setup

import (
	"context"
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The pinned Python packages, each with its hashes. The .in files are what we ask for; the .txt files, made of them by
// `make pins`, are what is installed.
//
//go:embed requirements/*.txt
var requirements embed.FS

// pinned returns a file of pins.
func pinned(name string) string {
	text, err := requirements.ReadFile("requirements/" + name + ".txt")
	if err != nil {
		panic(err) // the names are constants: a missing file is a mistake in this package
	}
	return string(text)
}

// venvStep makes the Python environment: JupyterLab, and nbconvert.
func (h Home) venvStep() step {
	return step{
		name: "venv", title: "Python environment with JupyterLab", key: pinned("lab") + h.Venv(),
		done: func() bool { return exec.Command(h.Python(), "-c", "pass").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.makeVenv(ctx, r, h.Python(), "lab") },
	}
}

// testStep adds what the tests need.
func (h Home) testStep() step {
	return step{
		name: "test-packages", title: "Python packages for the tests", key: pinned("lab") + pinned("test") + h.Venv(),
		done: func() bool { return exec.Command(h.Python(), "-c", "import jupyter_kernel_test, numpy").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.pipInstall(ctx, r, h.Python(), "test") },
	}
}

// benchStep makes another environment, with snnTorch and matplotlib to measure against: they need an older NumPy.
func (h Home) benchStep() step {
	return step{
		name: "bench", title: "snnTorch and matplotlib, to compare with (4 GB)", key: pinned("bench") + h.BenchPython(),
		done: func() bool { return exec.Command(h.BenchPython(), "-c", "pass").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.makeVenv(ctx, r, h.BenchPython(), "bench") },
	}
}

// lintStep makes another environment, with the linters: they bring packages that notebooks do not need.
func (h Home) lintStep() step {
	return step{
		name: "lint", title: "linters: pip-audit, codespell", key: pinned("lint") + h.LintPython(),
		done: func() bool { return exec.Command(h.LintPython(), "-c", "import pip_audit, codespell_lib").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.makeVenv(ctx, r, h.LintPython(), "lint") },
	}
}

// makeVenv makes the environment of an interpreter, with a file of pins installed. Environments cannot be renamed: one
// whose step has no stamp is unfinished, and made again.
func (h Home) makeVenv(ctx context.Context, r *report, python, pins string) error {
	dir := filepath.Dir(filepath.Dir(python))
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := r.exec(ctx, exec.Command("python3", "-m", "venv", dir), nil); err != nil {
		return err
	}
	return h.pipInstall(ctx, r, python, pins)
}

// pipInstall installs a file of pins into the environment of an interpreter.
func (h Home) pipInstall(ctx context.Context, r *report, python, pins string) error {
	file, err := h.pinFile(pins)
	if err != nil {
		return err
	}
	return r.exec(ctx, pip(python, hashed("install", file)...), nil)
}

// pipDownload fetches a file of pins into dir, whatever Python this machine has: only the archives' content is wanted.
func (h Home) pipDownload(ctx context.Context, r *report, pins, dir string, extra ...string) error {
	file, err := h.pinFile(pins)
	if err != nil {
		return err
	}
	args := append(hashed("download", file, "-d", dir, "--progress-bar=raw", "--resume-retries=5"), extra...)
	total := int64(-1)
	return r.exec(ctx, pip(h.Python(), args...), func(line string) {
		var done, of int64
		if n, _ := fmt.Sscanf(line, "Progress %d of %d", &done, &of); n != 2 {
			return
		}
		if of != total {
			total = of
			r.measure(of, true)
		}
		r.set(done)
	})
}

// hashed are pip's arguments for a file of pins: each archive is compared with its hash, nothing else is fetched, and nothing of an
// archive runs to install it.
func hashed(command, file string, more ...string) []string {
	return append([]string{command, "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", file}, more...)
}

// pip prepares a call of an environment's pip. It keeps no cache: what it fetches is kept unpacked, and in the home only.
func pip(python string, args ...string) *exec.Cmd {
	cmd := exec.Command(python, append([]string{"-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "--no-input"}, args...)...)
	cmd.Env = append(os.Environ(), "PYTHONUNBUFFERED=1")
	return cmd
}

// pinFile writes a file of pins where pip can read it.
func (h Home) pinFile(name string) (string, error) {
	file := h.path("pins", strings.ReplaceAll(name, "/", "-")+".txt")
	return file, writeFile(file, pinned(name))
}

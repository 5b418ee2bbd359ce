package setup

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// pythonStep makes the Python environment. It is made anew for other pins, so that none of the old packages stays.
func (h Home) pythonStep() step {
	return step{
		name: "python", title: "Python environment", key: func() string { return pinned("pip") + pinned("lab") + h.Venv() },
		done: func() bool { return exec.Command(h.Python(), "-c", "import pip").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.makeVenv(ctx, r, h.Python(), "pip") },
	}
}

// bytecodeStep has Python compile its packages, so that they start as quickly for those who may not write to them. Whoever may has what JupyterLab
// imports compiled by its first start, in less time.
func (h Home) bytecodeStep() step {
	return step{
		name: "bytecode", title: "Python's bytecode", needs: []string{"lab"}, later: true, key: h.labStep().key,
		do: func(ctx context.Context, r *report) error {
			err := r.exec(ctx, exec.Command(h.Python(), "-m", "compileall", "-q", "-j0", h.Venv()), nil)
			if _, some := errors.AsType[*exec.ExitError](err); some {
				return ctx.Err() // files for another Python, which pip would leave, too
			}
			return err
		},
	}
}

// What Jupyter reads of its settings in the environment.
//
//go:embed jupyter
var jupyterSettings embed.FS

// settings are the files of jupyterSettings and their places in the environment.
var settings = map[string]string{
	"jupyter/jupyter_server_config.py":    "etc/jupyter/jupyter_server_config.py",
	"jupyter/jupyter_nbconvert_config.py": "etc/jupyter/jupyter_nbconvert_config.py",
	"jupyter/latex/conf.json":             "share/jupyter/nbconvert/templates/gosnn/conf.json",
	"jupyter/latex/index.tex.j2":          "share/jupyter/nbconvert/templates/gosnn/index.tex.j2",
	"jupyter/overrides.json":              "share/jupyter/lab/settings/overrides.json",
}

// A Python package by which papermill gives parameters in Go, as it lies among other packages.
//
//go:embed papermill
var papermill embed.FS

// labStep installs JupyterLab and nbconvert.
func (h Home) labStep() step {
	return step{
		name: "lab", title: "JupyterLab", needs: []string{"python"}, key: func() string {
			key := pinned("lab") + h.Venv()
			for _, name := range slices.Sorted(maps.Keys(settings)) {
				key += jupyterSetting(name)
			}
			writePapermill(func(_, text string) error { key += text; return nil })
			return key
		},
		done: func() bool { return exec.Command(h.Python(), "-c", "import jupyterlab").Run() == nil },
		do: func(ctx context.Context, r *report) error {
			if err := h.pipInstall(ctx, r, h.Python(), "lab", "--no-compile"); err != nil {
				return err
			}
			for name, place := range settings {
				if err := writeFile(filepath.Join(h.Venv(), place), jupyterSetting(name)); err != nil {
					return err
				}
			}
			packages, err := filepath.Glob(filepath.Join(h.Venv(), "lib", "python3*", "site-packages"))
			if err != nil {
				return err
			}
			if len(packages) != 1 {
				return fmt.Errorf("%d folders of Python packages are in %s, want 1", len(packages), h.Venv())
			}
			return writePapermill(func(name, text string) error { return writeFile(filepath.Join(packages[0], name), text) })
		},
	}
}

func jupyterSetting(name string) string {
	text, err := jupyterSettings.ReadFile(name)
	if err != nil {
		panic(err) // as of pinned
	}
	return string(text)
}

// writePapermill calls write for each file of the package for papermill.
func writePapermill(write func(name, text string) error) error {
	return fs.WalkDir(papermill, "papermill", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := papermill.ReadFile(name)
		if err != nil {
			return err
		}
		return write(strings.TrimPrefix(name, "papermill/"), string(text))
	})
}

// testStep adds what the tests need.
func (h Home) testStep() step {
	return step{
		name: "test-packages", title: "Python packages for the tests", needs: []string{"hub"}, // one pip at a time in an environment
		key: func() string { return pinned("lab") + pinned("test") + h.Venv() },
		done: func() bool {
			return exec.Command(h.Python(), "-c", "import jupyter_kernel_test, jupyter_console, nbmake, numpy, papermill").Run() == nil
		},
		do: func(ctx context.Context, r *report) error { return h.pipInstall(ctx, r, h.Python(), "test") },
	}
}

// benchStep makes another environment, with snnTorch and matplotlib to measure against: they need an older NumPy.
func (h Home) benchStep() step {
	return step{
		name: "bench", title: "snnTorch and matplotlib, to compare with (4 GB)",
		key:  func() string { return pinned("bench") + h.BenchPython() },
		done: func() bool { return exec.Command(h.BenchPython(), "-c", "pass").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.makeVenv(ctx, r, h.BenchPython(), "bench") },
	}
}

// lintStep makes another environment, with the linters: they bring packages that notebooks do not need.
func (h Home) lintStep() step {
	return step{
		name: "lint", title: "linters: pip-audit, codespell; uv",
		key:  func() string { return pinned("lint") + h.LintPython() },
		done: func() bool { return exec.Command(h.LintPython(), "-c", "import pip_audit, codespell_lib").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.makeVenv(ctx, r, h.LintPython(), "lint") },
	}
}

// makeVenv makes the environment of an interpreter, with files of pins installed. Environments cannot be renamed: one
// whose step has no stamp is unfinished, and made again.
func (h Home) makeVenv(ctx context.Context, r *report, python string, pins ...string) error {
	dir := filepath.Dir(filepath.Dir(python))
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := r.exec(ctx, exec.Command("python3", "-m", "venv", dir), nil); err != nil {
		return err
	}
	for _, name := range pins {
		if err := h.pipInstall(ctx, r, python, name); err != nil {
			return err
		}
	}
	return nil
}

// pipInstall installs a file of pins into the environment of an interpreter.
func (h Home) pipInstall(ctx context.Context, r *report, python, pins string, flags ...string) error {
	file, err := h.pinFile(pins)
	if err != nil {
		return err
	}
	return r.exec(ctx, pip(python, hashed("install", file, flags...)...), nil)
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
			r.measure(of)
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

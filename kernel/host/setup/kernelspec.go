package setup

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Where and how a kernelspec is installed.
type Spec struct {
	Prefix string // "<prefix>/share/jupyter" is the data folder; empty: the home's own Python environment
	User   bool   // Jupyter's data folder of this user instead
	Name   string // the kernel's name in Jupyter, one checkout one name; empty: "gosnn"
	Title  string // what JupyterLab shows; empty: "Go (SNN)"
}

//go:embed logo.svg
var logo []byte

// kernelJSON is Jupyter's kernel.json, as far as GoNB writes it and this package adds to it.
type kernelJSON struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Env           map[string]string `json:"env"`
	Metadata      map[string]any    `json:"metadata"`
}

// kernelStep installs the kernel into the home's own Python environment, where no other checkout sees it. It needs all that a cell
// does: a kernel that can be chosen is one that works.
func (h Home) kernelStep() step {
	return step{
		name: "kernel", title: "kernel \"Go (SNN)\", with a first cell", needs: []string{"lab", "echarts", "tools", "mnist", "compile", "libgotch"},
		key: func() string {
			return strings.Join(h.kernelEnv(""), "\n") + h.sources("go.mod", "go.sum") + string(logo) + fmt.Sprint(h.frontArgs())
		},
		done: func() bool {
			_, err := h.checkKernel()
			return err == nil
		},
		do: func(ctx context.Context, r *report) error {
			if err := os.MkdirAll(h.models(), 0o755); err != nil {
				return err
			}
			dir, err := h.Install(ctx, Spec{})
			if err == nil {
				err = h.firstCell(ctx, r, dir)
			}
			if err != nil {
				os.RemoveAll(dir) // a kernel that can be chosen is one that works
			}
			return err
		},
	}
}

// Install writes the kernelspec, with the whole environment baked in, and returns its folder. GoNB's own installer
// makes the part that is GoNB's: its command line and how it is interrupted.
func (h Home) Install(ctx context.Context, s Spec) (dir string, err error) {
	if dir, err = h.specDir(s); err != nil {
		return "", err
	}
	if _, err := isOurs(dir); err != nil {
		return "", err
	}
	scratch, err := os.MkdirTemp("", "gosnn-kernel-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(scratch)
	// GoNB's log would fill the terminal in which JupyterLab runs: the errors of cells are in the notebook.
	cmd := command(h.kernelEnv(dir), "gonb", "--install", "--go_work="+moduleIn(dir),
		"--logtostderr=false", "--stderrthreshold=FATAL", "--log_file="+os.DevNull, "--raw_error")
	cmd.Env = append(cmd.Env, "JUPYTER_DATA_DIR="+scratch)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("gonb --install: %w\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(scratch, "kernels", "gonb", "kernel.json"))
	if err != nil {
		return "", err
	}
	var k kernelJSON
	if err := json.Unmarshal(text, &k); err != nil {
		return "", fmt.Errorf("kernel.json of gonb: %w", err)
	}
	if len(k.Argv) == 0 {
		return "", errors.New("kernel.json of gonb has no command line")
	}
	k.Argv[0] = filepath.Join(h.Bin(), "gonb") // of a home in a temporary folder, GoNB would run a copy of itself
	k.Argv = append(h.frontArgs(), k.Argv...)
	k.DisplayName, k.Env = cmp.Or(s.Title, "Go (SNN)"), map[string]string{"GOSNN_KERNEL": filepath.Base(dir)}
	for _, kv := range h.kernelEnv(dir) {
		name, value, _ := strings.Cut(kv, "=")
		k.Env[name] = value
	}
	k.Metadata = map[string]any{"gosnn": map[string]string{"home": h.Dir, "root": h.Root}}
	if text, err = json.MarshalIndent(k, "", "  "); err != nil {
		return "", err
	}
	library, err := os.ReadFile(h.ECharts())
	if err != nil {
		return "", fmt.Errorf("%w: run setup first", err)
	}
	return dir, replaceDir(dir, func(part string) error {
		for name, content := range map[string][]byte{"kernel.json": append(text, '\n'), "logo-svg.svg": logo} {
			if err := os.WriteFile(filepath.Join(part, name), content, 0o644); err != nil {
				return err
			}
		}
		if err := writeECharts(part, library); err != nil {
			return err
		}
		return h.linkModule(moduleIn(part))
	})
}

// frontArgs is what stands before GoNB's command line: see package front.
func (h Home) frontArgs() []string { return []string{h.Kernel(), "front", "{connection_file}", "--"} }

// moduleIn is where a kernelspec has the module gosnn: links to the source tree.
func moduleIn(dir string) string { return filepath.Join(dir, "module") }

// linkModule makes a folder that is this module and nothing else. GoNB gives every Go file below a workspace's folder to
// gopls, and the source tree has the home in it, with some ten thousand files of the module cache: completion would take minutes.
func (h Home) linkModule(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum", "snn", "plots", "kernel", "notebooks"} {
		to := filepath.Join(h.Root, name)
		if _, err := os.Stat(to); err != nil {
			continue
		}
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// Uninstall removes the kernelspec, if it is one of ours, and returns its folder.
func (h Home) Uninstall(s Spec) (dir string, err error) {
	if dir, err = h.specDir(s); err != nil {
		return "", err
	}
	is, err := isOurs(dir)
	if err == nil && !is {
		err = fmt.Errorf("no kernel is installed in %s", dir)
	}
	if err != nil {
		return dir, err
	}
	return dir, os.RemoveAll(dir)
}

// isOurs reports whether a kernelspec of ours is in a folder. Anything else in its place is an error.
func isOurs(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return false, nil
	}
	text, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	var k kernelJSON
	if json.Unmarshal(text, &k) != nil || k.Metadata["gosnn"] == nil {
		return false, fmt.Errorf("%s holds a kernel that is not ours: choose another name, or remove it by hand if it is yours", dir)
	}
	return true, nil
}

// validName is what Jupyter takes as a kernel's name.
var validName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// specDir is the folder of a kernelspec.
func (h Home) specDir(s Spec) (string, error) {
	name := cmp.Or(s.Name, "gosnn")
	if !validName.MatchString(name) {
		return "", fmt.Errorf("kernel name %q: want letters, digits, '.', '_' or '-', and first a letter or digit", name)
	}
	data := filepath.Join(cmp.Or(s.Prefix, h.Venv()), "share", "jupyter")
	if s.User {
		if s.Prefix != "" {
			return "", errors.New("choose one of a user's folder and a prefix")
		}
		var err error
		if data, err = userDataDir(); err != nil {
			return "", err
		}
	}
	dir, err := filepath.Abs(filepath.Join(data, "kernels", name))
	if err == nil {
		err = plainPaths(dir)
	}
	return dir, err
}

// userDataDir is Jupyter's data folder of this user.
func userDataDir() (string, error) {
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if runtimeLibraryPath == "DYLD_LIBRARY_PATH" { // macOS
		return filepath.Join(home, "Library", "Jupyter"), nil
	}
	return filepath.Join(cmp.Or(os.Getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share")), "jupyter"), nil
}

// replaceDir has a folder filled aside, and then puts it in the place of dir.
func replaceDir(dir string, fill func(part string) error) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), ".part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := os.Chmod(part, 0o755); err != nil {
		return err
	}
	if err := fill(part); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(part, dir)
}

package setup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Doctor checks each thing that a notebook needs, writes to out what is wrong with it and how to cure that, and
// returns how many are wrong.
func (h Home) Doctor(ctx context.Context, out io.Writer) (wrong int) {
	const again = "run `make setup`: it makes what is missing"
	checks := h.requirements()
	checks = append(checks,
		requirement{"folder", h.checkFolder, "chown it to yourself, or set GOSNN_HOME to a folder of your own; `chmod -R go-w` takes others' right to write away"},
		requirement{"libtorch " + TorchVersion, func() (string, error) { return h.Libtorch(), h.checkLibtorch() },
			again + "; or set LIBTORCH to the folder of one"},
		requirement{"linker", h.checkLinker, "install it again, or run `make setup`: it looks for another"},
		requirement{"GoNB", func() (string, error) { return firstLine(filepath.Join(h.Bin(), "gonb"), "-V") }, again},
		requirement{"goimports", h.isProgram("goimports"), again},
		requirement{"gopls", h.isProgram("gopls"), again},
		requirement{"JupyterLab", func() (string, error) { return firstLine(h.Python(), "-m", "jupyterlab", "--version") }, again},
		requirement{"ECharts", func() (string, error) { return h.ECharts(), checkECharts(h.ECharts()) }, again},
		requirement{"font", func() (string, error) { return h.Font(), checkFont(h.Font()) }, again},
		requirement{"MNIST", h.checkMNIST, again},
		requirement{"kernel", h.checkKernel, again},
		requirement{"hot cells", h.checkHot, "cells are built the ordinary way, which takes half a second more; GOSNN_HOT=off to leave it at that"},
		requirement{"build cache", h.checkCache, "whoever set up " + h.Dir + " makes it readable for all by chmod -R go+rX; your own cache folder you must be able to write to"},
		requirement{"a program with gotch", func() (string, error) { return h.tryGotch(ctx) }, again + "; the log is " + h.path("setup.log")},
	)
	for _, c := range checks {
		found, err := c.check()
		if err == nil {
			fmt.Fprintf(out, "ok     %-22s %s\n", c.name, found)
			continue
		}
		wrong++
		fmt.Fprintf(out, "WRONG  %-22s %v\n       What to do: %s\n", c.name, err, c.cure)
	}
	return wrong
}

func (h Home) isProgram(name string) func() (string, error) {
	return func() (string, error) {
		file := filepath.Join(h.Bin(), name)
		info, err := os.Stat(file)
		if err == nil && info.Mode()&0o111 == 0 {
			err = fmt.Errorf("%s cannot be executed", file)
		}
		return file, err
	}
}

func (h Home) checkLinker() (string, error) {
	if h.linker() == "" {
		return "the compiler's own (mold or lld would make each cell about half a second faster)", link(context.Background())
	}
	return h.linker(), link(context.Background(), "-fuse-ld="+h.linker())
}

// checkKernel compares what the installed kernelspec has baked in with what it should.
func (h Home) checkKernel() (string, error) {
	dir, err := h.specDir(Spec{})
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if err != nil {
		return "", err
	}
	var k kernelJSON
	if err := json.Unmarshal(text, &k); err != nil {
		return "", fmt.Errorf("%s: %w", dir, err)
	}
	for _, kv := range h.kernelEnv(dir) {
		name, want, _ := strings.Cut(kv, "=")
		// The PATH of the shell at set-up and of this one may differ; the others may not.
		if name != "PATH" && k.Env[name] != want {
			return "", fmt.Errorf("%s has %s=%q, but it should be %q", dir, name, k.Env[name], want)
		}
	}
	if from, _ := os.Readlink(filepath.Join(moduleIn(dir), "go.mod")); from != filepath.Join(h.Root, "go.mod") {
		return "", fmt.Errorf("%s has the packages of %s, but should have those of %s", dir, filepath.Dir(from), h.Root)
	}
	return dir, nil
}

// tryGotch compiles, links, loads and runs a program that makes a tensor.
func (h Home) tryGotch(ctx context.Context) (string, error) {
	if _, err := os.Stat(h.stamp(h.kernelStep())); err != nil {
		return "", errors.New("gotch is not compiled yet") // and to do it here would take minutes
	}
	cmd := h.Command("go", "run", "./kernel/host/setup/internal/try")
	cmd.Dir = h.Root
	out, err := cmd.CombinedOutput()
	text := strings.TrimSpace(string(out))
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, text)
	}
	return text, nil
}

package setup

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// toolsStep builds GoNB and goimports, whose versions go.mod pins, and this command itself.
func (h Home) toolsStep() step {
	return step{
		name: "tools", title: "GoNB, goimports",
		key: func() string {
			return h.sources("go.mod", "go.sum") + h.sourcesOf("kernel/host/stub", "kernel/host/stub/protocol", "kernel/host/hot/client")
		},
		done: func() bool {
			for _, name := range []string{"gonb", "goimports", "gosnn-kernel", "stub"} {
				if !filled(filepath.Join(h.Bin(), name)) {
					return false
				}
			}
			return !slices.ContainsFunc(shims, func(name string) bool { return !filled(h.shim(name)) })
		},
		do: func(ctx context.Context, r *report) error {
			if err := os.MkdirAll(h.Bin(), 0o755); err != nil {
				return err
			}
			if err := h.linkShims(); err != nil {
				return err
			}
			// The stub starts for each cell and command: without C's library, which package net would bring, in two thirds of the time.
			stub := h.build("./kernel/host/stub")
			stub.Env = append(stub.Environ(), "CGO_ENABLED=0")
			if err := r.exec(ctx, stub, nil); err != nil {
				return err
			}
			return r.exec(ctx, h.build("./kernel/gosnn-kernel", "golang.org/x/tools/cmd/goimports", "github.com/janpfeifer/gonb"), nil)
		},
	}
}

// goplsStep builds gopls, which takes as long as all other programs. Only Tab and Shift+Tab ask it, and a kernel asks when it is there.
func (h Home) goplsStep() step {
	return step{
		name: "gopls", title: "gopls", needs: []string{"tools"}, later: true,
		key:  func() string { return h.sources("go.mod", "go.sum") },
		done: func() bool { return filled(filepath.Join(h.Bin(), "gopls")) },
		do: func(ctx context.Context, r *report) error {
			return r.exec(ctx, h.build("golang.org/x/tools/gopls"), nil)
		},
	}
}

// build builds programs. The go command moves a binary to its place only when it is whole. Packages that are part of cells, too, are
// compiled once, since the flags are the same.
func (h Home) build(packages ...string) *exec.Cmd {
	cmd := lessGC(h.Command("go", append([]string{"build", "-o", h.Bin() + string(filepath.Separator)}, packages...)...))
	cmd.Dir = h.Root
	return cmd
}

// lessGC has the Go compilers that a command runs collect their garbage less often: that saves a seventh of their time, and gotch's takes 0.2 GB more.
func lessGC(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(cmd.Environ(), "GOGC=400")
	return cmd
}

// shims are programs that the kernel has gosnn-kernel be, by that name: the go command, see package gocmd, goimports, see package imports, and gopls, see
// package front.
var shims = []string{"go", "goimports", "gopls"}

// shim is the kernel's own program of a name.
func (h Home) shim(name string) string { return h.path("shim", name) }

// linkShims makes them.
func (h Home) linkShims() error {
	if err := os.MkdirAll(h.path("shim"), 0o755); err != nil {
		return err
	}
	for _, name := range shims {
		if err := os.RemoveAll(h.shim(name)); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Join("..", "bin", "gosnn-kernel"), h.shim(name)); err != nil {
			return err
		}
	}
	return nil
}

// compileStep fills Go's build cache with gotch. What notebooks import besides is compiled by their first cell, [Home.firstCell]: this module's
// packages are others to the go command where the kernelspec has them than in the source tree.
func (h Home) compileStep() step {
	return step{
		name: "compile", title: "compiling gotch", needs: []string{"gotch", "libtorch", "stubs"},
		key: func() string { return h.sources("go.mod", "go.sum") + strings.Join(h.Env(), "\n") },
		do: func(ctx context.Context, r *report) error {
			headers, err := h.scratch()
			if err != nil {
				return err
			}
			defer os.RemoveAll(headers)
			if err := os.WriteFile(filepath.Join(headers, "stddef.h"), []byte(stddef), 0o644); err != nil {
				return err
			}
			cmd := lessGC(h.Command("go", "build", "github.com/sugarme/gotch/ts"))
			cmd.Dir = h.Root
			cmd.Env = before(before(cmd.Environ(), "CPATH", headers), "LIBRARY_PATH", h.gotchPart())
			return r.exec(ctx, cmd, nil)
		},
	}
}

// stddef is a header for cgo. The go command does not know of it, nor of the folder in which it is: what is compiled is the same.
//
//go:embed cgo/stddef.h
var stddef string

// before puts a folder before others in a variable that lists them.
func before(env []string, name, dir string) []string {
	for i, kv := range env {
		if list, ok := strings.CutPrefix(kv, name+"="); ok {
			env[i] = name + "=" + dir + string(filepath.ListSeparator) + list
		}
	}
	return env
}

// cell is a program that imports all packages of this module that cells may import.
func (h Home) cell() (string, error) {
	paths, err := CellPackages(h.Root)
	var program strings.Builder
	program.WriteString("package main\n\n")
	for _, path := range paths {
		fmt.Fprintf(&program, "import _ %q\n", path)
	}
	program.WriteString("\nfunc main() {}\n")
	return program.String(), err
}

// firstCell builds what a first cell is to GoNB: a module of its own in a workspace with the one in the kernelspec's folder. That
// compiles what notebooks import and fetches what the go command wants to know of such a module, so that they need no network.
func (h Home) firstCell(ctx context.Context, r *report, spec string) error {
	dir, err := os.MkdirTemp("", "gosnn-cell-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program, err := h.cell()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"mod", "init", "gonb_first"},
		{"work", "init"},
		{"work", "use", ".", moduleIn(spec)},
		{"get"},
		{"build", "-o", "cell"},
	} {
		cmd := lessGC(command(h.kernelEnv(spec), "go", args...))
		cmd.Dir = dir
		if err := r.exec(ctx, cmd, nil); err != nil {
			return err
		}
	}
	return nil
}

// goRun runs the go command in the source tree.
func (h Home) goRun(ctx context.Context, r *report, args ...string) error {
	cmd := h.Command("go", args...)
	cmd.Dir = h.Root
	return r.exec(ctx, cmd, nil)
}

// sources returns the content of the tree's files and the version of Go, for a step's key.
func (h Home) sources(names ...string) string {
	var s strings.Builder
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(h.Root, name))
		fmt.Fprintf(&s, "%s %v\n%s", name, err, text)
	}
	return s.String() + goVersion()
}

// sourcesOf is [Home.sources] of the Go files in folders of the tree.
func (h Home) sourcesOf(dirs ...string) string {
	var names []string
	for _, dir := range dirs {
		files, _ := filepath.Glob(filepath.Join(h.Root, dir, "*.go"))
		for _, file := range files {
			names = append(names, filepath.Join(dir, filepath.Base(file)))
		}
	}
	return h.sources(names...)
}

// goVersion is what the go command says of itself.
var goVersion = sync.OnceValue(func() string {
	version, _ := exec.Command("go", "version").Output() // without a go command there are no steps either
	return string(version)
})

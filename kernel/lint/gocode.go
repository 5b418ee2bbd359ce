package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// modules are the folders of this repository's modules: gosnn, and these linters.
var modules = []string{".", "kernel/lint"}

// code are the folders of gosnn's source.
var code = []string{"snn", "plots", "kernel", "notebooks"}

func gofmt(ctx context.Context, root string) error {
	out, err := output(ctx, root, "gofmt", append([]string{"-l"}, code...)...)
	if err == nil && out != "" {
		err = fmt.Errorf("%srun gofmt -w on these", out)
	}
	return err
}

func vet(ctx context.Context, root string) error { return inModules(ctx, root, "go", "vet", "./...") }

func staticcheck(ctx context.Context, root string) error {
	return inModules(ctx, root, beside("staticcheck"), "./...")
}

// scripts is the linter of the figures' JavaScript, which is a test of theirs.
func scripts(ctx context.Context, root string) error {
	_, err := output(ctx, root, "go", "test", "-count=1", "-run=^TestScripts$", "./plots")
	return err
}

// inModules runs a program in each module.
func inModules(ctx context.Context, root, program string, args ...string) error {
	var all []error
	for _, m := range modules {
		_, err := output(ctx, filepath.Join(root, m), program, args...)
		all = append(all, err)
	}
	return errors.Join(all...)
}

// output runs a program in a folder. The error of one that fails holds all that it prints.
func output(ctx context.Context, dir, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	var out, err bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &err
	if failed := cmd.Run(); failed != nil {
		return out.String(), fmt.Errorf("%s%s%s: %w", out.String(), err.String(), filepath.Base(program), failed)
	}
	return out.String(), nil
}

// beside is a program that lies where this one does.
func beside(name string) string {
	self, err := os.Executable()
	if err != nil {
		return name
	}
	return filepath.Join(filepath.Dir(self), name)
}

// lines splits what a program printed.
func lines(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }

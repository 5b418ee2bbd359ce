package gocmd

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gosnn/kernel/host/setup"
)

// build runs a go command that builds. If it fails for no fault of the cell's, it says what to do.
func (c Command) build(cmd *exec.Cmd) int {
	said, err := output(cmd)
	if err != nil && c.linkable(said) {
		again := exec.Command(cmd.Path, cmd.Args[1:]...)
		again.Env = append(os.Environ(), "GOFLAGS="+strings.ReplaceAll(os.Getenv("GOFLAGS"), internal, ""))
		said, err = output(again)
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		// Programs are linked with libgotch, so that the linker has not looked at libtorch: the loader would.
		if wrong := c.torch(); wrong != "" && usesTorch(cmd.Args) {
			fmt.Fprintln(os.Stderr, wrong)
			return 1
		}
		os.Stderr.WriteString(said)
		return 0
	case !errors.As(err, &exit):
		return fail(err)
	}
	fmt.Fprintln(os.Stderr, strings.TrimRight(c.cure(said), "\n"))
	return max(1, exit.ExitCode())
}

// usesTorch reports whether the program that a go command has built asks for libtorch.
func usesTorch(args []string) bool {
	out := slices.Index(args, "-o") + 1
	if out == 0 || out == len(args) {
		return false
	}
	program, _ := os.ReadFile(args[out])
	return bytes.Contains(program, []byte("libgotch")) || bytes.Contains(program, []byte("libtorch"))
}

// output runs a command for all that it says.
func output(cmd *exec.Cmd) (string, error) {
	cmd.Stdout, cmd.Stderr = nil, nil
	said, err := cmd.CombinedOutput()
	return string(said), err
}

// internal is the flag of Go's own linker, as the kernel's GOFLAGS have it. It links gotch and this module. With other C or
// C++ in a notebook it may not get along; the compiler's linker does.
const internal = " -linkmode=internal"

// linkable reports whether a program that could not be built may be by the compiler's linker.
func (c Command) linkable(said string) bool {
	return strings.Contains(os.Getenv("GOFLAGS"), internal) && strings.HasPrefix(said, "# ") && c.cure(said) == said && !cellsOwn.MatchString(said)
}

// cellsOwn is a mistake in a cell, as the compiler words it.
var cellsOwn = regexp.MustCompile(`(?m)^\./main[^:]*\.go:`)

// cure is what to do where a build has failed for no fault of the cell's, or else what the go command said.
func (c Command) cure(said string) string {
	switch {
	case fullDisk.MatchString(said):
		return strings.TrimRight(said, "\n") + "\nWhat to do: free some space on the disk of the files that are named above, and run the cell again."
	case cellsOwn.MatchString(said):
		return said
	}
	if wrong := c.torch(); wrong != "" {
		return wrong
	}
	return said
}

// fullDisk is how go, compilers and linkers say that; "Disk full?" is mold's.
var fullDisk = regexp.MustCompile(`(?i)no space left on device|disk full|disk quota exceeded`)

// torch says what is wrong with libtorch, "" if nothing is.
func (c Command) torch() string {
	again := "\nWhat to do: run `" + c.home().Kernel() + " setup` in a terminal, and then the cell again."
	if !filled(c.Torch, "libtorch_cpu.so") && !filled(c.Torch, "libtorch_cpu.dylib") {
		return "libtorch, which cells are linked with, is missing from " + c.Torch + "." + again
	}
	if c.Gotch != "" && !filled(c.Gotch, "libgotch.so") {
		return "libgotch, which cells are linked with, is missing from " + c.Gotch + "." + again
	}
	// What cannot be read is no version that fits.
	if version, _ := setup.TorchVersionIn(filepath.Dir(c.Torch)); version != setup.TorchVersion {
		return fmt.Sprintf("The libtorch in %s is version %s, but gotch needs %s.%s", c.Torch, version, setup.TorchVersion, again)
	}
	return ""
}

// filled reports whether a folder has a file with something in it.
func filled(dir, name string) bool {
	info, err := os.Stat(filepath.Join(dir, name))
	return err == nil && info.Size() > 0
}

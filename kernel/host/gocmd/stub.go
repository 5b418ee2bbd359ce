package gocmd

import (
	"os"
	"path/filepath"
	"slices"

	"gosnn/kernel/host/hot/client"
	"gosnn/kernel/host/stub/protocol"
)

// stubbed builds a program, whose file args[file] names, to [protocol.Program] beside it, and puts a link to the stub in its
// place. The link is made anew if it is not there: the file may be of a build without a stub, or WebAssembly's. If hot returns an error,
// build builds the program.
func (c Command) stubbed(args []string, file int, hot func(program string) error, build func(args []string) int) int {
	name := args[file]
	if c.Stub == "" || filepath.Ext(name) == ".wasm" {
		return build(args)
	}
	args = slices.Clone(args)
	args[file] = filepath.Join(filepath.Dir(name), protocol.Program)
	if hot(args[file]) != nil {
		removeImage(args[file])
		if status := build(args); status != 0 {
			return status
		}
	}
	if to, err := os.Readlink(name); err == nil && to == c.Stub {
		return 0
	}
	if err := os.RemoveAll(name); err != nil {
		return fail(err)
	}
	if err := os.Symlink(c.Stub, name); err != nil {
		return fail(err)
	}
	return 0
}

// removeImage removes the image of a hot cell, this one or the one before: the go command writes over nothing but a program.
func removeImage(name string) {
	if client.IsImage(name) {
		_ = os.Remove(name) // the go command reports what is wrong
	}
}

// noteFolder writes down, for the front, which folder GoNB works in. Without that errors have no lines of cells.
func noteFolder() {
	front := os.Getenv(protocol.Variable)
	if dir, err := os.Getwd(); err == nil && filepath.IsAbs(front) {
		_ = os.WriteFile(filepath.Join(filepath.Dir(front), protocol.Folder), []byte(dir), 0o600)
	}
}

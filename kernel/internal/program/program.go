// Package program gives a cell the file that it was built to.
//
// An ordinary cell is the executable that runs. A hot one (see gosnn/kernel/host/hot) is mapped into another executable, and its
// linker sets path.
package program

import "os"

// path is the file of a hot cell. Nothing in Go sets it.
var path string

// File returns the file that the running cell was built to.
func File() (string, error) {
	if path != "" {
		return path, nil
	}
	return os.Executable()
}

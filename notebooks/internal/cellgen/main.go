// Command cellgen writes the editions of this module's packages for cells: gosnn/notebooks/snn for gosnn/snn, and so on.
//
// In a cell an error has nowhere to go. An edition has the package's names; its functions stop the cell with the error in the place of
// returning it. Types and options are aliases, so that values pass between a package and its edition. Methods that can fail have a
// twin beside them in the package itself, with Must before its name, as gotch's tensors do.
//
//	go generate ./notebooks    write the editions anew
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// packages are those that cells import, below the module's folder.
var packages = []string{"snn", "snn/dataset", "snn/energy", "snn/functional", "snn/neuron", "snn/nn", "snn/surrogate", "snn/tensorfile", "plots"}

func main() {
	root := ".."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	files, err := generate(root)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err == nil {
			err = os.MkdirAll(filepath.Dir(name), 0o755)
		}
		if err == nil {
			err = os.WriteFile(name, files[name], 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cellgen:", err)
		os.Exit(1)
	}
}

// generate returns the text of each file, by its name below root.
func generate(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, path := range packages {
		p, err := read(filepath.Join(root, path), path)
		if err != nil {
			return nil, err
		}
		edition, err := p.edition()
		if err != nil {
			return nil, fmt.Errorf("edition of %s: %w", path, err)
		}
		files[filepath.Join(root, "notebooks", path, p.name+".go")] = edition
		methods, err := p.mustMethods()
		if err != nil {
			return nil, fmt.Errorf("methods of %s: %w", path, err)
		}
		if methods != nil {
			files[filepath.Join(root, path, mustFile)] = methods
		}
	}
	return files, nil
}

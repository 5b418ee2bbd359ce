package setup

import (
	"errors"
	"go/build"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// CellFolders are the folders of this module with packages that cells import.
var CellFolders = []string{"snn", "plots", "kernel", "notebooks/check", "notebooks/plots", "notebooks/snn"}

// outside are the folders of kernel/ that no cell imports.
var outside = []string{"host", "e2e", "gosnn-kernel"}

// walkCells calls visit for all files and folders in a folder of [CellFolders], below the module's root, that a cell may be built from. Symbolic links
// are followed at the folder itself, since a kernelspec has the module by links, and a folder that is not there is none.
func walkCells(root, folder string, visit fs.WalkDirFunc) error {
	dir, err := filepath.EvalSymlinks(filepath.Join(root, folder))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "testdata" || folder == "kernel" && slices.Contains(outside, d.Name())) {
			return filepath.SkipDir
		}
		return visit(name, d, err)
	})
}

// CellFiles calls take for all files in [CellFolders] that a cell may be built from.
func CellFiles(root string, take func(file string) error) error {
	for _, folder := range CellFolders {
		err := walkCells(root, folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(d.Name(), ".") {
				return err
			}
			return take(path)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CellPackages returns the import paths of this module's packages, which is in a folder root, that cells may import.
func CellPackages(root string) (paths []string, err error) {
	for _, folder := range CellFolders {
		base := ""
		err := walkCells(root, folder, func(dir string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if base == "" {
				base = dir
			}
			if d.Name() == "internal" {
				return filepath.SkipDir
			}
			if p, err := build.ImportDir(dir, 0); err == nil && p.Name != "main" {
				paths = append(paths, path.Join(Module, folder, filepath.ToSlash(strings.TrimPrefix(dir, base))))
			}
			return nil // a folder without Go files is no package
		})
		if err != nil {
			return nil, err
		}
	}
	return paths, nil
}

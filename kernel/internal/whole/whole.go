// Package whole writes files that nobody sees half of.
//
// It is ten lines for what renameio does, too, because package kernel is linked into cells.
package whole

import "os"

// Write writes a file aside, in a folder of the same disk, and renames it into its place. It is readable by its owner
// alone. The pattern names the file until then, as of [os.CreateTemp].
func Write(file string, content []byte, aside, pattern string) error {
	f, err := os.CreateTemp(aside, pattern)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

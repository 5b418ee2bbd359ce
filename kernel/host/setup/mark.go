package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gosnn/snn/atomicfile"
)

// A home is a folder that set-up made or found empty, and may remove as a whole. It is known by its mark, a regular file with these
// lines. The Makefile writes one, too, before it builds gosnn-kernel into the home.
const (
	markFile = ".gosnn-home"
	magic    = "gosnn made this folder, and removes it as a whole."
)

// mark is the content of a markFile.
type mark struct {
	folder string // the home's path, without links
	source string // the source tree
}

func (m mark) String() string { return magic + "\nfolder " + m.folder + "\nsource " + m.source + "\n" }

// readMark reads the mark of a folder. The error is [fs.ErrNotExist] if there is none.
func readMark(dir string) (m mark, err error) {
	file := filepath.Join(dir, markFile)
	info, err := os.Lstat(file)
	if err != nil {
		return m, err
	}
	if !info.Mode().IsRegular() || info.Size() > 1<<16 {
		return m, fmt.Errorf("%s is not a file that set-up wrote", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return m, err
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) == 4 && lines[0] == magic {
		folder, isFolder := strings.CutPrefix(lines[1], "folder ")
		source, isSource := strings.CutPrefix(lines[2], "source ")
		if isFolder && isSource {
			return mark{folder, source}, nil
		}
	}
	return m, fmt.Errorf("%s is not a file that set-up wrote", file)
}

// claim makes the folder a home. One with anything in it but a home is somebody's own, and refused.
func (h Home) claim() error {
	real, err := h.real()
	if err != nil {
		return err
	}
	if err := h.refuse(real); err != nil {
		return err
	}
	m, err := readMark(real)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := os.ReadDir(real) // what else is wrong with it shows when it is written to
		if err == nil && len(entries) > 0 {
			return fmt.Errorf("%s is not empty: it has %s, and `make clean` would remove it", h.Dir, entries[0].Name())
		}
	} else if err != nil {
		return err
	}
	if err := os.MkdirAll(real, 0o755); err != nil {
		return err
	}
	if _, err := h.checkFolder(); err != nil {
		return err
	}
	want := mark{real, h.Root} // a home that was moved is at home where it is now
	if m == want {
		return nil
	}
	return writeFile(filepath.Join(real, markFile), want.String())
}

// Remove deletes the home, but nothing that is not one.
func (h Home) Remove() error {
	real, err := h.real()
	if err != nil {
		return err
	}
	if err := h.refuse(real); err != nil {
		return err
	}
	entries, err := os.ReadDir(real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) == 0:
		return os.Remove(real)
	}
	m, err := readMark(real)
	if err != nil {
		return fmt.Errorf("%s was not made by set-up (%w): remove it by hand if it is yours", h.Dir, err)
	}
	if m.folder != real {
		return fmt.Errorf("%s was made as %s, and moved or copied: run setup there, or remove it by hand", real, m.folder)
	}
	if err := h.checkOwners(real); err != nil {
		return err
	}
	if point := mountWithin(real); point != "" {
		return fmt.Errorf("%s is a mount point: unmount it first", point)
	}
	if err := os.RemoveAll(real); err != nil {
		return err
	}
	if info, err := os.Lstat(h.Dir); err == nil && info.Mode().Type() == fs.ModeSymlink {
		return os.Remove(h.Dir)
	}
	return nil
}

// real is the home's path without links. What is not there yet has none.
func (h Home) real() (string, error) {
	dir, rest := h.Dir, ""
	for {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		up := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || up == dir {
			return "", err
		}
		if _, err := os.Lstat(dir); err == nil {
			return "", fmt.Errorf("%s is a link that leads nowhere", dir)
		}
		dir, rest = up, filepath.Join(filepath.Base(dir), rest)
	}
}

// refuse names the reason why a folder must never be a home: removing it would remove more than what set-up made.
func (h Home) refuse(real string) error {
	if real == "/" {
		return errors.New("/ cannot be a home of gosnn: it is the whole system")
	}
	for _, dir := range homeDirectories() {
		if within(dir, real) {
			return fmt.Errorf("%s cannot be a home of gosnn: %s is a user's home directory", real, dir)
		}
	}
	if tree, err := filepath.EvalSymlinks(h.Root); err == nil && within(tree, real) {
		return fmt.Errorf("%s cannot be a home of gosnn: the source tree %s is in it", real, tree)
	}
	return nil
}

// within reports whether path is dir or lies below it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, "/")+"/")
}

// homeDirectories are those of this user and of all that the system lists, without links. Those of the system's own accounts,
// such as /, /bin and /var/mail, are among them.
func homeDirectories() (dirs []string) {
	add := func(dir string) {
		if real, err := filepath.EvalSymlinks(dir); err == nil && filepath.IsAbs(real) && real != "/" {
			dirs = append(dirs, real)
		}
	}
	if dir, err := os.UserHomeDir(); err == nil {
		add(dir)
	}
	accounts, _ := os.ReadFile("/etc/passwd") // where there is none, this user's own must do
	for line := range strings.Lines(string(accounts)) {
		if fields := strings.Split(line, ":"); len(fields) == 7 {
			add(fields[5])
		}
	}
	return dirs
}

// writeFile writes a file so that nobody sees half of it, and follows no link that is in its place.
func writeFile(name, content string) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return atomicfile.WriteIn(root, filepath.Base(name), []byte(content), 0o644)
}

package dataset

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fileFolder is a folder of a data set's files, as people have it: flat, below MNIST/raw where torchvision puts them, in a folder that an archive
// unpacks to, each file in a folder of nearly its name as in Kaggle's archive, with hidden files of a Mac, and with copies that a browser numbered.
type fileFolder struct {
	dir  string
	name string // torchvision's name of the data set
}

// newFileFolder returns a folder; ~ is the user's home.
func newFileFolder(dir, name string) fileFolder {
	if rest, ok := strings.CutPrefix(filepath.ToSlash(dir), "~"); ok && (rest == "" || rest[0] == '/') {
		if home, err := os.UserHomeDir(); err == nil {
			dir = filepath.Join(home, rest)
		}
	}
	return fileFolder{dir, name}
}

// find returns the one file of a part, by any of its words ("t10k", "test"), and kind ("images"), whatever the marks between the words; of
// a file and its gzipped twin, the plain one.
func (f fileFolder) find(words []string, kind string, dims int) (string, error) {
	if _, err := os.ReadDir(f.dir); err != nil {
		return "", fmt.Errorf("%w; dataset.Folder names another folder", err)
	}
	want := fmt.Sprintf("one file such as %s-%s-idx%d-ubyte.gz", words[0], kind, dims)
	for _, places := range [][]string{{"."}, {"raw"}, {filepath.Join(f.name, "raw")}, f.below()} {
		stems := map[string][]candidate{}
		for _, place := range places {
			for _, c := range candidates(filepath.Join(f.dir, place), words, kind) {
				stems[c.stem] = append(stems[c.stem], c)
			}
		}
		var found []string
		for _, same := range stems {
			slices.SortFunc(same, candidate.compare)
			found = append(found, same[0].path)
		}
		switch len(found) {
		case 0:
			continue
		case 1:
			return found[0], nil
		}
		slices.Sort(found)
		for i := range found {
			found[i] = filepath.Base(found[i])
		}
		return "", &FileError{f.dir, strings.Join(found, ", "), want + ", or dataset.IdxFiles", ErrCount}
	}
	return "", &FileError{f.dir, "none", want, fs.ErrNotExist}
}

// below returns the folders in the folder and in those, as an archive may unpack to; not hidden ones, and not very many.
func (f fileFolder) below() (list []string) {
	const depth, most = 2, 200
	level := []string{"."}
	for range depth {
		var next []string
		for _, parent := range level {
			entries, _ := os.ReadDir(filepath.Join(f.dir, parent))
			for _, e := range entries {
				if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "__MACOSX" && len(list) < most {
					next = append(next, filepath.Join(parent, e.Name()))
					list = append(list, next[len(next)-1])
				}
			}
		}
		level = next
	}
	return list
}

// candidate is a file that may be the one that is looked for.
type candidate struct {
	path   string
	stem   string // its name without the marks of a copy
	nested bool   // it lies in a folder of its name
	copied bool   // a browser numbered it
	gzip   bool
}

// compare orders copies of one file, the best first.
func (c candidate) compare(d candidate) int {
	rank := func(c candidate) int {
		n := 0
		for _, worse := range []bool{c.nested, c.gzip, c.copied} {
			n *= 2
			if worse {
				n++
			}
		}
		return n
	}
	return cmp.Or(cmp.Compare(rank(c), rank(d)), cmp.Compare(c.path, d.path))
}

// otherFormats are the ends of files beside that hold the same in another format, or a part of it.
var otherFormats = []string{".tsv", ".txt", ".csv", ".json", ".md", ".npy", ".npz", ".pt", ".png", ".zip", ".part", ".crdownload", ".download"}

// candidates returns the files of a folder, and of folders in it that have such a name.
func candidates(dir string, words []string, kind string) (list []candidate) {
	matches := func(name string) bool {
		name = strings.ToLower(name)
		return !strings.HasPrefix(name, ".") && strings.Contains(name, kind) && !slices.Contains(otherFormats, filepath.Ext(strings.TrimSuffix(name, ".gz"))) &&
			slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
	}
	entries, _ := os.ReadDir(dir) // a place that is not there has none
	for _, e := range entries {
		if !matches(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			list = append(list, newCandidate(path, false))
			continue
		}
		inside, _ := os.ReadDir(path)
		for _, e := range inside {
			if matches(e.Name()) && !e.IsDir() {
				list = append(list, newCandidate(filepath.Join(path, e.Name()), true))
			}
		}
	}
	return list
}

func newCandidate(path string, nested bool) candidate {
	c := candidate{path: path, nested: nested}
	stem := strings.ToLower(filepath.Base(path))
	stem, c.copied = cutCopyNumber(stem)
	stem, c.gzip = strings.CutSuffix(stem, ".gz")
	c.stem = strings.Join(strings.FieldsFunc(stem, func(r rune) bool { return strings.ContainsRune("-_. ", r) }), "-")
	return c
}

// cutCopyNumber takes the number of a copy, such as (1), out of a name.
func cutCopyNumber(name string) (rest string, copied bool) {
	before, after, found := strings.Cut(name, "(")
	number, after, closed := strings.Cut(after, ")")
	if !found || !closed || number == "" || strings.Trim(number, "0123456789") != "" {
		return name, false
	}
	return strings.TrimRight(before, " ") + after, true
}

package lecture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// MaxBytes is the size that a notebook with its outputs may have: more is slow to open and to review.
const MaxBytes = 1 << 20

// translations are the languages beside English: the folder, which is also the source's extension, and the word for "Solution".
var translations = []struct{ language, solution string }{{"ko", "풀이"}}

// Edition is a notebook that is made from a source.
type Edition struct {
	File     string // relative to the folder of the notebooks
	Notebook *Notebook
	like     string // the edition that has the same code, and so the same outputs; "" for none
}

// Editions makes the notebooks of the sources that dir/source/contents.txt names, in that order, without outputs. A source that has
// exercises gets an instructor's edition, and a source NAME.md with a translation NAME.ko.md one in Korean.
func Editions(dir string) ([]Edition, error) {
	contents, err := os.ReadFile(filepath.Join(dir, "source", "contents.txt"))
	if err != nil {
		return nil, err
	}
	var all []Edition
	for _, name := range strings.Fields(string(contents)) {
		file := filepath.Join(dir, "source", name+".md")
		s, err := Read(file)
		if err != nil {
			return nil, err
		}
		student := name + ".ipynb"
		all = append(all, Edition{File: student, Notebook: s.Student("Solution")})
		if s.hasExercises() {
			all = append(all, Edition{File: filepath.Join("instructor", student), Notebook: s.Instructor()})
		}
		for _, t := range translations {
			translation, err := Read(filepath.Join(dir, "source", name+"."+t.language+".md"))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			translated, err := s.Translate(translation)
			if err != nil {
				return nil, err
			}
			all = append(all, Edition{filepath.Join(t.language, student), translated.Student(t.solution), student})
		}
	}
	return all, nil
}

func (s *Source) hasExercises() bool {
	for _, p := range s.Parts {
		if p.Kind == Solution {
			return true
		}
	}
	return false
}

// Execute gives the editions their outputs: it runs them, but for those of the same code as another, which get that one's.
// data is the folder of the data that cells read, "" for none; report is told of each file before it is run.
func Execute(ctx context.Context, editions []Edition, data string, report func(file string)) error {
	done := map[string]*Notebook{}
	for _, e := range editions {
		report(e.File)
		if e.like != "" {
			if !e.Notebook.TakeOutputs(done[e.like]) {
				return fmt.Errorf("%s has other code than %s", e.File, e.like)
			}
			continue
		}
		if err := e.Notebook.Run(ctx, data); err != nil {
			return fmt.Errorf("%s: %w", e.File, err)
		}
		done[e.File] = e.Notebook
	}
	return nil
}

// keep gives the editions the outputs that their files in the folder dir have, as far as cells have not changed.
func keep(editions []Edition, dir string, report func(file string)) error {
	for _, e := range editions {
		report(e.File)
		from := e.File
		if e.like != "" {
			from = e.like
		}
		old, err := ReadNotebook(filepath.Join(dir, from))
		if err == nil {
			e.Notebook.TakeOutputs(old)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Make writes the notebooks of all sources of the folder dir into it. It runs those for whose source execute is true; of
// the others it keeps the outputs of cells that have not changed. A notebook of more than MaxBytes is written, too, and then told of as an error.
func Make(ctx context.Context, dir string, execute func(source string) bool, report func(file string)) error {
	editions, err := Editions(dir)
	if err != nil {
		return err
	}
	var run, rest []Edition
	for _, e := range editions {
		if execute(strings.TrimSuffix(filepath.Base(e.File), ".ipynb")) {
			run = append(run, e)
		} else {
			rest = append(rest, e)
		}
	}
	if err := Execute(ctx, run, filepath.Join(dir, "data"), report); err != nil {
		return err
	}
	if err := keep(rest, dir, report); err != nil {
		return err
	}
	var large error
	for _, e := range editions {
		file := filepath.Join(dir, e.File)
		text, err := e.Notebook.JSON()
		if err != nil {
			return err
		}
		if len(text) > MaxBytes {
			large = errors.Join(large, fmt.Errorf("%s has %d bytes, at most %d are wanted", file, len(text), MaxBytes))
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	return large
}

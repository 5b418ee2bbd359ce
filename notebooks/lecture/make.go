package lecture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gosnn/snn/atomicfile"
)

// MaxBytes is the size that a notebook with its outputs may have: more is slow to open and to review.
const MaxBytes = 1 << 20

// translations are the languages beside English: the folder, which is also the source's extension.
var translations = []string{"ko"}

// Edition is a notebook that is made from a source.
type Edition struct {
	File     string // relative to the folder of the notebooks
	Notebook *Notebook
	note     string // what sets it apart from others of its title
	python   []pythonCell
}

// Editions makes the notebooks of the sources that dir/source/contents.txt names, in that order, without outputs. A source NAME.md gives
// NAME.ipynb, and with a translation NAME.ko.md also ko/NAME.ipynb; one that has exercises gives the instructor's editions, too.
func Editions(dir string) ([]Edition, error) {
	var all []Edition
	err := eachSource(dir, func(s *Source, folder, name string) { all = append(all, s.editions(folder, name)...) })
	return all, err
}

// Handouts makes the notebooks for students without solutions, of the sources that have exercises, named as [Editions] names them.
func Handouts(dir string) ([]Edition, error) {
	var all []Edition
	err := eachSource(dir, func(s *Source, folder, name string) {
		if s.hasExercises() {
			all = append(all, Edition{File: filepath.Join(folder, name+".ipynb"), Notebook: s.Handout()})
		}
	})
	return all, err
}

// eachSource calls f with each source and translation, the folder of its notebooks, and its name.
func eachSource(dir string, f func(s *Source, folder, name string)) error {
	contents, err := os.ReadFile(filepath.Join(dir, "source", "contents.txt"))
	if err != nil {
		return err
	}
	for _, name := range strings.Fields(string(contents)) {
		file := filepath.Join(dir, "source", name)
		s, err := Read(file + ".md")
		if err != nil {
			return err
		}
		if s.python, err = readPython(file + ".py"); err != nil {
			return err
		}
		if err := s.embedDrawings(filepath.Dir(file)); err != nil {
			return err
		}
		f(s, "", name)
		for _, language := range translations {
			translation, err := Read(file + "." + language + ".md")
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			translated, err := s.Translate(translation)
			if err != nil {
				return err
			}
			if err := translated.embedDrawings(filepath.Dir(file)); err != nil {
				return err
			}
			words, err := readGlossary(file + "." + language + ".tsv")
			if err != nil {
				return err
			}
			translated.speakCode(words)
			f(translated, language, name)
		}
	}
	return nil
}

// editions are those in a folder, for students and, if there are exercises, for the instructor.
func (s *Source) editions(folder, name string) []Edition {
	list := []Edition{{filepath.Join(folder, name+".ipynb"), s.Student(), "", s.python}}
	if s.hasExercises() {
		note := " (" + words[s.Language].instructor + ")"
		list = append(list, Edition{filepath.Join(folder, "instructor", name+".ipynb"), s.Instructor(), note, s.python})
	}
	return list
}

func (s *Source) hasExercises() bool {
	for _, p := range s.Parts {
		if p.Kind == Solution {
			return true
		}
	}
	return false
}

// Execute gives the editions their outputs: it runs them, two at a time. data is the folder of the data that cells read, "" for none;
// It calls report with the name of each file before it runs it.
func Execute(ctx context.Context, editions []Edition, data string, report func(file string)) error {
	errs := make([]error, len(editions))
	running := make(chan struct{}, 2)
	var all sync.WaitGroup
	for i, e := range editions {
		running <- struct{}{}
		report(e.File)
		all.Go(func() {
			if err := e.Notebook.run(ctx, data, fewSpins); err != nil {
				errs[i] = fmt.Errorf("%s: %w", e.File, err)
			}
			<-running
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// fewSpins has libtorch's threads wait for work asleep, not awake: of two programs that train at a time, each of whose threads wait awake, one takes nine times
// as long as alone.
const fewSpins = "GOMP_SPINCOUNT=3000"

// keep gives the editions the outputs that their files in the folder dir have, as far as cells have not changed.
func keep(editions []Edition, dir string, report func(file string)) error {
	for _, e := range editions {
		report(e.File)
		old, err := ReadNotebook(filepath.Join(dir, e.File))
		if err == nil {
			e.Notebook.TakeOutputs(old)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Make writes the notebooks of all sources of the folder dir into it. It runs those for whose source execute is true; of
// the others it keeps the outputs of cells that have not changed. A notebook of more than MaxBytes is written, too, and is then an error.
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
		if err := atomicfile.Write(file, text, 0o644); err != nil {
			return err
		}
	}
	return large
}

// WriteHandouts writes the notebooks of [Handouts], which have not been run, into a folder.
func WriteHandouts(dir, folder string) error {
	all, err := Handouts(dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		file := filepath.Join(folder, e.File)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := e.Notebook.WriteFile(file); err != nil {
			return err
		}
	}
	return nil
}

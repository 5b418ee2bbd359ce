package main

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// foreign are files that are not in English, or hold data or other people's words.
var foreign = regexp.MustCompile(`\.ko\.md$|\.(ipynb|sum|npy|png|gif)$|/testdata/|/requirements/.*\.txt$`)

// spelling looks for words that are often misspelled, in code and in pages. words.txt holds those that are right here.
func spelling(ctx context.Context, root string) error {
	tracked, err := output(ctx, root, "git", "ls-files", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return notChecked{"git does not tell which files there are: " + lines(err.Error())[0]}
	}
	args := []string{"--ignore-words=" + filepath.Join(root, "kernel", "lint", "words.txt")}
	for _, file := range lines(tracked) {
		if !foreign.MatchString("/" + file) {
			args = append(args, file)
		}
	}
	out, err := output(ctx, root, beside("codespell"), args...)
	if exit := new(exec.ExitError); errors.As(err, &exit) && strings.Contains(out, "==>") {
		return errors.New(out)
	}
	return err
}

package e2e

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// notebookLimit is far more than a notebook takes on a slow machine.
const notebookLimit = 10 * time.Minute

// TestNotebooks runs each notebook of the repository from start to end by nbclient.
func TestNotebooks(t *testing.T) {
	folder := filepath.Join(home(t).Root, "notebooks")
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == ".ipynb_checkpoints" {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".ipynb") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d notebooks in %s: %v", len(files), folder, err)
	}
	for _, file := range files {
		name, err := filepath.Rel(folder, file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { runNotebook(t, file) })
	}
}

// TestNotebookThatFails has a notebook whose second cell panics. GoNB's reply to it is "ok", so that nbclient goes on.
func TestNotebookThatFails(t *testing.T) {
	var failed []int
	for _, c := range executed(t, "testdata/fails.ipynb") {
		if c.failed() {
			failed = append(failed, c.number)
			if !strings.Contains(c.report(), "panic: no spike") {
				t.Errorf("the report does not tell the error:\n%s", c.report())
			}
		}
	}
	if len(failed) != 1 || failed[0] != 2 {
		t.Errorf("the cells %v fail, want 2 alone", failed)
	}
}

func runNotebook(t *testing.T, file string) {
	cells := executed(t, file)
	if len(cells) == 0 {
		t.Error("no code cell")
	}
	for _, c := range cells {
		if c.failed() {
			t.Error(c.report())
		}
		if c.waits {
			t.Errorf("code cell %d has not been run:\n%s", c.number, c.source)
		}
	}
}

// executed runs a notebook in a copy of its folder, whose data it may read, and returns its cells as they are then.
func executed(t *testing.T, file string) []cell {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(file))); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, filepath.Base(file))
	cmd := home(t).Command("jupyter", "execute", "--inplace", "--allow-errors", copied)
	ctx, cancel := context.WithTimeout(t.Context(), notebookLimit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { cmd.Process.Signal(os.Interrupt) })
	defer stop()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("jupyter execute: %v\n%s", err, out)
	}
	return readNotebook(t, copied)
}

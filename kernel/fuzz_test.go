package kernel

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzCells reads notebooks' files as anything may have written them, to find the cell that keeps a value.
func FuzzCells(f *testing.F) {
	cell := map[string]any{"cell_type": "code", "execution_count": 5, "source": []string{"x := kernel.Keep(\"x\", f)\n", "y"}}
	good, err := json.Marshal(map[string]any{"cells": []any{cell}, "nbformat": 4})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, "x")
	f.Add([]byte(strings.Replace(string(good), "5", "null", 1)), "x")
	f.Add([]byte(`{"cells":[{"cell_type":"code","source":"kernel.Keep(\"y\", f)"},{"cell_type":"code","source":7},null]}`), "y")
	f.Add([]byte(`[]`), "")
	f.Add([]byte(`{"cells":[{"cell_type":"markdown","execution_count":-1}]}`), "x")
	file := filepath.Join(f.TempDir(), "n.ipynb")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		list := readCells(file)
		got := list.keeping(name, "var x")
		if got != "var x" && !strings.HasPrefix(got, "In [") && !strings.HasPrefix(got, "cell ") {
			t.Errorf("the cell is called %q", got)
		}
		if len(list) == 0 && got != "var x" {
			t.Errorf("%q in a notebook without cells", got)
		}
	})
}

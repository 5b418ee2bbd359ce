package lecture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A notebook whose second cell panics does not run.
func TestRunPanic(t *testing.T) {
	n := newNotebook("en")
	for _, c := range [][2]string{{"declare", "func spike() { panic(\"no spike\") }"}, {"call", "%%\nspike()"}, {"after", "%%\nfmt.Println(1)"}} {
		n.Cells = append(n.Cells, Cell{Type: "code", ID: c[0], Source: Text(c[1])})
	}
	err := n.Run(t.Context(), "")
	if err == nil || !strings.Contains(err.Error(), "cell call fails") || !strings.Contains(err.Error(), "panic: no spike") {
		t.Errorf("a notebook with a panic: %v", err)
	}
}

// trains are the lectures that train, which Python does for minutes.
var trains = map[string]bool{"tutorial_5_training": true, "tutorial_6_cnn": true}

// BenchmarkTutorial runs each lecture that has a script of Python from start to end, as `make tutorial` does: the kernel's start, and all cells, hot
// as nobody has run them before, hot again, and ordinary. If `make bench` has set GOSNN_BENCH_PYTHON, it also runs the script's cells, snnTorch's calls. Those that train for minutes run with
// GOSNN_TEST_NOTEBOOKS=all.
func BenchmarkTutorial(b *testing.B) {
	editions, err := Editions(dir)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range editions {
		if filepath.Dir(e.File) != "." || e.python == nil || trains[e.lecture()] && os.Getenv("GOSNN_TEST_NOTEBOOKS") != "all" {
			continue
		}
		b.Run(e.lecture(), func(b *testing.B) {
			b.Run("hot", func(b *testing.B) { benchmarkRun(b, e.Notebook, e.Notebook.Afresh) })
			b.Run("again", func(b *testing.B) {
				if err := e.Notebook.Run(b.Context(), ""); err != nil {
					b.Fatal(err)
				}
				benchmarkRun(b, e.Notebook, func() {})
			})
			if python := os.Getenv("GOSNN_BENCH_PYTHON"); python != "" {
				b.Run("snnTorch", func(b *testing.B) { benchmarkRun(b, peer(b, python, e.python), func() {}) })
			}
			b.Run("ordinary", func(b *testing.B) {
				b.Setenv("GOSNN_HOT", "off")
				benchmarkRun(b, e.Notebook, func() {})
			})
		})
	}
}

// benchmarkRun runs a notebook, each time after what before does to it.
func benchmarkRun(b *testing.B, n *Notebook, before func()) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Hour) // longer than Run would wait for a cell
	defer cancel()
	for b.Loop() {
		before()
		if err := n.Run(ctx, ""); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/run")
}

// peer returns the notebook of a lecture's Python, for a kernel of that Python.
func peer(b *testing.B, python string, cells []pythonCell) *Notebook {
	b.Helper()
	jupyter := b.TempDir()
	spec := filepath.Join(jupyter, "kernels", "peer")
	text, err := json.Marshal(map[string]any{"argv": []string{python, "-m", "ipykernel_launcher", "-f", "{connection_file}"},
		"display_name": "snnTorch", "language": "python", "env": map[string]string{"LD_LIBRARY_PATH": ""}})
	if err := errors.Join(err, os.MkdirAll(spec, 0o755), os.WriteFile(filepath.Join(spec, "kernel.json"), text, 0o644)); err != nil {
		b.Fatal(err)
	}
	b.Setenv("JUPYTER_PATH", jupyter+string(os.PathListSeparator)+os.Getenv("JUPYTER_PATH"))
	n := newNotebook("en")
	n.Metadata["kernelspec"] = map[string]any{"display_name": "snnTorch", "language": "python", "name": "peer"}
	for i, c := range cells {
		n.Cells = append(n.Cells, Cell{Type: "code", ID: fmt.Sprint("peer-", i), Source: Text(c.Text)})
	}
	return n
}

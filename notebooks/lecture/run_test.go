package lecture

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A notebook whose second cell panics does not run.
func TestRunTellsOfPanic(t *testing.T) {
	n := newNotebook("en")
	for _, c := range [][2]string{{"declare", "func spike() { panic(\"no spike\") }"}, {"call", "%%\nspike()"}, {"after", "%%\nfmt.Println(1)"}} {
		n.Cells = append(n.Cells, Cell{Type: "code", ID: c[0], Source: Text(c[1])})
	}
	err := n.Run(t.Context(), "")
	if err == nil || !strings.Contains(err.Error(), "cell call fails") || !strings.Contains(err.Error(), "panic: no spike") {
		t.Errorf("a notebook with a panic: %v", err)
	}
}

// BenchmarkTutorial runs the tutorial from start to end, as `make tutorial` does: the kernel's start, and all cells, hot and ordinary. If
// `make bench` has set GOSNN_BENCH_PYTHON, it also runs the original's calls in Python, the cells of testdata/tutorial_1_peer.py.
func BenchmarkTutorial(b *testing.B) {
	n, err := ReadNotebook(filepath.Join(dir, "tutorial_1_spike_encoding.ipynb"))
	if err != nil {
		b.Fatal(err)
	}
	run := func(n *Notebook) func(b *testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				if err := n.Run(b.Context(), ""); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/run")
		}
	}
	b.Run("hot", run(n))
	if python := os.Getenv("GOSNN_BENCH_PYTHON"); python != "" {
		b.Run("snnTorch", run(peer(b, python)))
	}
	b.Setenv("GOSNN_HOT", "off")
	b.Run("ordinary", run(n))
}

// peer returns the notebook of the peer's cells, for a kernel of that Python.
func peer(b *testing.B, python string) *Notebook {
	b.Helper()
	jupyter := b.TempDir()
	spec := filepath.Join(jupyter, "kernels", "peer")
	text, err := json.Marshal(map[string]any{"argv": []string{python, "-m", "ipykernel_launcher", "-f", "{connection_file}"},
		"display_name": "snnTorch", "language": "python", "env": map[string]string{"LD_LIBRARY_PATH": ""}})
	if err := errors.Join(err, os.MkdirAll(spec, 0o755), os.WriteFile(filepath.Join(spec, "kernel.json"), text, 0o644)); err != nil {
		b.Fatal(err)
	}
	b.Setenv("JUPYTER_PATH", jupyter+string(os.PathListSeparator)+os.Getenv("JUPYTER_PATH"))
	source, err := os.ReadFile(filepath.Join("testdata", "tutorial_1_peer.py"))
	if err != nil {
		b.Fatal(err)
	}
	n := newNotebook("en")
	n.Metadata["kernelspec"] = map[string]any{"display_name": "snnTorch", "language": "python", "name": "peer"}
	for i, cell := range strings.Split(string(source), "# %%\n")[1:] {
		n.Cells = append(n.Cells, Cell{Type: "code", ID: fmt.Sprint("peer-", i), Source: Text(strings.TrimSpace(cell))})
	}
	return n
}

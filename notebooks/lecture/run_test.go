package lecture

import (
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

// BenchmarkTutorial runs the tutorial from start to end, as `make tutorial` does: the kernel's start, and all cells.
func BenchmarkTutorial(b *testing.B) {
	n, err := ReadNotebook(filepath.Join(dir, "tutorial_1_spike_encoding.ipynb"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := n.Run(b.Context(), ""); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/run")
}

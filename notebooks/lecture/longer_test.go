package lecture

import (
	"context"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"
)

// longerTraining is what BenchmarkLongerTraining has printed. The prose of tutorial 6 has its numbers from there.
const longerTraining = "testdata/longer_training.txt"

// longerNotebook makes of tutorial 6's cells, up to the training, a notebook that trains for a pass over all of MNIST, and prints the share of
// right answers on all test pictures after each quarter of it.
func longerNotebook(tb testing.TB) *Notebook {
	tb.Helper()
	editions, err := Editions(dir)
	if err != nil {
		tb.Fatal(err)
	}
	n := editions[slices.IndexFunc(editions, func(e Edition) bool { return e.File == "tutorial_6_cnn.ipynb" })].Notebook
	cell := func(id string) int { return slices.IndexFunc(n.Cells, func(c Cell) bool { return c.ID == id }) }
	change := func(id, pattern, with string) {
		c, changed := &n.Cells[cell(id)], regexp.MustCompile(pattern)
		if !changed.MatchString(string(c.Source)) {
			tb.Fatalf("cell %s has no %s", id, pattern)
		}
		c.Source = Text(changed.ReplaceAllString(string(c.Source), with))
	}
	change("2-1-dataloaders-2", `dataset\.Subset\((.*), 10\)`, "$1")
	change("3-3-training-loop-2", "every = 10", "every = 117")
	n.Cells = n.Cells[:cell("3-3-training-loop-2")+1]
	n.code("longer", `for i, a := range trained.Accuracy {
	fmt.Printf("%d batches: %.1f%%\n", 117*(i+1), 100*a)
}`)
	return n
}

// BenchmarkLongerTraining trains the network of tutorial 6 as a reader does who takes the subsets away, and writes down what that gives. As it takes
// ten minutes of two cores, it runs with GOSNN_TEST_NOTEBOOKS=all.
func BenchmarkLongerTraining(b *testing.B) {
	if os.Getenv("GOSNN_TEST_NOTEBOOKS") != "all" {
		b.Skip("GOSNN_TEST_NOTEBOOKS=all runs it")
	}
	ctx, cancel := context.WithTimeout(b.Context(), 2*time.Hour)
	defer cancel()
	for b.Loop() {
		n := longerNotebook(b)
		if err := n.Run(ctx, ""); err != nil {
			b.Fatal(err)
		}
		shown := ""
		for _, o := range n.Cells[len(n.Cells)-1].Outputs {
			shown += joined(o["text"])
		}
		if err := os.WriteFile(longerTraining, []byte(shown), 0o644); err != nil {
			b.Fatal(err)
		}
		b.Log(shown)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/run")
}

package kernel_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// spikes is a cell with two kept tensors, the second of which uses the first, and one that uses neither. Each
// says when it is computed.
const spikes = `package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel"
)

const gain = 0.25

var (
	rate = kernel.Keep("rate", func() (*ts.Tensor, error) {
		fmt.Println("computing rate")
		wait, _ := time.ParseDuration(os.Getenv("TEST_WAIT"))
		time.Sleep(wait)
		return ts.Full([]int64{4, 3, 2}, ts.FloatScalar(gain), gotch.Float, gotch.CPU)
	})
	double = kernel.Keep("double", func() (*ts.Tensor, error) {
		fmt.Println("computing double")
		return rate.AddScalar(ts.FloatScalar(gain), false)
	})
	single = kernel.Keep("single", func() ([]string, error) {
		fmt.Println("computing single")
		return []string{"a", "b"}, nil
	}, kernel.Input(os.Getenv("TEST_INPUT")))
)

func main() {
	flag.Parse()
	fmt.Println(rate.MustSize(), rate.Float64Values()[0], double.Float64Values()[23], single)
	rate.MustZero_()
	fmt.Println(rate.Float64Values()[0])
}
`

// TestCells runs one cell after the other, and looks at what each computes.
func TestCells(t *testing.T) {
	n := newNotebook(t)
	n.build(spikes)
	first := []string{"[4 3 2] 0.25 0.5 [a b]", "0"}
	all := []string{"computing rate", "computing double", "computing single"}
	n.want("first cell", slices.Concat(all, first))
	n.build(spikes)
	n.want("the same again: what was changed in place is as before", first)
	n.build(edit(t, spikes, "gain = 0.25", "gain = 0.25 // a quarter"))
	n.want("a comment", first)
	louder := edit(t, spikes, "gain = 0.25", "gain = 0.5")
	n.build(louder)
	n.want("another gain", []string{"computing rate", "computing double", "[4 3 2] 0.5 1 [a b]", "0"})
	n.want("declared input", []string{"computing single", "[4 3 2] 0.5 1 [a b]", "0"}, "TEST_INPUT=x")
	n.build(spikes)
	n.want("the old gain again", first)
	n.want("another notebook", slices.Concat(all, first), "JPY_SESSION_NAME=/elsewhere/tutorial.ipynb")
	n.want("this one still", first)
	n.want("a notebook that nobody names", slices.Concat(all, first), "JPY_SESSION_NAME=")
	n.want("that one still", first, "JPY_SESSION_NAME=")

	// A new kernel has another folder. Its first cell is the one that was built last.
	restarted := newNotebook(t)
	restarted.kept, restarted.file = n.kept, n.file
	program, err := os.ReadFile(filepath.Join(n.dir, "gonb_test"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(restarted.dir, "gonb_test"), program, 0o700); err != nil {
		t.Fatal(err)
	}
	restarted.want("restart that keeps", first)
	n.want("restart that clears", slices.Concat(all, first), "GOSNN_KEEP_RESTART=clear")
	n.want("no restart", first, "GOSNN_KEEP_RESTART=clear")

	truncated := 0
	err = filepath.WalkDir(n.kept, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.Contains(path, "rate@") {
			return err
		}
		info, err := e.Info()
		if err != nil || info.Size() != 4*3*2*4 { // the elements, and nothing else
			return err
		}
		truncated++
		return os.Truncate(path, 10)
	})
	if err != nil || truncated < 2 { // at two gains, in several notebooks
		t.Fatalf("%d files of rate were truncated: %v", truncated, err)
	}
	n.want("truncated file: only that one again", slices.Concat([]string{"computing rate"}, first))

	n.kept = filepath.Join(t.TempDir(), "kept")
	var mu sync.Mutex
	var computed int
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			lines, stderr := n.run("TEST_WAIT=300ms")
			mu.Lock()
			defer mu.Unlock()
			if slices.Contains(lines, "computing rate") {
				computed++
			}
			if !slices.Equal(lines[len(lines)-2:], first) || stderr != "" {
				t.Errorf("cells at once: %q\n%s", lines, stderr)
			}
		})
	}
	wg.Wait()
	if computed != 1 {
		t.Errorf("cells at once: computed %d times", computed)
	}

	for _, env := range []string{"GOSNN_KEEP=off", "GOSNN_KEEP_LIMIT=lots", "GOSNN_KEEP_DIR=/dev/null", "GOSNN_KEEP_LIMIT=50B"} {
		lines, stderr := n.run(env, "JPY_SESSION_NAME=/new.ipynb")
		if !slices.Equal(lines, slices.Concat(all, first)) || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "kernel.Keep: rate: ") {
			t.Errorf("%s: %q\n%s", env, lines, stderr)
		}
	}
}

// TestChangedSource changes main.go after the first cell was built, as a Tab key does, and before it runs.
func TestChangedSource(t *testing.T) {
	n := newNotebook(t)
	n.build(spikes)
	other := edit(t, spikes, "gain = 0.25", "gain = 0.5")
	n.write("main.go", other)
	lines, stderr := n.run()
	if lines[0] != "computing rate" || lines[3] != "[4 3 2] 0.25 0.5 [a b]" || !strings.Contains(stderr, "not what this program was compiled from") {
		t.Errorf("changed source: %q\n%s", lines, stderr)
	}
	n.build(other)
	n.write("main.go", spikes) // from now on a cell carries its source
	want := []string{"computing rate", "computing double", "computing single", "[4 3 2] 0.5 1 [a b]", "0"}
	n.want("nothing was kept for the wrong source", want)
	n.want("the right one was", want[3:])
}

// TestTestCell keeps a value in a %test cell, which GoNB compiles with go test.
func TestTestCell(t *testing.T) {
	n := newNotebook(t)
	n.write("main_test.go", `package main

import (
	"fmt"
	"testing"

	"gosnn/kernel"
)

var one = kernel.Keep("one", func() (int, error) {
	fmt.Println("computing")
	return 1, nil
})

func TestOne(t *testing.T) {
	if one != 1 {
		t.Error(one)
	}
}
`)
	if out, err := n.command(nil, "go", "test", "-c", "-o", "gonb_test").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	n.run() // without its source compiled in
	if out, err := n.command(nil, "go", "test", "-c", "-o", "gonb_test").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	n.run()
	n.want("test cell", []string{"PASS"})
}

package kernel_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel"
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

// more is a cell that uses a package on this machine, functions that keep values, and the listing.
const more = `package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"lab/level"

	"gosnn/kernel"
)

var fromPackage = kernel.Keep("fromPackage", func() (float64, error) {
	fmt.Println("computing fromPackage")
	return level.High(), nil
})

var fromFile = kernel.Keep("fromFile", func() (string, error) {
	fmt.Println("computing fromFile")
	data, err := os.ReadFile("data.txt")
	return string(data), err
}, kernel.InputFile("data.txt"))

var late = kernel.Keep("late", func() (string, error) {
	fmt.Println("computing late")
	return fromFile + "!", nil
})

func scaled(gain float64) (float64, error) {
	return kernel.TryKeep(fmt.Sprint("scaled", gain), func() (float64, error) {
		fmt.Println("computing scaled", gain)
		return gain * 2, nil
	}, kernel.Input(gain))
}

func careless(gain float64) (float64, error) {
	return kernel.TryKeep("careless", func() (float64, error) { return gain, nil })
}

func main() {
	flag.Parse()
	fmt.Println(fromPackage, fromFile, late)
	for _, gain := range []float64{1, 2} {
		fmt.Println(scaled(gain))
	}
	if os.Getenv("TEST_ERRORS") != "" {
		_, err := careless(3)
		fmt.Println(errors.Is(err, kernel.ErrCapture), err)
		_, err = kernel.TryKeep(fmt.Sprint("late"), func() (int, error) { return 1, nil })
		fmt.Println(errors.Is(err, kernel.ErrTwice))
		_, err = kernel.TryKeep("broken", func() (int, error) { return 1, errors.New("broken") })
		fmt.Println(err)
	}
	if os.Getenv("TEST_LIST") != "" {
		values, err := kernel.Kept()
		for _, v := range values {
			fmt.Println(v.Name, v.State, v.Type, v.Kept, v.Uses, v.Inputs, v.Cell)
		}
		fmt.Println(err, errors.Is(kernel.Forget("none"), kernel.ErrNone))
	}
	if names := os.Getenv("TEST_FORGET"); names != "" {
		fmt.Println(kernel.Forget(strings.Fields(names)...))
	}
}
`

func TestDependencies(t *testing.T) {
	n := newNotebook(t)
	lab := t.TempDir()
	level := func(x string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(lab, "level.go"), []byte("package level\n\nfunc High() float64 { return "+x+" }\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	level("1")
	if err := os.WriteFile(filepath.Join(lab, "go.mod"), []byte("module lab/level\n\ngo 1.26.0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	work, err := os.ReadFile(filepath.Join(n.dir, "go.work"))
	if err != nil {
		t.Fatal(err)
	}
	n.write("go.work", edit(t, string(work), "use (\n", "use (\n\t"+lab+"\n"))
	n.write("data.txt", "data")

	n.build(more)
	tail := []string{"2 <nil>", "4 <nil>"}
	scaled := []string{"computing scaled 1", "2 <nil>", "computing scaled 2", "4 <nil>"}
	n.want("first cell", slices.Concat([]string{"computing fromPackage", "computing fromFile", "computing late", "1 data data!"}, scaled))
	n.build(more)
	n.want("again", slices.Concat([]string{"1 data data!"}, tail))
	n.write("data.txt", "other data")
	n.want("file: it, and what uses it", slices.Concat([]string{"computing fromFile", "computing late", "1 other data other data!"}, tail))
	level("2")
	n.build(more)
	level("3") // while the cell was compiled, perhaps
	lines, stderr := n.run()
	if lines[0] != "computing fromPackage" || lines[1] != "2 other data other data!" || !strings.Contains(stderr, "changed while the cell was compiled") {
		t.Errorf("package changed too late: %q\n%s", lines, stderr)
	}
	level("2")
	n.build(more)
	n.want("package", slices.Concat([]string{"computing fromPackage", "2 other data other data!"}, tail))

	lines, stderr = n.run("TEST_ERRORS=1")
	if want := []string{
		"true kernel.TryKeep: careless: input missing: gain is a parameter of func careless, whose value is not in the code: declare it, kernel.Input(gain)",
		"true", "broken",
	}; !slices.Equal(lines[len(lines)-3:], want) || stderr != "" {
		t.Errorf("errors: %q\n%s", lines, stderr)
	}

	saved := `{"cells": [{"cell_type": "code", "execution_count": 5, "source": ["x\n", "kernel.Keep(\"fromFile\", f)"]},
		{"cell_type": "code", "execution_count": null, "source": "kernel.Keep(\"late\", f)"}, {"cell_type": "markdown", "source": "kernel.Keep(\"fromPackage\")"}]}`
	if err := os.WriteFile(n.file, []byte(saved), 0o644); err != nil {
		t.Fatal(err)
	}
	lines, stderr = n.run("TEST_LIST=1")
	want := []string{
		"fromPackage older float64 [] [] [] var fromPackage",
		"fromFile older string [] [] [data.txt] In [5]",
		"late older string [fromFile] [] [] cell 2",
		"scaled1 current float64 [] [] [1] func scaled",
		"scaled2 current float64 [] [] [2] func scaled",
		"fromFile current string [] [] [data.txt] In [5]",
		"late current string [fromFile] [] [] cell 2",
		"fromPackage current float64 [] [] [] var fromPackage",
		"<nil> true",
	}
	if got := lines[len(lines)-len(want):]; !slices.Equal(got, want) || stderr != "" {
		t.Errorf("listing:\n%s\nwant\n%s\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), stderr)
	}
	n.run("TEST_FORGET=fromFile")
	lines, _ = n.run()
	if lines[0] != "computing fromFile" || lines[1] != "2 other data other data!" {
		t.Errorf("after one value was forgotten: %q", lines)
	}
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

// TestOutside computes at each call, because a program that is no cell keeps nothing.
func TestOutside(t *testing.T) {
	t.Setenv("GONB_TMP_DIR", t.TempDir()) // as in a program that a cell starts
	calls := 0
	for range 2 {
		v, err := kernel.TryKeep("outside", func() (int, error) { calls++; return calls, nil })
		if v != calls || err != nil {
			t.Errorf("got %d, %v", v, err)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
	if _, err := kernel.Kept(); err == nil {
		t.Error("Kept: no error")
	}
	if kernel.Forget("x") == nil || kernel.ForgetAll() == nil {
		t.Error("Forget: no error")
	}
}

func TestArguments(t *testing.T) {
	one := func() (int, error) { return 1, nil }
	type hidden struct{ _ int }
	for _, c := range []struct {
		call func() error
		kind error
	}{
		{func() error { _, err := kernel.TryKeep("", one); return err }, kernel.ErrName},
		{func() error { _, err := kernel.TryKeep("../x", one); return err }, kernel.ErrName},
		{func() error { _, err := kernel.TryKeep(strings.Repeat("x", 101), one); return err }, kernel.ErrName},
		{func() error { _, err := kernel.TryKeep[int]("x", nil); return err }, kernel.ErrValue},
		{func() error { _, err := kernel.TryKeep("x", one, nil); return err }, kernel.ErrOption},
		{func() error { _, err := kernel.TryKeep("x", func() (func(), error) { return nil, nil }); return err }, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() ([]chan int, error) { return nil, nil })
			return err
		}, kernel.ErrValue},
		{func() error { _, err := kernel.TryKeep("x", func() (any, error) { return nil, nil }); return err }, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() (hidden, error) { return hidden{}, nil })
			return err
		}, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() (ts.Tensor, error) { return ts.Tensor{}, nil })
			return err
		}, kernel.ErrValue},
		{func() error {
			_, err := kernel.TryKeep("x", func() (map[*ts.Tensor]int, error) { return nil, nil })
			return err
		}, kernel.ErrValue},
	} {
		err := c.call()
		var arg *kernel.ArgError
		if !errors.Is(err, c.kind) || !errors.As(err, &arg) || !strings.HasPrefix(err.Error(), "kernel.TryKeep: ") {
			t.Errorf("error %v, want an ArgError of kind %v", err, c.kind)
		}
	}
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, kernel.ErrName) {
			t.Errorf("Keep panics with %v, want ErrName", err)
		}
	}()
	kernel.Keep("a b", one)
}

func ExampleKeep() {
	const gain = 0.25
	// In a notebook this is a package-level variable, and later cells map the tensor instead of computing it.
	spikeData := kernel.Keep("spikeData", func() (*ts.Tensor, error) {
		return ts.Full([]int64{2, 3}, ts.FloatScalar(gain), gotch.Float, gotch.CPU)
	})
	defer spikeData.MustDrop()
	fmt.Println(spikeData.MustSize(), spikeData.Float64Values()[0])
	// Output: [2 3] 0.25
}

func ExampleInput() {
	scaled := func(gain float64) (float64, error) {
		return kernel.TryKeep(fmt.Sprint("scaled", gain), func() (float64, error) { return 2 * gain, nil }, kernel.Input(gain))
	}
	fmt.Println(scaled(0.25))
	// Output: 0.5 <nil>
}

func ExampleInputFile() {
	text, err := kernel.TryKeep("text", func() (string, error) {
		data, err := os.ReadFile("testdata/hello.txt")
		return string(data), err
	}, kernel.InputFile("testdata/hello.txt"))
	fmt.Println(text, err)
	// Output: hello <nil>
}

func ExampleTryKeep() {
	_, err := kernel.TryKeep("spike data", func() (int, error) { return 1, nil })
	fmt.Println(err)
	// Output: kernel.TryKeep: name is "spike data", want 1 to 100 letters, digits, _, -, + or ., the first not a dot
}

package kernel_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

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

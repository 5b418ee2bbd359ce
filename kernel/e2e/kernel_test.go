package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// gotchCell makes tensors, with the import that each notebook has.
const gotchCell = `import "github.com/sugarme/gotch/ts"

%%
x := ts.MustOfSlice([]float32{1, 2, 3})
fmt.Println(x.MustSum(gotch.Float, false).Float64Values())`

// snnCell uses this module's packages.
const snnCell = `import "gosnn/snn"

%%
x := ts.MustOfSlice([]float32{0, 1})
spikes := snn.Must(snn.Rate(x, snn.NumSteps(5), snn.Seed(1)))
fmt.Println(spikes.MustSize(), spikes.MustSum(gotch.Float, false).Float64Values())`

func TestGotchCell(t *testing.T) {
	t.Parallel()
	start(t, t.TempDir()).want(gotchCell, "[6]")
}

// TestAnyFolder has a notebook in a folder far from the sources, with a name as users give it.
func TestAnyFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "Übung 1: Spikes (新)")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	k := start(t, dir)
	k.want(snnCell, "[5 2] [5]")
	k.want("%%\nfmt.Println(os.Getwd())", dir+" <nil>")
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the kernel left %v in the notebook's folder, %v", left, err)
	}
}

// TestMistakes wants one error for each, that names the user's line.
func TestMistakes(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	for _, c := range []struct{ name, code, says string }{
		{"syntax", "%%\nfmt.Println(\"no end\"", "SyntaxError: a closing ) is missing (line 2)"},
		{"type", "%%\nvar n int = \"one\"\nfmt.Println(n)", "CompileError: cannot use \"one\" (untyped string constant) as int value in variable declaration (line 2)"},
		{"without %%", "n := 1\n\nfmt.Println(n + m)", "CompileError: undefined: m (line 3)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := k.run(c.code); !r.failed() || len(r.outputs) != 1 || !strings.Contains(r.text(), c.says) {
				t.Errorf("status %q, no %q in\n%s", r.status, c.says, r.text())
			}
		})
	}
	k.want("fmt.Println(1+1)", "2")
}

// TestPanic wants what went wrong, and the lines of the cell that led there.
func TestPanic(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	r := k.run("//go:noinline\nfunc spike(x []float64, i int) float64 {\n\treturn x[i]\n}\n\n%%\nfmt.Println(spike(nil, 7))")
	if !r.failed() || len(r.outputs) != 1 {
		t.Errorf("status %q, %d outputs", r.status, len(r.outputs))
	}
	for _, part := range []string{"panic: index out of range [7] with length 0 (line 3)", "line 3\x1b[0m, in spike", "line 7"} {
		if !strings.Contains(r.text(), part) {
			t.Errorf("no %q in\n%s", part, r.text())
		}
	}
	k.want("%%\nfmt.Println(spike([]float64{4}, 0))", "4")
}

func TestInterrupt(t *testing.T) {
	for _, c := range []struct{ name, code string }{
		{"Go", "%%\nfmt.Println(\"running\")\nfor i := 0; ; i++ {\n}"},
		{"libtorch", "import \"github.com/sugarme/gotch/ts\"\n\n%%\n" +
			"x := ts.MustRand([]int64{4000, 4000}, gotch.Float, gotch.CPU)\nfmt.Println(\"running\")\nfor {\n\tx = x.MustMatmul(x, true)\n}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := start(t, t.TempDir())
			k.begin(c.code)
			k.waitFor("running")
			time.Sleep(200 * time.Millisecond) // into the loop
			asked := time.Now()
			k.interrupt()
			r := k.end(cellLimit)
			if took := time.Since(asked); !r.failed() || took > 5*time.Second {
				t.Errorf("status %q after %s\n%s", r.status, took, r.text())
			}
			k.want("%%\nfmt.Println(\"on\")", "on")
		})
	}
}

// TestTwoNotebooks has two kernels that work at the same time, with the same names for other things.
func TestTwoNotebooks(t *testing.T) {
	t.Parallel()
	one, two := start(t, t.TempDir()), start(t, t.TempDir())
	one.begin("func who() string { return \"one\" }")
	two.begin("func who() string { return \"two\" }")
	one.end(cellLimit)
	two.end(cellLimit)
	const cell = "%%\nfmt.Println(who())"
	one.begin(cell)
	two.begin(cell)
	for _, k := range []struct {
		*driver
		name string
	}{{one, "one"}, {two, "two"}} {
		if r := k.end(cellLimit); strings.TrimSpace(r.stream("stdout")) != k.name {
			t.Errorf("notebook %s prints %q\n%s", k.name, r.stream("stdout"), r.text())
		}
	}
	// Interrupting one does not stop the other.
	one.begin("%%\nfmt.Println(\"running\")\nselect {}")
	one.waitFor("running")
	two.begin("%%\nfmt.Println(\"running\")\ntime.Sleep(time.Second)\nfmt.Println(\"done\")")
	two.waitFor("running")
	one.interrupt()
	if r := one.end(cellLimit); !r.failed() {
		t.Errorf("the interrupted cell is %q\n%s", r.status, r.text())
	}
	if r := two.end(cellLimit); r.failed() || !strings.Contains(r.text(), "done") {
		t.Errorf("the other notebook's cell is %q\n%s", r.status, r.text())
	}
}

// TestNoNetwork closes each way out: what is not there already cannot be fetched.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	for _, cell := range []struct{ name, code, want string }{{"gotch", gotchCell, "[6]"}, {"snn", snnCell, "[5 2] [5]"}} {
		t.Run(cell.name, func(t *testing.T) {
			k := start(t, t.TempDir(), noNetwork...)
			k.want(cell.code, cell.want)
			// The way out is closed indeed.
			if r := k.run("import \"rsc.io/quote\"\n\n%%\nfmt.Println(quote.Hello())"); r.status != "error" {
				t.Errorf("a module came from the network: %q\n%s", r.status, r.text())
			}
		})
	}
}

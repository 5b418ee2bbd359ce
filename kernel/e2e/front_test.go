package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEnds has cells end in each way that there is. A status is learned from the program's end, not from what it prints.
func TestEnds(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	for _, c := range []struct{ name, code, want string }{
		{"panic", "panic(\"no\")", "panic: no (line 1)"},
		{"panic of a goroutine", "go func() { panic(\"no\") }()\nselect {}", "panic: no (line 1)"},
		{"an error that is a panic", "panic(errors.New(\"no\"))", "panic: no (line 1)"},
		{"os.Exit", "os.Exit(3)", "exit status 3: "},
		{"log.Fatal", "log.Fatal(\"no such luck\")", "exit status 1: no such luck"},
		{"deadlock", "var c chan int\n<-c", "fatal error: all goroutines are asleep - deadlock! (line 2)"},
		{"nil pointer", "var p *int\n*p = 1", "panic: invalid memory address or nil pointer dereference (line 2)"},
		{"SIGKILL", "syscall.Kill(os.Getpid(), syscall.SIGKILL)\nselect {}", "signal: killed: "},
		{"SIGTERM", "syscall.Kill(os.Getpid(), syscall.SIGTERM)\nselect {}", "signal: terminated: "},
		{"the stub is killed", "syscall.Kill(os.Getppid(), syscall.SIGKILL)\nselect {}", "signal: killed: "},
		{"os.Exit(0)", "fmt.Print(\"fine\")\nos.Exit(0)", "fine"},
		{"what looks like an end", "fmt.Fprintln(os.Stderr, \"exit status 2\")", "exit status 2\n"},
		{"a command", "!false", "exit status 1\n"},
		{"bash", "%%bash\necho before\nexit 4", "exit status 4: "},
		{"script", "%%script sh\nexit 0", ""},
		{"a program that there is not", "%%script no-such-program", "exit status 127: "},
		{"a test", "%test\nfunc TestA(t *testing.T) { t.Fatal(\"wrong\") }", "exit status 1: "},
		{"a cell after a test", "fmt.Print(\"after\")", "after"},
		{"exec", "%exec say\nfunc say() { fmt.Print(\"said\") }", "said"},
		{"exec that fails", "%exec fall\nfunc fall() { panic(\"fallen\") }", "panic: fallen"},
		{"a long line", "x := \"" + strings.Repeat("x", 200_000) + "\"\nfmt.Println(len(x))", "SyntaxError: a line has more than 100000 bytes"},
		{"a line that is not too long", "x := \"" + strings.Repeat("x", 50_000) + "\"\nfmt.Print(len(x))", "50000"},
		{"an unknown name", "fmt.Println(nothing)", "CompileError: undefined: nothing (line 1)"},
		{"a module that there is not", "import \"nosuch.example/module\"\nmodule.F()", "nosuch.example/module"},
		{"WebAssembly", "%wasm\nfunc main() {}", "Error: %wasm does not work"},
		{"libtorch", "import \"github.com/sugarme/gotch/ts\"\nts.MustOnes([]int64{5}, gotch.Float, gotch.CPU).MustView([]int64{7}, true)",
			"LibtorchError: shape '[7]' is invalid for input of size 5 (line 2)"},
		{"a cell after WebAssembly", "fmt.Print(\"after\")", "after"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := k.run(c.code)
			failed := !strings.HasPrefix(c.code, "!") && strings.Contains(c.want, ": ") || strings.Contains(c.name, "there is not")
			errors := 0
			for _, o := range r.outputs {
				if o.Type == "error" {
					errors++
				}
			}
			if r.failed() != failed || !strings.Contains(r.text(), c.want) || failed && errors != 1 {
				t.Errorf("status %q, %d errors, want %q in\n%s", r.status, errors, c.want, r.text())
			}
		})
	}
	k.want("fmt.Println(\"on\")", "on")
}

// TestStatements has cells without the line %%.
func TestStatements(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	k.want("var half = 0.5\nfmt.Println(double(half))\n\nfunc double(x float64) float64 {\n\treturn 2 * x\n}", "1")
	k.want("x := half\nimport \"strings\"\nfmt.Println(strings.Repeat(\"a\", int(double(x))))", "a")
	k.want("/* c */ y := 3; fmt.Println(y)", "3")
	for _, c := range []struct{ code, want string }{
		{"1 + 1", "2"},
		{"z := []int{1, 2}\nz // both", "[1 2]"},
		{"double(half) * 2", "2"},
		{"import \"github.com/sugarme/gotch/ts\"\nts.MustOfSlice([]float32{0.5, 1})\nx := ts.MustOfSlice([]float32{0.5, 1})\nx", "tensor([0.5000, 1.0000])"},
	} {
		r := k.run(c.code)
		last := output{}
		if len(r.outputs) > 0 {
			last = r.outputs[len(r.outputs)-1]
		}
		if r.failed() || last.Type != "execute_result" || last.Data["text/plain"] != c.want {
			t.Errorf("%s\nis %q\n%+v", c.code, r.status, r.outputs)
		}
	}
	r := k.run("x := 1\n\nfmt.Println(x)\nvar n []int\nfmt.Println(n[x])")
	if !strings.Contains(r.text(), "(line 5)") {
		t.Errorf("another line:\n%s", r.text())
	}
}

// TestHints wants a mistake that newcomers make explained.
func TestHints(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	k.run("%%\nlocal := 3\nfmt.Println(local)")
	k.run("var spikeData = 1")
	k.run("import \"gosnn/snn\"")
	for _, c := range []struct{ code, says string }{
		{"fmt.Println(local)", "local is a variable of cell [1]'s statements"},
		{"fmt.Println(spikedata)", "Is spikeData meant?"},
		{"fmt.Println(elsewhere)", "No cell that has run declares elsewhere"},
		{"a := 1", "Go wants each variable of a cell's statements used"},
		{"x := snn.Rate(nil)\nfmt.Println(x)", "`x := snn.Must(snn.Rate(...))`"},
	} {
		if r := k.run(c.code); !strings.Contains(r.text(), "Hint: ") || !strings.Contains(r.text(), c.says) {
			t.Errorf("%s\nno hint %q in\n%s", c.code, c.says, r.text())
		}
	}
}

// TestCapture writes 10 MB to a file: all of it is there, though little is shown.
func TestCapture(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := start(t, dir)
	file := filepath.Join(dir, "captured.txt")
	r := k.run("%capture " + file + "\nline := strings.Repeat(\"x\", 99) + \"\\n\"\nfor range 100_000 {\n\tfmt.Print(line)\n}")
	if info, err := os.Stat(file); r.failed() || err != nil || info.Size() != 10_000_000 {
		t.Errorf("status %q, captured %v, %v\n%.500s", r.status, info, err, r.text())
	}
	if n := len(r.text()); n > 1<<20 || !strings.Contains(r.text(), "are not shown") {
		t.Errorf("%d bytes are shown", n)
	}
}

// TestInput answers questions at once, 50 times: no answer is lost, or another's.
func TestInput(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	k.send(map[string]string{"execute": `import "github.com/janpfeifer/gonb/gonbui"
reader := bufio.NewReader(os.Stdin)
for i := range 50 {
	gonbui.RequestInput("name? ", false)
	line, err := reader.ReadString('\n')
	fmt.Printf("%d %q %v\n", i, line, err)
}`, "answer": "Ann"})
	r := k.end(cellLimit)
	if n := strings.Count(r.stream("stdout"), `"Ann\n" <nil>`); r.failed() || n != 50 {
		t.Errorf("status %q, %d answers\n%s", r.status, n, r.text())
	}
}

// TestUpdates updates a display, and has a widget's message pass.
func TestUpdates(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	r := k.run(`import "github.com/janpfeifer/gonb/gonbui"
id := gonbui.UniqueId()
for i := range 5 {
	gonbui.UpdateHtml(id, fmt.Sprintf("<b>%d</b>", i))
	time.Sleep(100 * time.Millisecond)
}`)
	if n := len(r.outputs); r.failed() || n < 2 || r.outputs[0].Type != "display_data" || r.outputs[n-1].Data["text/html"] != "<b>4</b>" {
		t.Errorf("status %q, %d outputs\n%s", r.status, n, r.text())
	}
}

// interruption is a cell that goes on until it is interrupted.
var interruptions = []struct{ name, code, running string }{
	{"a loop", "fmt.Println(\"running\")\nfor {\n}", "running"},
	{"a sleeping command", "!echo running; sleep 1000; echo woken", "running"},
	{"a script", "%%bash\necho running\nsleep 1000\necho woken", "running"},
	{"a program that ignores it", "import \"os/signal\"\nsignal.Ignore(os.Interrupt)\nfmt.Println(\"running\")\nselect {\ncase <-time.After(time.Hour):\n}", "running"},
	{"a program with children", "fmt.Println(\"running\")\nc := exec.Command(\"sleep\", \"1000\")\nc.Stdout = os.Stdout\nfmt.Println(c.Run())\nselect {}", "running"},
}

// TestInterrupted interrupts what a cell may be at. What comes after it in the queue is aborted, and the next cell works.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	for _, c := range interruptions {
		t.Run(c.name, func(t *testing.T) {
			k.begin(c.code)
			k.waitFor(c.running)
			k.interrupt()
			r := k.end(cellLimit)
			if !r.failed() || !strings.Contains(r.text(), "Interrupted") {
				t.Errorf("status %q\n%s", r.status, r.text())
			}
			k.want("fmt.Println(\"on\")", "on")
		})
	}
	k.interrupt() // of nothing, or of the cell that begins just then
	k.run("fmt.Println(\"on\")")
	k.want("fmt.Println(\"on\")", "on")
}

// TestExecute has Jupyter's own tools, papermill and nbmake run a notebook of which the second cell fails: they stop there, unless errors are
// allowed.
func TestExecute(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "fails.ipynb")
	write := func() {
		writeNotebook(t, file, "fmt.Println(\"one\")", "var a []int\nfmt.Println(a[3])", "fmt.Println(\"three\")")
	}
	for _, c := range []struct {
		args []string
		runs int // cells
	}{
		{[]string{"jupyter", "execute", "--inplace", file}, 2},
		{[]string{"jupyter", "execute", "--inplace", "--allow-errors", file}, 3},
		{[]string{"jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", file}, 2},
		{[]string{"jupyter", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--inplace", file}, 3},
		{[]string{"papermill", "--no-progress-bar", file, file}, 2},
		{[]string{"pytest", "-p", "no:cacheprovider", "--nbmake", file}, 2},
	} {
		write()
		cmd := home(t).Command(c.args[0], c.args[1:]...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if stops := c.runs == 2; (err != nil) != stops || stops && !strings.Contains(string(out), "index out of range [3] with length 0 (line 2)") {
			t.Errorf("%v: %v\n%s", c.args, err, out)
		}
		if c.runs == 3 && err == nil {
			if cells := readNotebook(t, file); !cells[1].failed() || cells[2].stream("stdout") != "three\n" {
				t.Errorf("%v: %+v", c.args, cells)
			}
		}
	}
}

// TestParameters has papermill give a notebook values of each type.
func TestParameters(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "in.ipynb"), filepath.Join(dir, "out.ipynb")
	writeNotebook(t, file, "var steps = 100 // time steps\nvar rate = 0.5\nvar name = \"none\"\nvar layers []int\nvar tau map[string]float64\nvar on = false\nvar limit float64",
		"fmt.Printf(\"%T %v, %T %v, %T %q, %T %v, %T %v, %T %v, %v\", steps, steps, rate, rate, name, name, layers, layers, tau, tau, on, on, limit)")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), `"metadata":{}`, `"metadata":{"tags":["parameters"]}`, 1))
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := home(t).Command("papermill", "--no-progress-bar", file, out, "-p", "steps", "50", "-p", "rate", "2.0", "-p", "name", "\"전류\"\\n", "-p", "on", "True",
		"-y", "layers: [784, 10]\ntau: {mem: 0.9, syn: 1}\nlimit: 1.0e+300")
	if said, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(said), "unknown parameter") {
		t.Fatalf("papermill: %v\n%s", err, said)
	}
	cells := readNotebook(t, out)
	want := `int 50, float64 2, string "\"전류\"\\n", []int [784 10], map[string]float64 map[mem:0.9 syn:1], bool true, 1e+300`
	if last := cells[len(cells)-1]; len(cells) != 3 || last.stream("stdout") != want {
		t.Errorf("%d cells, and the last shows %q, want %q", len(cells), last.text(), want)
	}
}

// TestIPC has a kernel that no other user can connect to.
func TestIPC(t *testing.T) {
	t.Parallel()
	cmd := driverCommand(t, "gosnn")
	cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "TRANSPORT=ipc")
	k := drive(t, cmd)
	k.want("fmt.Println(1)", "1")
	k.restart()
	k.want("fmt.Println(2)", "2")
}

// TestRestarts restarts a kernel many times on the same ports, also in the middle of a cell.
func TestRestarts(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	for i := range 20 {
		if i%2 == 1 {
			k.begin("fmt.Println(\"running\")\nselect {\ncase <-time.After(time.Hour):\n}")
			k.waitFor("running")
		}
		k.restart()
	}
	k.want("fmt.Println(1)", "1")
}

// TestWithoutFront has GoNB alone.
func TestWithoutFront(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir(), "GOSNN_FRONT=off")
	k.want("%%\nfmt.Println(1)", "1")
	began := time.Now()
	k.begin("%%\nfmt.Println(\"running\")\nfor {\n}")
	k.waitFor("running")
	k.interrupt()
	k.end(cellLimit)
	t.Logf("interrupted after %s", time.Since(began))
}

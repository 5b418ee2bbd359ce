package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/host/setup"
)

// cellLimit is far more than any cell here takes on a slow machine.
const cellLimit = 2 * time.Minute

// until waits for a state.
func until(t testing.TB, what string, state func() bool) {
	t.Helper()
	for end := time.Now().Add(cellLimit); !state(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", cellLimit, what)
		}
	}
}

// home is the environment that set-up made. A test without it fails: `make test` is what brings it.
func home(t testing.TB) setup.Home {
	t.Helper()
	h, err := setup.Find()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{h.Python(), filepath.Join(h.Venv(), "share/jupyter/kernels/gosnn/kernel.json")} {
		if _, err := os.Stat(file); err != nil {
			t.Fatalf("%v: these tests use what set-up installs. What to do: run them by `make test`", err)
		}
	}
	return h
}

// driver is a kernel that testdata/driver.py has started.
type driver struct {
	testing.TB
	in      io.WriteCloser
	pid     int // of the kernel's process, if the driver has started it
	answers chan answer
	killed  bool // the driver itself
}

// answer is a line of the driver's.
type answer struct {
	Ready   bool
	Pid     int
	Output  *output
	Reply   *struct{ Status string }
	Seconds float64
	Matches []string
}

// output is what a cell shows.
type output struct {
	Type      string // stream, display_data, error, ...
	Name      string // stdout or stderr, of a stream
	Text      string // of a stream
	Data      map[string]any
	Ename     string   // of an error
	Evalue    string   // of an error
	Traceback []string // of an error
}

// result is a cell that has ended.
type result struct {
	status  string // ok, error or aborted
	outputs []output
	took    time.Duration
}

// failed reports whether the cell ended in an error.
func (r result) failed() bool { return r.status != "ok" }

// stream is all that the cell wrote to stdout or stderr.
func (r result) stream(name string) string {
	var s strings.Builder
	for _, o := range r.outputs {
		if o.Type == "stream" && o.Name == name {
			s.WriteString(o.Text)
		}
	}
	return s.String()
}

// text is all that the reader sees, but pictures.
func (r result) text() string {
	var s strings.Builder
	for _, o := range r.outputs {
		s.WriteString(o.Text)
		if html, ok := o.Data["text/html"].(string); ok {
			s.WriteString(html)
		}
		if o.Type == "error" {
			s.WriteString(o.Ename + ": " + o.Evalue + "\n" + strings.Join(o.Traceback, "\n"))
		}
	}
	return s.String()
}

// start starts the kernel "gosnn" in a folder, with variables that take the place of its kernelspec's.
func start(t testing.TB, dir string, variables ...string) *driver {
	t.Helper()
	cmd := driverCommand(t, append([]string{"gosnn"}, variables...)...)
	cmd.Dir = dir
	return drive(t, cmd)
}

// driverCommand prepares testdata/driver.py with these arguments.
func driverCommand(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	script, err := filepath.Abs("testdata/driver.py")
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(home(t).Python(), append([]string{script}, args...)...)
}

// drive starts the driver, and waits until its kernel is ready.
func drive(t testing.TB, cmd *exec.Cmd) *driver {
	t.Helper()
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d := &driver{TB: t, in: in, answers: make(chan answer, 1000)}
	go func() {
		defer close(d.answers)
		for lines := json.NewDecoder(bufio.NewReader(out)); ; {
			var a answer
			if lines.Decode(&a) != nil {
				return
			}
			d.answers <- a
		}
	}()
	t.Cleanup(func() {
		in.Close()
		end := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
		defer end.Stop()
		for range d.answers {
		}
		if err := cmd.Wait(); err != nil && !d.killed {
			t.Errorf("the driver of the kernel: %v", err)
		}
	})
	d.ready()
	return d
}

// ready waits until the kernel is, after it was started, restarted or killed. The cell that ran may still be answered before.
func (d *driver) ready() {
	d.Helper()
	a := d.next(cellLimit)
	for !a.Ready {
		a = d.next(cellLimit)
	}
	d.pid = a.Pid
}

// next is the driver's next line.
func (d *driver) next(limit time.Duration) answer {
	d.Helper()
	select {
	case a, ok := <-d.answers:
		if !ok {
			d.Fatal("the driver of the kernel has ended")
		}
		return a
	case <-time.After(limit):
		d.Fatalf("no answer of the kernel for %s", limit)
	}
	return answer{}
}

func (d *driver) send(request any) {
	d.Helper()
	if err := json.NewEncoder(d.in).Encode(request); err != nil {
		d.Fatal(err)
	}
}

// begin sends a cell to the kernel and does not wait.
func (d *driver) begin(code string) { d.Helper(); d.send(map[string]string{"execute": code}) }

// interrupt is what the button with the square does.
func (d *driver) interrupt() { d.Helper(); d.send(map[string]bool{"interrupt": true}) }

// complete returns the names that the Tab key gives at the end of the code.
func (d *driver) complete(code string) []string {
	d.Helper()
	d.send(map[string]string{"complete": code})
	return d.next(cellLimit).Matches
}

// restart is what the button with the round arrow does.
func (d *driver) restart() { d.Helper(); d.send(map[string]bool{"restart": true}); d.ready() }

// revived waits until the server has restarted the kernel, which was killed.
func (d *driver) revived() { d.Helper(); d.send(map[string]bool{"wait": true}); d.ready() }

// rename moves the notebook of a server.
func (d *driver) rename(notebook string) {
	d.Helper()
	d.send(map[string]string{"rename": notebook})
	d.ready()
}

// waitFor reads the running cell's outputs until one has the text, and returns that.
func (d *driver) waitFor(text string) string {
	d.Helper()
	for {
		switch a := d.next(cellLimit); {
		case a.Output != nil && strings.Contains(a.Output.Text, text):
			return a.Output.Text
		case a.Reply != nil:
			d.Fatalf("the cell ended, %+v, before it wrote %q", *a.Reply, text)
		}
	}
}

// end waits for the cell to end.
func (d *driver) end(limit time.Duration) result {
	d.Helper()
	var r result
	for {
		a := d.next(limit)
		if a.Output != nil {
			r.outputs = append(r.outputs, *a.Output)
		}
		if a.Reply != nil {
			r.status, r.took = a.Reply.Status, time.Duration(a.Seconds*float64(time.Second))
			return r
		}
	}
}

// run runs a cell.
func (d *driver) run(code string) result {
	d.Helper()
	d.begin(code)
	return d.end(cellLimit)
}

// want runs a cell that must succeed and print this.
func (d *driver) want(code, stdout string) {
	d.Helper()
	r := d.run(code)
	if r.failed() || strings.TrimSpace(r.stream("stdout")) != stdout {
		d.Errorf("the cell\n%s\nis %q and prints %q, want %q\n%s", code, r.status, r.stream("stdout"), stdout, r.text())
	}
}

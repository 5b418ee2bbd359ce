package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/host/hot"
)

// TestInterruptedBuild interrupts a cell that is being built, the ordinary way, which takes long enough: its program never runs.
func TestInterruptedBuild(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir(), hot.Variable+"=off")
	k.want("fmt.Println(1)", "1")
	for _, tool := range []string{"go", "compile", "link"} {
		k.beginUntil(tool)
		k.interrupt()
		r := k.end(cellLimit)
		// It may just have begun when the interrupt came.
		if !r.failed() || !strings.Contains(r.text(), "Interrupted") {
			t.Errorf("%s: status %q\n%s", tool, r.status, r.text())
		}
		k.want("fmt.Println(1)", "1")
	}
}

// beginUntil begins cells until one is seen while a tool of Go's builds it: on a busy machine one may begin and end between two looks.
func (d *driver) beginUntil(tool string) {
	d.Helper()
	for n := range 20 {
		code := fmt.Sprintf("import \"net/http\"\nx := %d\n", n)
		if tool == "compile" {
			code += strings.Repeat("x = x*3 + len(http.StatusText(x))\n", 5000)
		}
		d.begin(code + "fmt.Println(\"running\", http.StatusText(x))\nselect {\ncase <-time.After(time.Hour):\n}")
		for running := false; !running; {
			if slices.ContainsFunc(below(d.pid), func(p member) bool { return p.name == tool }) {
				return
			}
			select {
			case a, ok := <-d.answers:
				if !ok || a.Reply != nil {
					d.Fatalf("the cell ended: %+v", a)
				}
				running = a.Output != nil
			case <-time.After(5 * time.Millisecond):
			}
		}
		d.interrupt()
		d.end(cellLimit)
	}
	d.Fatalf("no %s", tool)
}

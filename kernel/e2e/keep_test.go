package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// keepCell keeps a tensor, and says when it is computed.
const keepCell = `import "github.com/sugarme/gotch/ts"

var gain = 0.25

var spikes = kernel.Keep("spikes", func() (*ts.Tensor, error) {
	fmt.Println("computing")
	return ts.Full([]int64{2, 3}, ts.FloatScalar(gain), gotch.Float, gotch.CPU)
})`

const sumCell = "%%\nfmt.Println(spikes.MustSum(gotch.Float, false).Float64Values())\nspikes.MustZero_()"

// TestKeep keeps a value over cells, over an edit and over a restart of the kernel.
func TestKeep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	variables := []string{"GOSNN_KEEP_DIR=" + filepath.Join(dir, "kept"), "JPY_SESSION_NAME=" + filepath.Join(dir, "lecture.ipynb")}
	k := start(t, dir, variables...)
	k.want(keepCell, "computing")
	k.want(sumCell, "[1.5]")
	k.want(sumCell, "[1.5]")
	k.want("var gain = 0.5", "computing")
	k.want(sumCell, "[3]")
	k.want("// as before\nvar gain = 0.25", "")

	again := start(t, dir, variables...)
	again.want(keepCell, "")
	again.want(sumCell, "[1.5]")
	r := again.run("%%\nkernel.ShowKept()")
	if len(r.outputs) != 1 {
		t.Fatalf("%d outputs: %s", len(r.outputs), r.text())
	}
	table, _ := r.outputs[0].Data["text/plain"].(string)
	page, _ := r.outputs[0].Data["text/html"].(string)
	for _, part := range []string{"spikes", "current", "older", "float32 [2 3]", "28 B", "gain"} {
		if !strings.Contains(table, part) || !strings.Contains(page, part) {
			t.Errorf("no %q in\n%s\n%s", part, table, page)
		}
	}
	again.want("%%\nfmt.Println(kernel.Forget(\"spikes\"))", "<nil>")
	again.want(sumCell, "computing\n[1.5]")

	clears := start(t, dir, append(variables, "GOSNN_KEEP_RESTART=clear")...)
	clears.want(keepCell, "computing")
	clears.want(sumCell, "[1.5]")

	other := start(t, dir, variables[0], "JPY_SESSION_NAME="+filepath.Join(dir, "other.ipynb"))
	other.want(keepCell, "computing")
}

// TestKeepDrawnSeed lists the seed that a value without one was made with: it makes the value again.
func TestKeepDrawnSeed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := start(t, dir, "GOSNN_KEEP_DIR="+filepath.Join(dir, "kept"), "JPY_SESSION_NAME="+filepath.Join(dir, "lecture.ipynb"))
	k.want(`import (
	"github.com/sugarme/gotch/ts"
	"gosnn/snn"
)
var noise = kernel.Keep("noise", func() (*ts.Tensor, error) { return snn.Rand([]int64{20}) })`, "")
	k.want(`%%
var seed uint64
fmt.Sscanf(snn.Must(kernel.Kept())[0].Seed, "drawn: %d", &seed)
again := snn.Must(snn.Rand([]int64{20}, snn.Seed(seed)))
fmt.Println(seed != 0, again.MustEqual(noise, false))`, "true true")
}

// TestKeepErrors wants the message, and the cell's line.
func TestKeepErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := start(t, dir, "GOSNN_KEEP_DIR="+filepath.Join(dir, "kept"))
	r := k.run("%%\nkernel.Keep(\"a/b\", func() (int, error) { return 1, nil })")
	if !r.failed() || !strings.Contains(r.text(), `kernel.Keep: name is "a/b", want 1 to 100 letters`) || !strings.Contains(r.text(), "line 2") {
		t.Errorf("status %q\n%s", r.status, r.text())
	}
	k.want(keepCell, "computing") // a notebook that nobody names keeps while its kernel lives
	k.want(sumCell, "[1.5]")
}

// TestProgress shows a bar as one output, which is updated in place and ends as one line.
func TestProgress(t *testing.T) {
	t.Parallel()
	r := start(t, t.TempDir()).run("%%\nfor range progress.Range(\"simulating\", 5) {\n\ttime.Sleep(150 * time.Millisecond)\n}")
	var lines []string
	for i, o := range r.outputs {
		want := "update_display_data"
		if i == 0 {
			want = "display_data"
		}
		line, _ := o.Data["text/plain"].(string)
		if o.Type != want || !strings.HasPrefix(line, "simulating ") || strings.Contains(line, "\n") {
			t.Errorf("output %d is %s %q", i, o.Type, line)
		}
		lines = append(lines, line)
	}
	if r.failed() || len(lines) < 4 || !strings.Contains(lines[0], "(0/5)") || !strings.Contains(lines[len(lines)-1], "100%") {
		t.Errorf("status %q, lines %q", r.status, lines)
	}
}

// TestNestedProgress has one output for a bar within a bar. The outer one's line is left.
func TestNestedProgress(t *testing.T) {
	t.Parallel()
	r := start(t, t.TempDir()).run("%%\nfor range progress.Range(\"epochs\", 4) {\n\tfor range progress.Range(\"batches\", 3) {\n" +
		"\t\ttime.Sleep(60 * time.Millisecond)\n\t}\n}")
	both, last := 0, ""
	for i, o := range r.outputs {
		last, _ = o.Data["text/plain"].(string)
		if lines := strings.Split(last, "\n"); len(lines) == 2 && strings.HasPrefix(lines[1], "batches ") {
			both++
		} else if len(lines) > 1 {
			t.Errorf("output %d has the lines %q", i, lines)
		}
		if !strings.HasPrefix(last, "epochs ") || (o.Type == "display_data") != (i == 0) {
			t.Errorf("output %d is %s %q", i, o.Type, last)
		}
	}
	if r.failed() || both == 0 || strings.Contains(last, "\n") || !strings.Contains(last, "100%") {
		t.Errorf("status %q, both bars were shown %d times, and %q is left", r.status, both, last)
	}
}

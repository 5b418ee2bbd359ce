package setup

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// killedHome is the home of a set-up that is to be killed, in a process of its own.
const killedHome = "GOSNN_TEST_KILLED_HOME"

// slowStep runs a program that takes its time, the first time; the file result is then there.
func slowStep(h Home) step {
	script := `if [ -e "$0.begun" ]; then echo again > "$0"; else echo $$ > "$0.pid"; mv "$0.pid" "$0.begun"; exec sleep 600; fi`
	return step{name: "slow", title: "slow", do: func(ctx context.Context, r *report) error {
		return r.exec(ctx, exec.Command("sh", "-c", script, h.path("result")), nil)
	}}
}

// TestRunKilled kills a set-up in the middle of a step. What the step has started ends with it, and the next set-up need not wait, does
// the step anew and goes on.
func TestRunKilled(t *testing.T) {
	if dir := os.Getenv(killedHome); dir != "" {
		h := Home{Dir: dir}
		t.Fatalf("this set-up was to be killed: %v", h.run(t.Context(), newReport(io.Discard, io.Discard), listed(slowStep(h))))
	}
	h := testHome(t)
	if err := os.MkdirAll(h.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunKilled$")
	cmd.Env = append(os.Environ(), killedHome+"="+h.Dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	begun := filepath.Join(h.Dir, "result.begun")
	wait := func(what string, is func() bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				cmd.Process.Kill()
				t.Fatalf("%s after 30 s", what)
			}
		}
	}
	wait("the step did not begin", func() bool { _, err := os.Stat(begun); return err == nil })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	pid, err := strconv.Atoi(strings.TrimSpace(read(t, begun)))
	if err != nil {
		t.Fatal(err)
	}
	wait("the program of a set-up that was killed still runs", func() bool { return gone(pid) })

	var r recorder
	steps := []step{slowStep(h), r.step("next", "", nil)}
	if err := h.run(t.Context(), newReport(io.Discard, io.Discard), listed(steps...)); err != nil || len(r.ran) != 1 {
		t.Errorf("after a set-up that was killed: %v, ran %v", err, r.ran)
	}
	if got := read(t, h.path("result")); got != "again\n" {
		t.Errorf("the step's result is %q", got)
	}
}

// gone reports whether a process has ended, even if nobody has asked for its status yet.
func gone(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, state, _ := strings.Cut(string(stat), ") ")
	return err == nil && strings.HasPrefix(state, "Z")
}

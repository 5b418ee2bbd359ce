package setup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorder makes steps that note that they ran.
type recorder struct{ ran []string }

func (r *recorder) step(name, key string, err error) step {
	return step{name: name, title: name, key: func() string { return key }, do: func(context.Context, *report) error {
		r.ran = append(r.ran, name)
		return err
	}}
}

// listed has each step need the one before it.
func listed(steps ...step) []step {
	for i := range steps[1:] {
		steps[i+1].needs = []string{steps[i].name}
	}
	return steps
}

// TestRunAsksInTurn has a second step that depends on what the first one makes.
func TestRunAsksInTurn(t *testing.T) {
	h, made, r := testHome(t), "", recorder{}
	first := step{name: "first", do: func(context.Context, *report) error { made = "by the first"; return nil }}
	second := r.step("second", "", nil)
	second.key = func() string { return made }
	steps := listed(first, second)
	for range 2 {
		if err := h.run(t.Context(), newReport(io.Discard, io.Discard), steps); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.ran) != 1 || read(t, h.path("stamps", "second")) != (step{key: func() string { return "by the first" }}).hash() {
		t.Errorf("the second step ran %d times, want once, with the key that the first one makes", len(r.ran))
	}
}

func TestRunResumes(t *testing.T) {
	h, out := testHome(t), new(bytes.Buffer)
	run := func(steps func(*recorder) []step) ([]string, error) {
		var r recorder
		err := h.run(t.Context(), newReport(out, io.Discard), listed(steps(&r)...))
		return r.ran, err
	}
	broken := errors.New("dial tcp: no such host")
	ran, err := run(func(r *recorder) []step {
		return []step{r.step("one", "1", nil), r.step("two", "1", broken), r.step("three", "1", nil)}
	})
	if !slices.Equal(ran, []string{"one", "two"}) {
		t.Errorf("with a second step that fails ran %v", ran)
	}
	var f *Failure
	if !errors.As(err, &f) || f.Step != "two" || f.Cure != offline || !errors.Is(err, broken) {
		t.Errorf("error %v, want a Failure of step two with the cure for no network", err)
	}
	whole := func(key string) func(*recorder) []step {
		return func(r *recorder) []step {
			return []step{r.step("one", "1", nil), r.step("two", key, nil), r.step("three", "1", nil)}
		}
	}
	for _, c := range []struct {
		key  string
		want []string
	}{{"1", []string{"two", "three"}}, {"1", nil}, {"2", []string{"two"}}, {"2", nil}} {
		if ran, err := run(whole(c.key)); err != nil || !slices.Equal(ran, c.want) {
			t.Errorf("key %s: ran %v, %v, want %v", c.key, ran, err, c.want)
		}
	}
	for _, line := range []string{"[1/3] one", "[2/3] two", "failed", "[3/3] three", "done", " s"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("the report lacks %q:\n%s", line, out)
		}
	}
}

func TestRunMakesLostResultAgain(t *testing.T) {
	h := testHome(t)
	var r recorder
	s := r.step("one", "1", nil)
	there := false
	s.done = func() bool { return there }
	for range 2 {
		if err := h.run(t.Context(), newReport(io.Discard, io.Discard), listed(s)); err != nil {
			t.Fatal(err)
		}
	}
	there = true
	if err := h.run(t.Context(), newReport(io.Discard, io.Discard), listed(s)); err != nil || len(r.ran) != 2 {
		t.Errorf("ran %d times, %v, want twice: the stamp alone does not say that the result is there", len(r.ran), err)
	}
}

// TestRunSideBySide has two steps that end only together, and a third that needs both.
func TestRunSideBySide(t *testing.T) {
	h, meet := testHome(t), make(chan string)
	steps := []step{
		{name: "last", needs: []string{"one", "two", "not in this set-up"}, do: func(context.Context, *report) error {
			for _, name := range []string{"one", "two"} {
				if _, err := os.Stat(h.path("stamps", name)); err != nil {
					t.Errorf("the last step begins too early: %v", err)
				}
			}
			return nil
		}},
		{name: "one", do: func(context.Context, *report) error { meet <- "two"; return nil }},
		{name: "two", do: func(context.Context, *report) error { <-meet; return nil }},
	}
	out := new(bytes.Buffer)
	if err := h.run(t.Context(), newReport(out, io.Discard), steps); err != nil || !strings.Contains(out.String(), "[3/3]") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestRunStopsOthers has a step fail while another works, and a third that waits.
func TestRunStopsOthers(t *testing.T) {
	h, out, working, broken := testHome(t), new(bytes.Buffer), make(chan bool), errors.New("broken")
	var r recorder
	third := r.step("third", "", nil)
	third.needs = []string{"slow"}
	steps := []step{
		{name: "slow", title: "slow", do: func(ctx context.Context, r *report) error { close(working); <-ctx.Done(); return ctx.Err() }},
		{name: "fails", title: "fails", do: func(context.Context, *report) error { <-working; return broken }},
		third,
	}
	var f *Failure
	if err := h.run(t.Context(), newReport(out, io.Discard), steps); !errors.As(err, &f) || f.Step != "fails" || !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if !strings.Contains(out.String(), "stopped") || !strings.Contains(out.String(), "failed") || len(r.ran) > 0 || h.stamped(steps[0]) {
		t.Errorf("ran %v\n%s", r.ran, out)
	}
}

// TestSteps wants each need to be a step that is there or not made by set-up, and one that does not wait for itself.
func TestSteps(t *testing.T) {
	steps := testHome(t).steps(Options{Test: true, Bench: true, Hub: true, Lint: true})
	there, ended := map[string]bool{}, map[string]bool{}
	for _, s := range steps {
		there[s.name] = true
	}
	for range steps {
		for _, s := range steps {
			if !slices.ContainsFunc(s.needs, func(name string) bool { return there[name] && !ended[name] }) {
				ended[s.name] = true
			}
		}
	}
	if len(ended) != len(steps) {
		t.Errorf("of %d steps these can begin: %v", len(steps), ended)
	}
}

// TestRunRemovesHalfMade has a folder that a set-up left which was killed.
func TestRunRemovesHalfMade(t *testing.T) {
	h := testHome(t)
	if err := os.MkdirAll(h.path(".part-123", "libtorch"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := h.run(t.Context(), newReport(io.Discard, io.Discard), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(h.path(".part-123")); !os.IsNotExist(err) {
		t.Errorf("what a killed set-up left is still there: %v", err)
	}
}

func TestRunInterrupted(t *testing.T) {
	h := testHome(t)
	ctx, cancel := context.WithCancel(t.Context())
	var r recorder
	sleep := step{name: "sleep", title: "sleep", do: func(ctx context.Context, rep *report) error {
		cancel()
		return rep.exec(ctx, exec.Command("sleep", "60"), nil)
	}}
	start := time.Now()
	err := h.run(ctx, newReport(io.Discard, io.Discard), listed(sleep, r.step("next", "", nil)))
	if err == nil || !strings.Contains(err.Error(), "goes on") || len(r.ran) > 0 || time.Since(start) > 30*time.Second {
		t.Errorf("interrupted after %v: %v, ran %v", time.Since(start), err, r.ran)
	}
	if h.stamped(sleep) {
		t.Error("an interrupted step is stamped")
	}
}

func TestRunOneAtATime(t *testing.T) {
	h := testHome(t)
	unlock, err := h.lock(newReport(io.Discard, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	out, ended := new(bytes.Buffer), make(chan error)
	var r recorder
	go func() { ended <- h.run(t.Context(), newReport(out, io.Discard), listed(r.step("one", "", nil))) }()
	select {
	case <-ended:
		t.Error("two set-ups at once")
	case <-time.After(200 * time.Millisecond):
	}
	unlock()
	if err := <-ended; err != nil || !strings.Contains(out.String(), "another set-up") || len(r.ran) != 1 {
		t.Errorf("after the first ended: %v, ran %v, said %q", err, r.ran, out)
	}
}

func TestExecTellsTheEnd(t *testing.T) {
	var log bytes.Buffer
	r := newReport(io.Discard, &log)
	lines := 0
	err := r.exec(t.Context(), exec.Command("sh", "-c", "for i in $(seq 30); do echo line $i; done; echo boom >&2; exit 3"),
		func(string) { lines++ })
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Fatalf("error %v, want exit status 3", err)
	}
	if s := err.Error(); !strings.Contains(s, "boom") || !strings.Contains(s, "line 25") || strings.Contains(s, "line 2\n") {
		t.Errorf("the error holds not just the end of the output:\n%s", s)
	}
	if lines != 31 || !strings.Contains(log.String(), "line 2\n") {
		t.Errorf("%d lines, log:\n%s", lines, &log)
	}
}

func TestCure(t *testing.T) {
	for text, want := range map[string]string{
		"write /x: no space left on device":      "GOSNN_HOME",
		"Temporary failure in name resolution":   "connect to the network",
		"dial tcp: lookup host: no such host":    "connect to the network",
		"THESE PACKAGES DO NOT MATCH THE HASHES": "pinned",
		"verifying module: checksum mismatch":    "pinned",
		"mkdir /opt/x: permission denied":        "may write",
	} {
		if got := cure(errors.New(text)); !strings.Contains(got, want) {
			t.Errorf("cure of %q is %q, want one that says %q", text, got, want)
		}
	}
	if got := cure(os.ErrClosed); got != "" {
		t.Errorf("cure of something else is %q", got)
	}
}

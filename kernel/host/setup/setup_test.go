package setup

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestOpen opens notebooks before what may come later, which gosnn-kernel, here a script, does in the background. What is done already does
// not wait for another set-up.
func TestOpen(t *testing.T) {
	h, r := testHome(t), recorder{}
	h.Root = h.Dir
	asked := h.path("asked")
	if err := writeFile(h.Kernel(), "#!/bin/sh\necho \"$*\" > '"+asked+"'\n"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(h.Kernel(), 0o755); err != nil {
		t.Fatal(err)
	}
	now, later := r.step("now", "", nil), r.step("later", "", nil)
	later.later = true
	var out bytes.Buffer
	for i := range 2 {
		if err := h.open(t.Context(), newReport(&out, io.Discard), []step{later, now}); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
			if text, _ := os.ReadFile(asked); string(text) == "setup\n" {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("nothing is done in the background")
			}
		}
		if i == 0 { // the background is at work
			unlock, err := h.lock(newReport(io.Discard, io.Discard))
			if err != nil {
				t.Fatal(err)
			}
			defer unlock()
		}
		if err := os.Remove(asked); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(r.ran, []string{"now"}) || strings.Count(out.String(), "beside JupyterLab: later") != 2 {
		t.Errorf("%q ran, and set-up said\n%s", r.ran, out.String())
	}
	if err := writeFile(h.stamp(later), later.hash()); err != nil {
		t.Fatal(err)
	}
	if err := h.open(t.Context(), newReport(&out, io.Discard), []step{later, now}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(asked); err == nil {
		t.Error("what is done is done in the background")
	}
}

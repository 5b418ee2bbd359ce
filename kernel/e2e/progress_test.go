package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/e2e/browser"
)

// TestLabProgress runs a cell with a progress bar: it moves on in its place, and one line of it is saved.
func TestLabProgress(t *testing.T) {
	t.Parallel()
	b := openLab(t, "testdata/progress.ipynb", "progress")
	b.shiftEnter()
	const bars = `[...document.querySelectorAll('.jp-OutputArea-output')].map((o) => o.textContent.trim()).filter(Boolean)`
	done := regexp.MustCompile(`^working +(\d+)% \|.*\| \((\d+)/40`)
	seen := map[string]bool{}
	for deadline := time.Now().Add(cellLimit); ; time.Sleep(50 * time.Millisecond) {
		shown := browser.Value[[]string](b.Tab, bars)
		if len(shown) > 1 {
			t.Fatalf("%d outputs, want one that is updated in place: %q", len(shown), shown)
		}
		if len(shown) == 1 {
			m := done.FindStringSubmatch(shown[0])
			if m == nil {
				t.Fatalf("the bar reads %q", shown[0])
			}
			if !seen[m[2]] && len(seen) == 1 {
				b.keepScreenshot("progress-running")
			}
			seen[m[2]] = true
			if m[1] == "100" {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the bar has not come to its end")
		}
	}
	if len(seen) < 2 {
		t.Errorf("the bar was seen at its end only: %v", seen)
	}
	b.Wait(cellLimit, `document.querySelector('.jp-CodeCell .jp-InputPrompt').textContent === '[1]:'`)
	cell := b.saved()[0]
	if cell.waits || len(cell.outputs) != 1 {
		t.Fatalf("%d outputs are saved: %+v", len(cell.outputs), cell.outputs)
	}
	line, _ := cell.outputs[0].Data["text/plain"].(string)
	if !done.MatchString(line) || strings.ContainsAny(line, "\n\r") || !strings.Contains(line, "100%") {
		t.Errorf("the line %q is saved, want the bar at its end", line)
	}
	b.Quiet()
}

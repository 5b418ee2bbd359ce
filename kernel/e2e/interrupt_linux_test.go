package e2e

import (
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
		code := "import \"net/http\"\nfmt.Println(\"running\", http.StatusText(200), \"" + tool + "\")\nselect {\ncase <-time.After(time.Hour):\n}"
		if tool == "compile" { // of a cell as it is, it may have begun and ended between two looks
			code = "import \"net/http\"\nx := 0\n" + strings.Repeat("x = x*3 + len(http.StatusText(x))\n", 5000) + "fmt.Println(x)"
		}
		k.begin(code)
		for end := time.Now().Add(cellLimit); !slices.ContainsFunc(below(k.pid), func(p member) bool { return p.name == tool }); {
			if time.Now().After(end) {
				t.Fatalf("no %s", tool)
			}
			time.Sleep(5 * time.Millisecond)
		}
		k.interrupt()
		r := k.end(cellLimit)
		// It may just have begun when the interrupt came.
		if !r.failed() || !strings.Contains(r.text(), "Interrupted") {
			t.Errorf("%s: status %q\n%s", tool, r.status, r.text())
		}
		k.want("fmt.Println(1)", "1")
	}
}

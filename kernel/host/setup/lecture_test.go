package setup

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLecture runs copies of the first lecture, which are gone afterwards; and nothing where cells are not hot.
func TestLecture(t *testing.T) {
	h := testHome(t)
	for _, name := range lectures {
		write(t, filepath.Join(h.Root, name), "notebook "+name)
	}
	ran := filepath.Join(t.TempDir(), "ran")
	script(t, filepath.Join(h.Venv(), "bin", "jupyter"), `for last; do :; done; cat "$last" >> '`+ran+`'; echo " $1" >> '`+ran+`'; echo run > "$last"`)
	for _, c := range []struct{ kernel, want string }{
		{"exit 1", ""},
		{"echo hot", "notebook " + lectures[0] + " execute\nnotebook " + lectures[1] + " execute\n"},
	} {
		script(t, h.Kernel(), c.kernel)
		if err := h.lectureStep().do(t.Context(), newReport(new(bytes.Buffer), io.Discard)); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(ran); string(got) != c.want {
			t.Errorf("%s: %q was run, want %q", c.kernel, got, c.want)
		}
	}
	if left, _ := filepath.Glob(h.path(".part-*")); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
	if text, err := os.ReadFile(filepath.Join(h.Root, lectures[0])); err != nil || !strings.HasPrefix(string(text), "notebook") {
		t.Errorf("the notebook is %q, %v", text, err)
	}
}

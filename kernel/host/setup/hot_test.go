package setup

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// TestHotOff has no hot cells: set-up says why, and goes on.
func TestHotOff(t *testing.T) {
	h, out := testHome(t), new(bytes.Buffer)
	script(t, h.Kernel(), "echo no host; exit 1")
	if err := h.hotStep().do(t.Context(), newReport(out, io.Discard)); err != nil || !strings.Contains(out.String(), "hot cells are off: no host") {
		t.Errorf("%v; set-up says %q", err, out)
	}
}

package lecture

import (
	"strings"
	"testing"
)

// A notebook whose second cell panics does not run. GoNB's reply to that cell is "ok", so that Jupyter goes on.
func TestRunTellsOfPanic(t *testing.T) {
	n := newNotebook()
	for _, c := range [][2]string{{"declare", "func spike() { panic(\"no spike\") }"}, {"call", "%%\nspike()"}, {"after", "%%\nfmt.Println(1)"}} {
		n.Cells = append(n.Cells, Cell{Type: "code", ID: c[0], Source: Text(c[1])})
	}
	err := n.Run(t.Context(), "")
	if err == nil || !strings.Contains(err.Error(), "cell call fails") || !strings.Contains(err.Error(), "panic: no spike") {
		t.Errorf("a notebook with a panic: %v", err)
	}
}

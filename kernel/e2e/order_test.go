package e2e

import (
	"fmt"
	"strings"
	"testing"

	"gosnn/kernel/host/hot"
)

// TestOrder has cells print and show in turns, in every way that a cell can run: what is printed before a display stands above it.
func TestOrder(t *testing.T) {
	t.Parallel()
	const rounds = 100
	var want strings.Builder
	for i := range rounds {
		fmt.Fprintf(&want, "%d\n[%d]", i, i)
	}
	code := fmt.Sprintf("import \"gosnn/plots/display\"\nimport \"github.com/janpfeifer/gonb/gonbui/protocol\"\n%%%%\nfor i := range %d {\n"+
		"\tfmt.Println(i)\n\tm := map[protocol.MIMEType]any{protocol.MIMETextHTML: fmt.Sprintf(\"[%%d]\", i)}\n"+
		"\tif err := display.Show(&protocol.DisplayData{Data: m}); err != nil {\n\t\tpanic(err)\n\t}\n}", rounds)
	for name, k := range map[string]*driver{"ordinary": start(t, t.TempDir(), hot.Variable+"=off"), "hot": startHot(t, t.TempDir()).driver} {
		if got := k.run(code).text(); got != want.String() {
			t.Errorf("%s: shows %q, want %q", name, got, want.String())
		}
	}
}

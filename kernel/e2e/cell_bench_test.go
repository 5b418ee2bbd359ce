package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkCell times a cell in a warm kernel, from the request to the reply, as its reader waits for it: a hot cell that is new, one that has
// been compiled before, and beside them one that is built the ordinary way, by Go's own linker and by the compiler's, with the fast one that
// set-up found. A hot cell with snn and plots is to take at most 0.15 s.
func BenchmarkCell(b *testing.B) {
	const off, again = "GOSNN_HOT=off", "hot again"
	ways := []struct {
		name string
		env  []string
	}{{"hot", []string{"GOSNN_HOT="}}, {again, []string{"GOSNN_HOT="}}, {"go", []string{off}}, {"compiler", []string{off, "GOFLAGS=" + environment(b, "GOFLAGS")}}}
	for _, code := range []struct{ name, first, next string }{
		{"plain", "%%\nfmt.Println(0)", "%%%%\nfmt.Println(%d)"},
		{"gotch", gotchCell, "%%%%\nx := ts.MustOfSlice([]float32{1, 2, %d})\nfmt.Println(x.MustSize())"},
		{"snn and plots", plotsCell, "%%%%\nx := ts.MustOfSlice([]float32{0, 1})\n_ = plots.Show\nfmt.Println(snn.Must(snn.Rate(x, snn.NumSteps(5), snn.Seed(%d))).MustSize())"},
		{"snn", snnCell, "%%%%\nx := ts.MustOfSlice([]float32{0, 1})\nfmt.Println(snn.Must(snn.Rate(x, snn.NumSteps(5), snn.Seed(%d))).MustSize())"},
	} {
		for _, way := range ways {
			b.Run("cell="+code.name+"/linker="+way.name, func(b *testing.B) {
				k := start(b, b.TempDir(), way.env...)
				if r := k.run(code.first); r.failed() {
					b.Fatal(r.text())
				}
				var times []time.Duration
				for b.Loop() {
					for range 7 { // a median wants several
						number := 0
						if way.name != again { // another program than any before: the go command does not link what it has linked
							number = int(time.Now().UnixNano())
						}
						r := k.run(fmt.Sprintf(code.next, number))
						if r.failed() {
							b.Fatal(r.text())
						}
						times = append(times, r.took)
					}
				}
				slices.Sort(times)
				b.ReportMetric(0, "ns/op") // a whole round's time says nothing more
				b.ReportMetric(times[len(times)/2].Seconds(), "median-s/cell")
			})
		}
	}
}

// plotsCell imports what most cells of the tutorial use.
const plotsCell = "import (\n\t\"gosnn/plots\"\n\t\"gosnn/snn\"\n\t\"github.com/sugarme/gotch/ts\"\n)\n%%\n_ = plots.Show\n_ = ts.MustOfSlice\nfmt.Println(snn.NumSteps(1))"

// environment is a variable of the kernel's.
func environment(t testing.TB, name string) (value string) {
	t.Helper()
	for _, kv := range home(t).Env() {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}

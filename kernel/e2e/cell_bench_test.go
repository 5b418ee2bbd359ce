package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkCell times a cell in a warm kernel, from the request to the reply, as its reader waits for it: linked by Go's own
// linker, as the kernel does it where that works, and by the compiler's beside it, with the fast one that set-up found. A cell
// with gotch is to take at most 1.0 s.
func BenchmarkCell(b *testing.B) {
	linkers := []struct {
		name string
		env  []string
	}{{"go", nil}, {"compiler", []string{"GOFLAGS=" + environment(b, "GOFLAGS")}}}
	for _, code := range []struct{ name, first, next string }{
		{"plain", "%%\nfmt.Println(0)", "%%%%\nfmt.Println(%d)"},
		{"gotch", gotchCell, "%%%%\nx := ts.MustOfSlice([]float32{1, 2, %d})\nfmt.Println(x.MustSize())"},
		{"snn", snnCell, "%%%%\nx := ts.MustOfSlice([]float32{0, 1})\nfmt.Println(snn.Must(snn.Rate(x, snn.NumSteps(5), snn.Seed(%d))).MustSize())"},
	} {
		for _, linker := range linkers {
			b.Run("cell="+code.name+"/linker="+linker.name, func(b *testing.B) {
				k := start(b, b.TempDir(), linker.env...)
				k.run(code.first)
				var times []time.Duration
				for b.Loop() {
					for range 7 { // a median wants several
						// Each cell is another program, or the go command would not link it.
						r := k.run(fmt.Sprintf(code.next, len(times)+10))
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

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkFront times cells with the front and without it, in turns, and reports the median of the differences: to be below 2 ms for
// an empty cell, and below 3 ms for one that is compiled. The restart is that of a kernel up to the end of its first cell, and is to take no longer.
func BenchmarkFront(b *testing.B) {
	for _, c := range []struct {
		name, code string
		pairs      int
	}{{"empty", "", 200}, {"command", "!true", 50}, {"compiled", "%%%%\nfmt.Println(%d)", 30}, {"restart", "%%%%\nfmt.Println(%d)", 10}} {
		b.Run("cell="+c.name, func(b *testing.B) {
			with, without := start(b, b.TempDir()), start(b, b.TempDir(), "GOSNN_FRONT=off")
			for _, k := range []*driver{with, without} {
				k.run("%%\nfmt.Println(0)")
			}
			n := 0
			took := func(k *driver) time.Duration {
				code := c.code
				if strings.Contains(code, "%d") { // each another program, or nothing would be compiled
					code = fmt.Sprintf(code, n)
				}
				n++
				begin := time.Now()
				if c.name == "restart" {
					k.restart()
				}
				r := k.run(code)
				if r.failed() {
					b.Fatal(r.text())
				}
				if c.name == "restart" {
					return time.Since(begin)
				}
				return r.took
			}
			var ours, differences []time.Duration
			for b.Loop() {
				for i := range c.pairs {
					var x, y time.Duration
					if i%2 == 0 {
						x, y = took(with), took(without)
					} else {
						y, x = took(without), took(with)
					}
					ours, differences = append(ours, x), append(differences, x-y)
				}
			}
			slices.Sort(ours)
			slices.Sort(differences)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(ours[len(ours)/2].Microseconds())/1000, "median-ms/cell")
			b.ReportMetric(float64(differences[len(differences)/2].Microseconds())/1000, "median-ms-more")
		})
	}
}

package tensortest

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

// PeakMiB returns a function that returns how much more memory the process has held since then at most, in MiB: 0 where the system does not say.
func PeakMiB() func() float64 {
	before := statusKiB("VmRSS:")
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // Linux: the peak is what is held now
	return func() float64 { return float64(statusKiB("VmHWM:")-before) / 1024 }
}

// NoGrowth wants the process to hold no more than a limit of bytes more after a call of f than before it. What leaks grows in each call; what a new thread of the
// system's takes, or a collector that comes late, does not: one of five calls is to do.
func NoGrowth(t testing.TB, limit int, f func()) {
	t.Helper()
	var grown [5]int
	for i := range grown {
		before := statusKiB("VmRSS:")
		f()
		if grown[i] = statusKiB("VmRSS:") - before; grown[i] <= limit>>10 {
			return
		}
	}
	t.Errorf("the process has grown by %d KiB, in five rounds; want at most %d in one", grown, limit>>10)
}

func statusKiB(name string) (kib int) {
	text, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := bytes.Cut(text, []byte(name))
	_, _ = fmt.Sscan(string(rest), &kib)
	return kib
}

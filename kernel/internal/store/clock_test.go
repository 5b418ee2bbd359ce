package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestClock has values from when the clock was wrong: years behind, as that of a machine without a battery, or ahead. They are as good as
// others. Those from behind go first; those from ahead do not stay for ever, but count as used now.
func TestClock(t *testing.T) {
	for _, off := range []time.Duration{-30 * 365 * 24 * time.Hour, -time.Hour, time.Hour, 30 * 365 * 24 * time.Hour} {
		t.Run(fmt.Sprint(off), func(t *testing.T) {
			s := open(t, Config{Dir: t.TempDir(), Limit: 12_000})
			content := strings.Repeat("x", 3000)
			m := put(t, s, "then", key1, content)
			then := time.Now().Add(off)
			for _, name := range []string{"0", metaName, usedName} {
				if err := os.Chtimes(filepath.Join(m.dir.Name(), name), then, then); err != nil {
					t.Fatal(err)
				}
			}
			if get(t, s, "then", key1) != content {
				t.Fatal("a value was lost by a change of the clock")
			}
			if err := os.Chtimes(filepath.Join(m.dir.Name(), usedName), then, then); err != nil {
				t.Fatal(err)
			}
			put(t, s, "a", key1, "x")                      // looks at what there is
			for _, name := range []string{"b", "c", "d"} { // there is room for three
				time.Sleep(10 * time.Millisecond) // more than a tick of the file system's clock
				put(t, s, name, key1, content)
			}
			if get(t, s, "then", key1) != "" {
				t.Error("the value from then was not the first to go")
			}
			if get(t, s, "b", key1) != content {
				t.Error("a value that was used later is gone")
			}
		})
	}
}

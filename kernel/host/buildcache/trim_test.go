package buildcache

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestTrim keeps what has been used within a day.
func TestTrim(t *testing.T) {
	l := Layers{Shared: t.TempDir(), Own: filepath.Join(t.TempDir(), "own")}
	if err := l.trim(); err != nil {
		t.Errorf("without a folder: %v", err)
	}
	for _, id := range []byte{1, 2, 3} {
		if _, err := l.put([]byte{id}, []byte{0x10 + id}, []byte("spike")); err != nil {
			t.Fatal(err)
		}
	}
	age := func(file string, by time.Duration) {
		t.Helper()
		if err := os.Chtimes(filepath.Join(l.Own, file), time.Now().Add(-by), time.Now().Add(-by)); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"01/01-a", "11/11-d", "02/02-a", "12/12-d"} {
		age(file, 26*time.Hour)
	}
	if e, ok := l.get([]byte{2}); !ok || e.size != 5 {
		t.Fatalf("entry 2 is %+v, %v", e, ok)
	}
	if err := l.trim(); err != nil {
		t.Fatal(err)
	}
	want := []string{"02/02-a", "03/03-a", "12/12-d", "13/13-d", "trimmed"}
	if got := filesIn(t, l.Own); !slices.Equal(got, want) {
		t.Errorf("left are %q, want %q", got, want)
	}

	age("03/03-a", 26*time.Hour)
	if err := l.trim(); err != nil || !slices.Contains(filesIn(t, l.Own), "03/03-a") {
		t.Errorf("a second look within the hour removed an entry, or failed: %v", err)
	}
	age("trimmed", 2*time.Hour)
	if err := l.trim(); err != nil || slices.Contains(filesIn(t, l.Own), "03/03-a") {
		t.Errorf("an hour later the entry is still there, or %v", err)
	}
}

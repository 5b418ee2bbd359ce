package progress

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// recorder keeps what is shown.
type recorder struct {
	mu    sync.Mutex
	lines []string
	ends  []string
}

func (r *recorder) update(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, line)
}

func (r *recorder) end(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends = append(r.ends, line)
}

func TestBar(t *testing.T) {
	for _, c := range []struct {
		name        string
		total       int64
		bytes       bool
		add         []int64
		first, last string // patterns
	}{
		{"all", 4, false, []int64{1, 1, 2}, `^work +0% \|.*\| \(0/4\)`, `^work 100% \|█+\| \(4/4\)`},
		{"stopped", 4, false, []int64{1}, `^work +0%`, `^work +25% .*\(1/4\).*, stopped$`},
		{"too much", 4, false, []int64{3, 3}, `^work +0%`, `^work 100% .*\(4/4\)`},
		{"less than nothing", 4, false, []int64{-1, 4}, `^work +0%`, `^work 100% .*\(4/4\)`},
		{"nothing", 4, false, nil, `^work +0%`, `^work +0% .*, stopped$`},
		{"bytes", 2_000_000, true, []int64{2_000_000}, `^work +0% `, `^work 100% .*\(2.0/2.0 MB`},
		{"unknown", 0, false, []int64{3}, `work`, `work`},
	} {
		r := &recorder{}
		b := newBar("work", c.total, c.bytes, r)
		for _, n := range c.add {
			b.Add(n)
		}
		b.Done()
		b.Done()
		b.Add(1)
		if len(r.lines) == 0 || !regexp.MustCompile(c.first).MatchString(r.lines[0]) {
			t.Errorf("%s: begins with %q, want %s", c.name, r.lines, c.first)
		}
		if len(r.ends) != 1 || !regexp.MustCompile(c.last).MatchString(r.ends[0]) {
			t.Errorf("%s: ends with %q, want %s", c.name, r.ends, c.last)
		}
		for _, l := range append(r.lines, r.ends...) {
			if strings.ContainsAny(l, "\r\n\x1b") {
				t.Errorf("%s: a line holds %q", c.name, l)
			}
		}
	}
}

// TestTogether counts the steps of several goroutines.
func TestTogether(t *testing.T) {
	r := &recorder{}
	b := newBar("work", 8000, false, r)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				b.Add(1)
			}
		})
	}
	wg.Wait()
	b.Done()
	if !strings.Contains(r.ends[0], "(8000/8000") {
		t.Errorf("ends with %q", r.ends)
	}
}

// TestStream writes to a file, which is no terminal, and as if it were one.
func TestStream(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		f, err := os.Create(filepath.Join(t.TempDir(), "err"))
		if err != nil {
			t.Fatal(err)
		}
		b := newBar("work", 2, false, &stream{f: f, terminal: terminal})
		b.Add(2)
		b.Done()
		f.Close()
		data, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if text := string(data); strings.Count(text, "\n") != 1 || strings.Contains(text, "\r") != terminal || !strings.Contains(text, "100%") {
			t.Errorf("terminal %t: %q", terminal, text)
		}
	}
}

func TestRange(t *testing.T) {
	var got []int
	for i := range Range("all", 3) {
		got = append(got, i)
	}
	for i := range Range("left early", 3) {
		got = append(got, i)
		break
	}
	for i := range Range("nothing", 0) {
		got = append(got, i)
	}
	for i := range Of("values", 2, slices.Values([]int{5, 6})) {
		got = append(got, i)
	}
	if want := []int{0, 1, 2, 0, 5, 6}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func ExampleRange() {
	sum := 0
	for i := range Range("adding", 5) { // the bar is on standard error
		sum += i
	}
	fmt.Println(sum)
	// Output: 10
}

func ExampleOf() {
	batches := slices.Values([]string{"first", "second"})
	for b := range Of("batches", 2, batches) {
		fmt.Println(b)
	}
	// Output:
	// first
	// second
}

func ExampleNew() {
	b := New("training", 3)
	defer b.Done()
	for range 3 {
		b.Add(1)
	}
	// Output:
}

func ExampleBar_Reader() {
	const text = "0123456789"
	b := NewBytes("reading", int64(len(text)))
	defer b.Done()
	data, err := io.ReadAll(b.Reader(strings.NewReader(text)))
	fmt.Println(len(data), err)
	// Output: 10 <nil>
}

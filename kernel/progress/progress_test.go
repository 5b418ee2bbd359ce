package progress

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
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

// to is a group that shows its lines on an output.
func to(out output) *group { return &group{place: func() output { return out }} }

// wait makes the group go on as if a pause had passed.
func (g *group) wait() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = time.Time{}
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
		b := newBar("work", c.total, c.bytes, to(r))
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
	b := newBar("work", 8000, false, to(r))
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

// TestNested has an inner bar in each step of an outer one, in one output of two lines at most.
func TestNested(t *testing.T) {
	outputs := 0
	r := &recorder{}
	g := &group{place: func() output { outputs++; return r }}
	outer := newBar("epochs", 100, false, g)
	for range 100 {
		inner := newBar("batches", 3, false, g)
		inner.Add(2)
		g.wait()
		inner.Add(1)
		inner.Done()
		outer.Add(1)
	}
	outer.Done()
	if outputs != 1 || len(r.ends) != 1 || !strings.HasPrefix(r.ends[0], "epochs 100%") || strings.Contains(r.ends[0], "\n") {
		t.Errorf("%d outputs that end with %q, want one that ends with the outer bar", outputs, r.ends)
	}
	both := 0
	for _, lines := range r.lines {
		epochs, batches, two := strings.Cut(lines, "\n")
		if two {
			both++
		}
		if !strings.HasPrefix(epochs, "epochs ") || two && !strings.HasPrefix(batches, "batches ") || strings.Contains(batches, "\n") {
			t.Fatalf("shown: %q", lines)
		}
	}
	if both < 100 {
		t.Errorf("both bars were shown %d times, want 100", both)
	}
	newBar("next", 1, false, g).Done()
	if outputs != 2 {
		t.Errorf("%d outputs, want a second one for work that follows", outputs)
	}
}

// TestLater shows the last state of work that stops to add.
func TestLater(t *testing.T) {
	shown := make(chan string, 100)
	b := newBar("work", 4, false, to(channel(shown)))
	defer b.Done()
	inner := newBar("inner", 4, false, b.line.group) // within the pause
	defer inner.Done()
	for lines := range shown { // or the test hangs
		if strings.Contains(lines, "inner") {
			return
		}
	}
}

type channel chan string

func (c channel) update(lines string) { c <- lines }
func (c channel) end(line string)     { c <- line }

// screen is what a terminal shows: it knows the codes for up, for the begin of the line, and to clear what follows.
func screen(text string) string {
	lines, row := []string{""}, 0
	for len(text) > 0 {
		var up int
		switch {
		case strings.HasPrefix(text, "\x1b[J"):
			lines, text = lines[:row+1], text[3:]
			lines[row] = ""
		case strings.HasPrefix(text, "\x1b["):
			fmt.Sscanf(text, "\x1b[%dA", &up)
			row, text = row-up, text[strings.IndexByte(text, 'A')+1:]
		case text[0] == '\n':
			row, text = row+1, text[1:]
			lines = append(lines, "")
		case text[0] == '\r':
			text = text[1:]
		default:
			lines[row], text = lines[row]+text[:1], text[1:]
		}
	}
	return strings.Join(lines, "\n")
}

// TestPlaces shows nested bars on a terminal, and in a log.
func TestPlaces(t *testing.T) {
	var text strings.Builder
	for name, c := range map[string]struct {
		out    output
		during string // a pattern
	}{
		"terminal": {&terminal{w: &text}, `^outer +50%[^\n]*\ninner +50%[^\n]*$`},
		"log":      {&logfile{w: &text}, `^$`},
	} {
		text.Reset()
		g := to(c.out)
		outer := newBar("outer", 2, false, g)
		outer.Add(1)
		inner := newBar("inner", 2, false, g)
		for _, b := range []*Bar{outer, inner} {
			g.wait()
			b.last = time.Time{}
			b.Add(0)
		}
		g.wait()
		inner.last = time.Time{}
		inner.Add(1)
		g.mu.Lock()
		during := screen(text.String())
		g.mu.Unlock()
		if !regexp.MustCompile(c.during).MatchString(during) {
			t.Errorf("%s: shows %q, want %s", name, during, c.during)
		}
		inner.Done()
		outer.Add(1)
		outer.Done()
		if after := screen(text.String()); !regexp.MustCompile(`^outer 100%[^\n]*\n$`).MatchString(after) {
			t.Errorf("%s: shows %q in the end", name, after)
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
	defer b.Done() // also after an error
	loss := 1.0
	for range 3 {
		loss /= 2
		b.Add(1)
	}
	fmt.Println(loss)
	// Output: 0.125
}

func ExampleBar_Reader() {
	const text = "0123456789"
	b := NewBytes("reading", int64(len(text)))
	defer b.Done()
	data, err := io.ReadAll(b.Reader(strings.NewReader(text)))
	fmt.Println(len(data), err)
	// Output: 10 <nil>
}

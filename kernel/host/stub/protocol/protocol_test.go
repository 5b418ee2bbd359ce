package protocol

import "testing"

func FuzzParse(f *testing.F) {
	for _, line := range []string{"begin cell", "begin shell", "pid 4711", "exit 3", "signal 9", "go", "ok", "show", "printed 12 0", "", "exit", "exit 3 4", "begin x", "pid 007", "ready"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if m, err := Parse(line); err == nil && m.String() != line {
			t.Errorf("%q was read as %q", line, m)
		}
	})
}

func TestParse(t *testing.T) {
	for _, line := range []string{"begin cell", "begin script", "pid 1", "exit 0", "signal 15", "go", "no", "interrupt", "stop", "continue", "count", "show", "printed 12 0", "ok", "names", "read", "ready"} {
		if m, err := Parse(line); err != nil || m.String() != line {
			t.Errorf("%q: %v, %v", line, m, err)
		}
	}
	for _, line := range []string{"", "begin", "begin dance", "pid x", "exit 1 2", "printed 1", "printed 1 x", "signal", "hello world"} {
		if m, err := Parse(line); err == nil {
			t.Errorf("%q was read as %v", line, m)
		}
	}
}

package front

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPanicked reads traces of each kind, with frames in several cells.
func TestPanicked(t *testing.T) {
	f := newFake(t)
	f.dir = t.TempDir()
	first := f.execute("// boom fails.\nfunc boom(n int) int {\n\treturn []int{1}[n]\n}")
	f.succeeds(first)
	const mainGo = "package main\n\nimport \"flag\"\n\nfunc boom(n int) int {\n\treturn []int{1}[n]\n}\n\nfunc main() {\n\tflag.Parse()\n\n\tboom(3)\n}\n"
	if err := os.WriteFile(filepath.Join(f.dir, "main.go"), []byte(mainGo), 0o600); err != nil {
		t.Fatal(err)
	}
	stack := "\n\ngoroutine 1 [running]:\nmain.boom(...)\n\t \x1b[7m[[ Cell [1] Line 0 ]]\x1b[0m /tmp/gonb_1/main.go:6\nmain.main()\n\t/tmp/gonb_1/main.go:12 +0x1d\n" +
		"\ngoroutine 7 [select]:\nmain.other()\n\t/tmp/gonb_1/main.go:1\n"
	for _, c := range []struct{ name, text, kind, value string }{
		{"panic", "panic: runtime error: index out of range [3] with length 1" + stack, "panic", "index out of range [3] with length 1 (cell [1], line 3)"},
		{"signal", "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1]" + stack, "panic",
			"invalid memory address or nil pointer dereference (cell [1], line 3)"},
		{"fatal", "fatal error: all goroutines are asleep - deadlock!" + stack, "fatal error", "all goroutines are asleep - deadlock! (cell [1], line 3)"},
		{"overflow", "runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow" + stack, "fatal error", "stack overflow (cell [1], line 3)"},
		{"C++", "terminate called after throwing an instance of 'c10::Error'\n  what():  no such shape\nSIGABRT: abort\nPC=0x1" + stack, "C++ exception",
			"no such shape (cell [1], line 3)"},
		{"no stack", "panic: no", "panic", "no"},
		{"libtorch", "2026/11/26 03:24:38 View() failed: Libtorch API Error: shape '[7]' is invalid" + stack, "LibtorchError", "shape '[7]' is invalid (cell [1], line 3)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := f.execute("\nboom(3)")
			f.prints(r, "stderr", "before\n"+c.text)
			f.fails(r, 2)
			f.pass(settle)
			e := f.error(r)
			if e.Name != c.kind || e.Value != c.value {
				t.Errorf("%s: %s", e.Name, e.Value)
			}
			all := strings.Join(e.Traceback, "\n")
			if strings.Contains(c.text, "goroutine 1") && (!strings.Contains(all, "in boom") || !strings.Contains(all, "Cell [1], line 3") || !strings.Contains(all, "line 2")) {
				t.Errorf("traceback\n%s", all)
			}
			if strings.Contains(all, "/tmp/gonb_1") || strings.Contains(all, "goroutine 1") || f.text(r, "stderr") != "before\n" {
				t.Errorf("traceback\n%s\nstderr %q", all, f.text(r, "stderr"))
			}
		})
	}
}

// TestCompileErrors puts what the go command says in the words of the cells.
func TestCompileErrors(t *testing.T) {
	f := newFake(t)
	f.dir = t.TempDir()
	first := f.execute("local := 1\nfmt.Println(local)")
	f.succeeds(first)
	const mainGo = "package main\n\nimport (\n\t\"fmt\"\n)\n\nfunc main() {\n\tflag.Parse()\n\tx := 1\n\n\tfmt.Println(local)\n}\n"
	if err := os.WriteFile(filepath.Join(f.dir, "main.go"), []byte(mainGo), 0o600); err != nil {
		t.Fatal(err)
	}
	r := f.execute("\tx := 1\n\n\tfmt.Println(local)")
	f.gonbs(r, "error", map[string]any{"ename": "ERROR", "evalue": "# gonb_1\n./main.go:9:2: declared and not used: x\n./main.go:11:14: undefined: local\n\nfailed to run \"go build\": exit status 1",
		"traceback": []string{}})
	f.reply(r)
	f.idle(r)
	f.pass(settle)
	e := f.error(r)
	all := strings.Join(e.Traceback, "\n")
	if e.Name != "CompileError" || e.Value != "declared and not used: x (line 1)" {
		t.Errorf("%s: %s", e.Name, e.Value)
	}
	for _, part := range []string{"undefined: local (line 3)", "Hint: local is a variable of cell [1]'s statements", "    fmt.Println(local)\n                         \x1b[0;31m^"} {
		if !strings.Contains(all, part) {
			t.Errorf("no %q in\n%s", part, all)
		}
	}
	r = f.execute("fmt.Println(1)")
	f.gonbs(r, "error", map[string]any{"evalue": "go: no such module\nmore", "traceback": []string{}})
	f.reply(r)
	f.idle(r)
	f.pass(settle)
	if e := f.error(r); e.Value != "go: no such module" {
		t.Errorf("%+v", e)
	}
}

// TestSyntaxErrors is put in words that need no knowledge of parsers.
func TestSyntaxErrors(t *testing.T) {
	for code, want := range map[string]string{
		"fmt.Println(\"a\"":          "a closing ) is missing (line 1)",
		"for i := range 3 {\n\tf(i)": "a closing } is missing (line 2)",
		"x := := 3":                  "expected operand, found ':=' (line 1)",
	} {
		f := newFake(t)
		r := f.execute(code)
		f.pass(settle)
		if e := f.error(r); e.Name != "SyntaxError" || e.Value != want {
			t.Errorf("%q: %s: %s", code, e.Name, e.Value)
		}
	}
}

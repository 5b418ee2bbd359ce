package cell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var options = Options{Stub: "/home/bin/stub", Value: func([]string) string { return "gosnn/value" }}

func TestSent(t *testing.T) {
	const show = "import gosnnvalue \"gosnn/value\"\n"
	for _, c := range []struct{ name, code, sent string }{
		{"nothing", "", ""},
		{"declarations", "var a = 1\n\nfunc f() int { return a }", "var a = 1\n\nfunc f() int { return a }"},
		{"a main part", "var a = 1\n%%\nfmt.Println(a)", "var a = 1\n%%\nfmt.Println(a)"},
		{"a main part with an expression", "%%\na", "%%\na"},
		{"func main", "func main() {\n\tfmt.Println(1)\n}", "func main() {\n\tfmt.Println(1)\n}"},
		{"a statement", "fmt.Println(1)", "%%\nfmt.Println(1)"},
		{"declarations and statements", "import \"fmt\"\n\nvar a = 1\nfmt.Println(a)\nvar b = 2\n_ = b", "import \"fmt\"\n\nvar a = 1\n%%\nfmt.Println(a)\nvar b = 2\n_ = b"},
		{"a comment before", "// c\n\n/* d\n */ x := 1\n_ = x", "// c\n\n/* d\n */ \n%%\n    x := 1\n_ = x"},
		{"two on a line", "var a = 1; a++", "var a = 1; \n%%\n           a++"},
		{"commands", "%env A b\n!ls\nfmt.Println(1)", "%env A b\n!'/home/bin/stub' shell /bin/bash -c 'ls'\n%%\nfmt.Println(1)"},
		{"a command in two lines", "! echo it's \\\n  here\nfmt.Println(1)", "!'/home/bin/stub' shell /bin/bash -c 'echo it'\\''s    here'\n\n%%\nfmt.Println(1)"},
		{"a command in the program's folder", "!*go get x", "!*'/home/bin/stub' shell /bin/bash -c 'go get x'"},
		{"bash", "%%bash\nexit 4", "%%script \"/home/bin/stub\" script bash\nexit 4"},
		{"script", "%%script python3 -c\nx", "%%script \"/home/bin/stub\" script python3 -c\nx"},
		{"a file", "%%writefile a.go\nfmt.Println(1", "%%writefile a.go\nfmt.Println(1"},
		{"a function below", "fmt.Println(h())\n\nfunc h() int {\n\treturn 2\n}\nfmt.Println(3)",
			"func h() int {\n\treturn 2\n}\n%%\nfmt.Println(h())\n\nfmt.Println(3)"},
		{"a method below", "type T struct{}\nfmt.Println(T{})\nfunc (T) String() string { return \"T\" } // c",
			"type T struct{}\nfunc (T) String() string { return \"T\" } // c\n%%\nfmt.Println(T{})"},
		{"a function without a name", "func() { fmt.Println(1) }()", "%%\nfunc() { fmt.Println(1) }()"},
		{"an import below", "x := 1\nimport \"strings\"\n_ = x", "import \"strings\"\n%%\nx := 1\n_ = x"},
		{"a value", "x := 3\nx", show + "%%\nx := 3\ngosnnvalue.Show(\nx,\n)"},
		{"a value with a comment", "1 + 2 // three", show + "%%\ngosnnvalue.Show(\n1 + 2, // three\n)"},
		{"a value of lines", "[]int{\n\t1,\n}\n", show + "%%\ngosnnvalue.Show(\n[]int{\n\t1,\n},\n)\n"},
		{"a value behind", "x := 1; x", show + "%%\nx := 1; \ngosnnvalue.Show(\n        x,\n)"},
		{"a conversion", "float64(2)", show + "%%\ngosnnvalue.Show(\nfloat64(2),\n)"},
		{"a call", "f(2)", "%%\nf(2)"},
		{"a receive", "<-c", "%%\n<-c"},
		{"a test", "%test\nfunc TestA(t *testing.T) {}", "%test\nfunc TestA(t *testing.T) {}"},
	} {
		s := Parse(c.code, options)
		if s.Sent() != c.sent {
			t.Errorf("%s:\n%s\nis sent as\n%s\nwant\n%s", c.name, c.code, s.Sent(), c.sent)
		}
		if len(s.Errors) > 0 {
			t.Errorf("%s: %v", c.name, s.Errors)
		}
	}
}

func TestLines(t *testing.T) {
	s := Parse("fmt.Println(h())\n\nfunc h() int {\n\treturn 2\n}\nx := 1\nx", options)
	var got []int
	for i := range s.lines {
		got = append(got, s.Line(i+1))
	}
	if want := []int{3, 3, 4, 5, 1, 1, 2, 6, 7, 7, 7}; !slices.Equal(got, want) {
		t.Errorf("lines %v, want %v of\n%s", got, want, s.Sent())
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{"fmt.Println(\"no end\"", "1:21: expected ')', found newline"},
		{"x := := 3", "1:6: "},
		{"func 3() {}", "1:6: "},
		{"var a = 1\nfmt.Println(a\nb := 2", "2:14: "},
		{"%%\n\nfor {", "3:6: "},
		{"/* c */ x := )", "1:14: "},
	} {
		s := Parse(c.code, options)
		if len(s.Errors) == 0 {
			t.Errorf("%q: no error", c.code)
			continue
		}
		e := s.Errors[0]
		if got := fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message); !strings.HasPrefix(got, c.want[:4]) {
			t.Errorf("%q: %s, want %s", c.code, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	s := Parse("import \"gosnn/snn\"\nvar a, b = 1, 2\nconst c = 3\ntype T int\nfunc f() {}\nfunc (T) m() {}\nx, _ := 1, 2\nvar y int\nfmt.Println(x, y)", options)
	if want := []string{"a", "b", "c", "T", "f"}; !slices.Equal(s.Globals, want) {
		t.Errorf("globals %v, want %v", s.Globals, want)
	}
	if want := []string{"x", "y"}; !slices.Equal(s.Locals, want) {
		t.Errorf("locals %v, want %v", s.Locals, want)
	}
	if want := []string{"gosnn/snn"}; !slices.Equal(s.Imports, want) {
		t.Errorf("imports %v, want %v", s.Imports, want)
	}
}

func TestComplete(t *testing.T) {
	for want, codes := range map[string][]string{
		"complete":   {"", "fmt.Println(1)", "%%\nx := 1\nfmt.Println(x)", "func f() {\n}", "!ls", "x", "if a {\n\tb()\n}", "// c"},
		"incomplete": {"func f() {", "fmt.Println(", "for i := range 3 {\n\tfmt.Println(i)", "x := `abc", "/* a", "x := 1 +", "!ls \\", "type T struct {"},
		"invalid":    {"x := := 3", "func 3() {}", "fmt.Println)", "}", "f(]", "a)\nfunc g() {", "x := \"abc\ny"},
	} {
		for _, code := range codes {
			if got := Complete(code); got.Status != want {
				t.Errorf("%q is %s, want %s", code, got.Status, want)
			}
		}
	}
	if got := Complete("for {\n\tif a {"); got.Indent != "        " {
		t.Errorf("indent %q", got.Indent)
	}
}

// FuzzParse wants that each line of the user's is there once, that a main part stays as it is, and that lines lead back.
func FuzzParse(f *testing.F) {
	for _, code := range []string{
		"fmt.Println(1)", "var a = 1; a", "%%\nx", "/* */ x := 1\nx", "x := 1\nfunc f() {\n}\nx", "!ls \\\n -l\nx", "%%bash\nls", "import (\n\"a\"\n)\nx", "func (", "`",
		"x\nimport \"a\"\nfunc f[T any]() {}\nfunc() {}()", "%\n!\n%main", "\"\n(", "1 // c\n// d", "a;b;c", "func f() {}; func g() {}\nx",
	} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, source string) {
		s := Parse(source, Options{Value: options.Value})
		own := false
		for l := range strings.Lines(source) {
			own = own || isMain(strings.TrimPrefix(strings.TrimRight(l, "\n"), escaped))
		}
		if own && s.Sent() != source {
			t.Errorf("%q has a main part, and is sent as %q", source, s.Sent())
		}
		lines := strings.Split(source, "\n")
		parts := make([]string, len(lines))
		for i, l := range s.lines {
			if n := s.Line(i + 1); n < 1 || n > len(lines) {
				t.Fatalf("%q: line %d is %d of %d", source, i+1, n, len(lines))
			}
			if l.from > 0 {
				if parts[l.from-1] == "" {
					parts[l.from-1] = l.text
				} else { // a line that was cut
					parts[l.from-1] += l.text[min(len(l.text), len(parts[l.from-1])):]
				}
			}
		}
		for i := range lines {
			if parts[i] != lines[i] && strings.Replace(parts[i], ",", "", 1) != lines[i] && !withoutOneComma(parts[i], lines[i]) {
				t.Errorf("%q: line %d became %q", source, i+1, parts[i])
			}
		}
		Complete(source)
	})
}

// withoutOneComma reports whether got is want with one comma put in.
func withoutOneComma(got, want string) bool {
	for i := range got {
		if got[i] == ',' && got[:i]+got[i+1:] == want {
			return true
		}
	}
	return false
}

func TestCursor(t *testing.T) {
	for _, code := range []string{"fmt.Println(h())\n\nfunc h() int {\n\treturn 2\n}\nx := 1\nx", "/* ü */ x := 1\nvar é = 2", "%%\nx", ""} {
		s := Parse(code, Options{})
		for i := range len([]rune(code)) + 1 {
			if back := s.FromSent(s.ToSent(i)); back != i {
				t.Errorf("%q: %d became %d, and that %d", code, i, s.ToSent(i), back)
			}
		}
	}
}

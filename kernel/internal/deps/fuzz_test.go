package deps

import (
	"go/parser"
	"go/token"
	"testing"
)

// FuzzDefinition follows programs that anything may have written through all that they declare: whatever Go's parser takes gives a
// definition or an error, and the same one again.
func FuzzDefinition(f *testing.F) {
	const head = "package main\n\nimport \"gosnn/kernel\"\n\n"
	f.Add(head + "var gain = 0.25\n\nvar x = kernel.Keep(\"x\", func() (float64, error) { return gain, nil })\n\nfunc main() {}\n")
	f.Add(head + "type a[T any] struct{ b *a[T] }\n\nfunc (x *a[T]) f() { x.b.f() }\n\nfunc main() {\n\tfor i := range 3 {\n\t\t" +
		"kernel.Keep(\"x\", func() (int, error) { var y a[int]; y.f(); return i, nil })\n\t}\n}\n")
	f.Add(head + "const (\n\tp = iota\n\tq\n)\n\nvar m = map[string]func(){\"x\": func() { m[\"x\"]() }}\n\nfunc g(n int) { kernel.Keep(\"x\", func() (int, error) { return n + q, nil }, kernel.Input(n)) }\n")
	f.Add(head + "var x = kernel.Keep(\"x\", compute)\n\nfunc compute() (int, error) { return y, nil }\n\nvar y, z = kernel.Keep(\"z\", nil), x\n")
	f.Add(head + "func main() {\nL:\n\tfor {\n\t\tswitch v := any(1).(type) {\n\t\tcase int:\n\t\t\t_ = v\n\t\t\tgoto L\n\t\t}\n\t\tselect {}\n\t}\n}\n")
	f.Add("package main\nfunc _() { kernel.Keep(\"x\", func() {}) }")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4000 {
			return // deep nesting is the parser's business
		}
		hashes := func() (list []string) {
			p, err := Parse(map[string][]byte{"main.go": []byte(src)})
			if err != nil {
				if _, perr := parser.ParseFile(token.NewFileSet(), "main.go", src, 0); perr == nil {
					t.Fatalf("%v, of what Go takes", err)
				}
				return nil
			}
			for line := range 30 {
				if d, err := p.Definition("x", line); err == nil {
					list = append(list, string(d.Hash[:])+d.Decl)
				} else {
					list = append(list, err.Error())
				}
			}
			return list
		}
		one, two := hashes(), hashes()
		for i := range one {
			if one[i] != two[i] {
				t.Fatalf("line %d: %q, then %q", i, one[i], two[i])
			}
		}
	})
}

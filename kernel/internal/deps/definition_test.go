package deps

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// parse makes a program of a main function's body and other declarations.
func parse(t *testing.T, body, rest string) *Program {
	t.Helper()
	src := "package main\n\nimport (\n\t\"fmt\"\n\t\"gosnn/kernel\"\n)\n\nfunc main() {\n" + body + "\n}\n\n" + rest
	p, err := Parse(map[string][]byte{"main.go": []byte(src)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func define(t *testing.T, p *Program, name string, line int) *Definition {
	t.Helper()
	d, err := p.Definition(name, line)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return d
}

// TestLocals changes a cell's main function around a value that is kept in it.
func TestLocals(t *testing.T) {
	const body = `
	a := 1
	other := 2
	b := a + 1
	if a > 0 {
		b++
	}
	fmt.Println(other)
	v := kernel.Keep("v", func() (int, error) { return b * global, nil })
	fmt.Println(v)`
	const rest = "var global = 1\n"
	for _, e := range []struct {
		name, old, new string
		changed        bool
	}{
		{"local that it uses", "a := 1", "a := 3", true},
		{"statement on the way", "b := a + 1", "b := a + 2", true},
		{"condition on the way", "if a > 0", "if a > 1", true},
		{"global that it uses", "global = 1", "global = 2", true},
		{"statement that does not matter", "fmt.Println(other)", "fmt.Println(other, other)", false},
		{"statement after it", "fmt.Println(v)", "fmt.Println(v, b)", false},
		{"the name of the result", "v := kernel.Keep", "w := kernel.Keep", false},
		{"comment", "b++", "b++ // one more", false},
		{"main writes the global", "fmt.Println(other)", "global = 7", true},
	} {
		before := define(t, parse(t, body, rest), "v", 0)
		changed := strings.Replace(body+"\x00"+rest, e.old, e.new, 1)
		b, r, _ := strings.Cut(changed, "\x00")
		after := define(t, parse(t, b, r), "v", 0)
		if got := before.Hash != after.Hash; got != e.changed {
			t.Errorf("%s: changed is %t, want %t", e.name, got, e.changed)
		}
		if after.Decl != "func main" {
			t.Errorf("%s: Decl is %q", e.name, after.Decl)
		}
	}
}

// TestLoop keeps values in a loop, under computed names.
func TestLoop(t *testing.T) {
	const body = `
	for i, g := range []float64{0.25, 0.5} {
		kernel.Keep(fmt.Sprint("v", i), func() (float64, error) { return g, nil })
	}`
	a := define(t, parse(t, body, ""), "v1", 11)
	b := define(t, parse(t, strings.Replace(body, "0.5}", "0.75}", 1), ""), "v1", 11)
	if a.Hash == b.Hash {
		t.Error("the loop's values are not part of the hash")
	}
	if _, err := parse(t, body, "").Definition("v1", 40); !errors.Is(err, ErrNoCall) {
		t.Errorf("a line without a call: %v, want ErrNoCall", err)
	}
}

// TestCapture keeps values that depend on parameters.
func TestCapture(t *testing.T) {
	for _, c := range []struct{ name, fn, param string }{
		{"parameter", `func f(g float64) { kernel.Keep("v", func() (float64, error) { return g, nil }) }`, "g"},
		{"through a local", `func f(g float64) { h := g * 2; kernel.Keep("v", func() (float64, error) { return h, nil }) }`, "g"},
		{"receiver", `type T struct{ G float64 }; func (t T) f() { kernel.Keep("v", func() (float64, error) { return t.G, nil }) }`, "t"},
		{"named result", `func f() (r float64) { r = 1; return kernel.Keep("v", func() (float64, error) { return r, nil }) }`, "r"},
		{"parameter of a function literal", `var v = func(g int) int { return kernel.Keep("v", func() (int, error) { return g, nil }) }(3)`, "g"},
		{"function that is a parameter", `func f(g func() (int, error)) { kernel.Keep("v", g) }`, "g"},
		{"another one is declared", `func f(g, h int) { kernel.Keep("v", func() (int, error) { return g+h, nil }, kernel.Input(h)) }`, "g"},
		{"declared", `func f(g float64) { kernel.Keep("v", func() (float64, error) { return g, nil }, kernel.Input(g)) }`, ""},
		{"local is declared", `func f(g float64) { h := g * 2; kernel.Keep("v", func() (float64, error) { return h, nil }, kernel.Input(h)) }`, ""},
		{"not used", `func f(g float64) { kernel.Keep("v", func() (float64, error) { return 1, nil }) }`, ""},
		{"shadowed", `func f(g float64) { kernel.Keep("v", func() (float64, error) { g := 1.0; return g, nil }) }`, ""},
		{"function that is declared", `func g() (int, error) { return 1, nil }; var v = kernel.Keep("v", g)`, ""},
	} {
		_, err := parse(t, "", c.fn).Definition("v", 0)
		var capture *CaptureError
		switch {
		case c.param == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.param != "" && (!errors.As(err, &capture) || capture.Name != c.param):
			t.Errorf("%s: error %v, want a CaptureError for %s", c.name, err, c.param)
		}
	}
}

func TestTwice(t *testing.T) {
	const one, same = `var a = kernel.Keep("v", func() (int, error) { return 1, nil })`, `var b = kernel.TryKeep("v", func() (int, error) { return 1, nil })`
	define(t, parse(t, "", one+"\n"+same), "v", 0) // a variable renamed: GoNB remembers both
	const other = `var b = kernel.Keep("v", func() (int, error) { return 2, nil })`
	_, err := parse(t, "", one+"\n"+other).Definition("v", 0)
	if !errors.Is(err, ErrTwice) || !strings.Contains(err.Error(), "in var a and in var b") {
		t.Errorf("error %v, want ErrTwice that names both variables", err)
	}
	_, err = parse(t, `kernel.Keep(fmt.Sprint("v"), func() (int, error) { return 1, nil }); kernel.Keep(fmt.Sprint("w"), func() (int, error) { return 2, nil })`, "").Definition("v", 9)
	if !errors.Is(err, ErrTwice) {
		t.Errorf("two computed names on a line: error %v, want ErrTwice", err)
	}
}

// TestNames finds the calls whatever name the package has, and no others.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		imports, call string
		found         bool
	}{
		{`import "gosnn/kernel"`, `kernel.Keep("v", f)`, true},
		{`import k "gosnn/kernel"`, `k.TryKeep("v", f)`, true},
		{`import . "gosnn/kernel"`, `Keep("v", f)`, true},
		{`import "gosnn/kernel"`, `kernel.Keep[int]("v", f)`, true},
		{`import "example.org/kernel"`, `kernel.Keep("v", f)`, false},
		{`import "gosnn/kernel"`, `kernel.Forget("v", f)`, false},
	} {
		src := "package main\n" + c.imports + "\nvar v = " + c.call + "\nfunc f() (int, error) { return 1, nil }\n"
		p, err := Parse(map[string][]byte{"main.go": []byte(src)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Definition("v", 0); (err == nil) != c.found {
			t.Errorf("%s; %s: %v", c.imports, c.call, err)
		}
	}
}

// TestUses checks what the listing shows.
func TestUses(t *testing.T) {
	p, err := Parse(map[string][]byte{"main.go": []byte(notebook)})
	if err != nil {
		t.Fatal(err)
	}
	d := define(t, p, "mean", 0)
	if want := []Use{{"images", false}, {"rate", false}}; !slices.Equal(d.Keeps, want) {
		t.Errorf("Keeps %v, want %v", d.Keeps, want)
	}
	if want := []string{"Config", "average", "batch", "config", "factor", "gain", "images", "load", "rate"}; !slices.Equal(d.Uses, want) {
		t.Errorf("Uses %v, want %v", d.Uses, want)
	}
	if want := []string{"github.com/sugarme/gotch/ts", "gosnn/snn"}; !slices.Equal(d.Imports, want) {
		t.Errorf("Imports %v, want %v", d.Imports, want)
	}
	if d.Seed != "42" || d.Decl != "var mean" {
		t.Errorf("Seed %q, Decl %q", d.Seed, d.Decl)
	}
}

// TestSeed reads a seed that has a name.
func TestSeed(t *testing.T) {
	for _, c := range []struct{ arg, rest, want string }{
		{"7", "", "7"},
		{"seed", "const seed = 7", "7"},
		{"seed", "var seed uint64 = 7", "7"},
		{"seed + 1", "const seed = 7", "seed + 1"},
	} {
		d := define(t, parse(t, "", `var v = kernel.Keep("v", func() (int, error) { return rate(Seed(`+c.arg+`)), nil })`+"\n"+c.rest), "v", 0)
		if d.Seed != c.want {
			t.Errorf("Seed(%s) with %q: %q, want %q", c.arg, c.rest, d.Seed, c.want)
		}
	}
}

// TestInputs finds the kept values that have inputs which the code's hash does not cover.
func TestInputs(t *testing.T) {
	const late = `var late = kernel.Keep("late", func() (int, error) { return early(), nil })` + "\n"
	d := define(t, parse(t, "", late+`func early() int { return kernel.Keep("early", func() (int, error) { return 1, nil }, kernel.InputFile("x.csv")) }`), "late", 0)
	if want := []Use{{"early", true}}; !slices.Equal(d.Keeps, want) {
		t.Errorf("Keeps %v, want %v", d.Keeps, want)
	}
	define(t, parse(t, "", late+`func early() int { return scaled(3) }

func scaled(n int) int { return kernel.Keep(fmt.Sprint("scaled", n), func() (int, error) { return n, nil }, kernel.Input(n)) }`), "late", 0)
	_, err := parse(t, "", late+`func early() int { return kernel.Keep(fmt.Sprint("early"), func() (int, error) { return 1, nil }, kernel.InputFile("x.csv")) }`).Definition("late", 0)
	if err == nil || !strings.Contains(err.Error(), "computed name") {
		t.Errorf("a computed name with inputs: error %v", err)
	}
}

// TestFiles takes declarations from all files of the program.
func TestFiles(t *testing.T) {
	sources := func(gain string) map[string][]byte {
		return map[string][]byte{
			"main.go": []byte("package main\nimport \"gosnn/kernel\"\nvar v = kernel.Keep(\"v\", func() (float64, error) { return gain(), nil })\nfunc main() {}\n"),
			"gain.go": []byte("package main\nfunc gain() float64 { return " + gain + " }\n"),
		}
	}
	var sums []string
	for _, gain := range []string{"1", "2", "1"} {
		p, err := Parse(sources(gain))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, fmt.Sprintf("%x", define(t, p, "v", 0).Hash))
	}
	if sums[0] == sums[1] || sums[0] != sums[2] {
		t.Errorf("hashes %v: want the first and the third equal, the second another", sums)
	}
}

func TestParseErrors(t *testing.T) {
	for _, sources := range []map[string][]byte{nil, {"main.go": []byte("package main\nvar = 3\n")}} {
		if _, err := Parse(sources); err == nil {
			t.Errorf("Parse(%q): no error", sources)
		}
	}
}

// BenchmarkDefinition parses a notebook of 60 cells and finds what its kept values depend on.
func BenchmarkDefinition(b *testing.B) {
	src := notebook
	for i := range 60 {
		src += fmt.Sprintf("\nfunc cell%d(x float64) float64 {\n\tsum := 0.0\n\tfor i := range 10 {\n\t\tsum += float64(i) * x\n\t}\n\tfmt.Println(sum, config, gain)\n\treturn sum\n}\n", i)
	}
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		p, err := Parse(map[string][]byte{"main.go": []byte(src)})
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range names {
			if _, err := p.Definition(name, 0); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestOrder finds the same seed and the same parameter each time, where there are several.
func TestOrder(t *testing.T) {
	const seeds = `var v = kernel.Keep("v", func() (int, error) { return c() + b() + a(), nil })
func a() int { return rate(Seed(1)) }
func b() int { return rate(Seed(2)) }
func c() int { return rate(Seed(3)) }
func rate(int) int { return 0 }`
	const captures = `func f(z, y, x int) { kernel.Keep("v", func() (int, error) { return x + y + z, nil }) }`
	for range 30 {
		if d := define(t, parse(t, "", seeds), "v", 0); d.Seed != "1" {
			t.Fatalf("seed %s, want that of the first function by name, 1", d.Seed)
		}
		_, err := parse(t, "", captures).Definition("v", 0)
		var capture *CaptureError
		if !errors.As(err, &capture) || capture.Name != "z" {
			t.Fatalf("error %v, want a CaptureError for the first parameter, z", err)
		}
	}
}

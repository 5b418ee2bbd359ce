package deps

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// notebook is what the cells of a notebook make up, as GoNB composes them.
const notebook = `package main

import (
	"flag"
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel"
	"gosnn/snn"
	other "example.org/stats"
)

type (
	Config struct {
		Gain  float64
		Steps int
	}
	Pair[T any] struct{ A, B T }
	unusedType int
)

func (c Config) Scale() float64 { return c.Gain * factor }

func (c *Config) Double() { c.Gain *= 2 }

const factor = 2

const (
	first = iota
	second
	third
)

var (
	batch  = 128
	config = Config{Gain: 0.25, Steps: 100}
	gain   = 0.25
	table  = map[int]string{first: "a"}
	x, y   = 1, 2
	m, n   = both()

	images = kernel.Keep("images", func() (*ts.Tensor, error) { return load(batch) })
	rate   = kernel.Keep("rate", func() (*ts.Tensor, error) {
		// Rate coding.
		return snn.Rate(images, snn.NumSteps(config.Steps), snn.Gain(gain), snn.Seed(42))
	})
	mean  = kernel.Keep("mean", func() (float64, error) { return average(rate) })
	pairs = kernel.Keep("pairs", func() (Pair[int], error) { return swap(Pair[int]{A: x, B: second}), nil })
	scale = kernel.Keep("scale", func() (float64, error) { return config.Scale() + math.Sqrt(float64(m)), nil })
	stats = kernel.Keep("stats", func() (float64, error) { return other.Mean(table), nil })
)

func load(n int) (*ts.Tensor, error) { return snn.Zeros(n) }

func average(t *ts.Tensor) (float64, error) {
	sum := 0.0
	for i, x := range t.Float64Values() {
		if i > 0 {
			sum += x
		}
	}
	return sum / float64(batch), nil
}

func swap[T any](p Pair[T]) Pair[T] { return Pair[T]{A: p.B, B: p.A} }

func both() (int, int) { return 3, 4 }

func unused() { fmt.Println(y, n, third) }

func main() {
	flag.Parse()
	fmt.Println(mean)
}
`

var names = []string{"images", "rate", "mean", "pairs", "scale", "stats"}

// replace returns an edit that replaces a text that occurs.
func replace(old, new string) func(*testing.T, string) string {
	return func(t *testing.T, src string) string {
		t.Helper()
		if !strings.Contains(src, old) {
			t.Fatalf("the notebook has no %q", old)
		}
		return strings.Replace(src, old, new, 1)
	}
}

func add(code string) func(*testing.T, string) string {
	return func(_ *testing.T, src string) string { return src + "\n" + code + "\n" }
}

// edits are changes of the notebook, and the kept values that are computed again after each.
var edits = []struct {
	name string
	edit func(*testing.T, string) string
	want string
}{
	{"nothing", func(_ *testing.T, s string) string { return s }, ""},
	{"variable's value", replace("gain   = 0.25", "gain   = 0.5"), "rate mean"},
	{"variable's type", replace("gain   = 0.25", "gain float32 = 0.25"), "rate mean"},
	{"variable that an early value uses", replace("batch  = 128", "batch  = 64"), "images rate mean"},
	{"constant, through a method of a type", replace("const factor = 2", "const factor = 3"), "rate mean scale"},
	{"constant's type", replace("const factor = 2", "const factor float64 = 2"), "rate mean scale"},
	{"struct literal", replace("Steps: 100", "Steps: 50"), "rate mean scale"},
	{"function body", replace("return snn.Zeros(n)", "return snn.Ones(n)"), "images rate mean"},
	{"function of a late value", replace("sum / float64(batch)", "sum / 2"), "mean"},
	{"function signature", replace("func load(n int)", "func load(n, _ int)"), "images rate mean"},
	{"operator", replace("if i > 0", "if i >= 0"), "mean"},
	{"operator and assignment", replace("sum += x", "sum -= x"), "mean"},
	{"order of statements", replace("A: p.B, B: p.A", "B: p.A, A: p.B"), "pairs"},
	{"method body", replace("c.Gain * factor", "c.Gain / factor"), "rate mean scale"},
	{"another method of a type", replace("c.Gain *= 2", "c.Gain *= 3"), "rate mean scale"},
	{"method added to a type", add("func (c Config) String() string { return \"config\" }"), "rate mean scale"},
	{"method removed from a type", replace("func (c *Config) Double() { c.Gain *= 2 }", ""), "rate mean scale"},
	{"receiver becomes a pointer", replace("func (c Config) Scale()", "func (c *Config) Scale()"), "rate mean scale"},
	{"field added to a struct", replace("Steps int\n", "Steps int\n\t\tName string\n"), "rate mean scale"},
	{"field's type", replace("Steps int", "Steps int64"), "rate mean scale"},
	{"generic type", replace("struct{ A, B T }", "struct{ B, A T }"), "pairs"},
	{"constraint of a generic type", replace("Pair[T any]", "Pair[T comparable]"), "pairs"},
	{"generic function", replace("func swap[T any](p Pair[T])", "func swap[U any, T any](p Pair[T])"), "pairs"},
	{"type argument", replace("swap(Pair[int]{A: x", "swap(Pair[uint]{A: x"), "pairs"},
	{"iota: a constant before the used one", replace("first = iota\n", "zeroth = iota\n\tfirst\n"), "pairs stats"},
	{"iota: a constant after the used one", replace("\tthird\n", "\tthird\n\tfourth\n"), ""},
	{"first of two variables", replace("x, y   = 1, 2", "x, y   = 5, 2"), "pairs"},
	{"second of two variables", replace("x, y   = 1, 2", "x, y   = 1, 5"), ""},
	{"function behind two variables", replace("return 3, 4", "return 3, 5"), "scale"},
	{"computation itself", replace("return average(rate)", "return -average(rate)"), "mean"},
	{"seed", replace("snn.Seed(42)", "snn.Seed(43)"), "rate mean"},
	{"literal's spelling", replace("first: \"a\"", "first: \"b\""), "stats"},
	{"key of a map", replace("map[int]string{first:", "map[int]string{second:"), "stats"},

	{"comment", replace("// Rate coding.", "// Rate coding, with a gain."), ""},
	{"comment in the middle of a line", replace("gain   = 0.25", "gain   = /* a quarter */ 0.25"), ""},
	{"blanks and lines", replace("{ return snn.Zeros(n) }", "{\n\n\treturn  snn.Zeros(  n )\n\n}"), ""},
	{"unused constant", replace("\tthird\n", ""), ""},
	{"unused type", replace("unusedType int", "unusedType string"), ""},
	{"unused function", replace("fmt.Println(y, n, third)", "fmt.Println(y)"), ""},
	{"deleted cell that nothing uses", replace("func unused() { fmt.Println(y, n, third) }", ""), ""},
	{"main", replace("fmt.Println(mean)", "fmt.Println(mean, rate, gain)"), ""},
	{"main writes a variable", replace("fmt.Println(mean)", "gain = 3"), ""},
	{"new function", add("func square(x float64) float64 { return x * x }"), ""},
	{"new kept value", add(`var late = kernel.Keep("late", func() (float64, error) { return mean, nil })`), ""},
	{"deleted kept value", replace(`	stats = kernel.Keep("stats", func() (float64, error) { return other.Mean(table), nil })`+"\n", ""), "stats"},
	{"variable renamed", func(t *testing.T, s string) string {
		return replace("snn.Gain(gain)", "snn.Gain(strength)")(t, replace("gain   = 0.25", "strength = 0.25")(t, s))
	}, "rate mean"},
	{"variable that holds a value renamed", replace("stats = kernel.Keep", "statistics = kernel.Keep"), ""},
	{"parameter renamed", func(t *testing.T, s string) string {
		return replace("func load(n int) (*ts.Tensor, error) { return snn.Zeros(n) }", "func load(k int) (*ts.Tensor, error) { return snn.Zeros(k) }")(t, s)
	}, "images rate mean"},
	{"order of the declarations", moveFunctionsUp, ""},

	{"package added", replace(`"flag"`, `"flag"`+"\n\t\"os\""), ""},
	{"package renamed", func(t *testing.T, s string) string {
		s = replace(`other "example.org/stats"`, `st "example.org/stats"`)(t, s)
		return replace("other.Mean", "st.Mean")(t, s)
	}, ""},
	{"other package under the same name", replace(`"example.org/stats"`, `"example.org/stats/v2"`), "stats"},

	{"shadowing: a local of the same name", replace("sum := 0.0", "gain := 1.0; sum := gain - 1"), "mean"},
	{"writer: function that assigns", add("func louder() { gain *= 2 }"), "rate mean"},
	{"writer: function that takes the address", add("func pointer() *int { return &batch }"), "images rate mean"},
	{"writer: in place", add("var _ = images.MustMul_(nil)"), "rate mean"},
	{"writer: in place, of a view", add("var _ = images.MustNarrow(0, 0, 1, false).MustZero_()"), "rate mean"},
	{"writer: method with a pointer receiver", add("var _ = twice()\n\nfunc twice() bool { config.Double(); return true }"), "rate mean scale"},
	{"writer: of a part", add("func named() { table[3] = \"c\" }"), "stats"},
	{"writer: delete", add("func forget() { delete(table, 3) }"), "stats"},
	{"reader only", add("var copied = gain"), ""},
}

// moveFunctionsUp puts the functions in front of the variables, as if their cells had been run first.
func moveFunctionsUp(t *testing.T, s string) string {
	vars, main := strings.Index(s, "var (\n\tbatch"), strings.Index(s, "func load")
	return s[:vars] + s[main:] + "\n" + s[vars:main]
}

func TestEdits(t *testing.T) {
	before := hashes(t, notebook)
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			after := hashes(t, e.edit(t, notebook))
			var changed []string
			for _, name := range names {
				if before[name] != after[name] {
					changed = append(changed, name)
				}
			}
			if got := strings.Join(changed, " "); got != e.want {
				t.Errorf("computed again: %q, want %q", got, e.want)
			}
		})
	}
}

// TestEditsBack makes sure that a change and its reverse lead to the same hashes.
func TestEditsBack(t *testing.T) {
	there := replace("gain   = 0.25", "gain   = 0.5")(t, notebook)
	back := replace("gain   = 0.5", "gain   = 0.25")(t, there)
	if a, b := fmt.Sprint(hashes(t, notebook)), fmt.Sprint(hashes(t, back)); a != b {
		t.Errorf("hashes differ:\n%s\n%s", a, b)
	}
}

// hashes computes the hash of each kept value; "" for one that is not there.
func hashes(t *testing.T, src string) map[string]string {
	t.Helper()
	p, err := Parse(map[string][]byte{"main.go": []byte(src)})
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, name := range names {
		d, err := p.Definition(name, 0)
		if err != nil {
			continue
		}
		sums[name] = fmt.Sprintf("%x %v", d.Hash, slices.Contains(d.Imports, "example.org/stats"))
	}
	return sums
}

package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// The editions are those of the packages as they are.
func TestInStep(t *testing.T) {
	files, err := generate("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not in step with its package: run go generate ./notebooks", name)
		}
	}
}

func TestEdition(t *testing.T) {
	p := &pkg{path: "snn/example", name: "example"}
	file, err := parser.ParseFile(token.NewFileSet(), "example.go", `package example

import "io"

// Net is a network.
type Net struct{}

type List[T any] []T

const Most = 3

// Make makes one.
func Make(n int, options ...Option) (*Net, error) { return nil, nil }

func Write(w io.Writer, _ bool) error { return nil }

func Both[T any](list List[T]) (first, last T, err error) { return }

func Plain() {}

func (n *Net) Run(steps int) (int, error) { return 0, nil }

func (n *Net) Len() int { return 0 }

func (n *Net) hidden() error { return nil }
`, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p.add(file)
	edition, err := p.edition()
	if err != nil {
		t.Fatal(err)
	}
	methods, err := p.mustMethods()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"// Net is a network.\ntype Net = base.Net",
		"type List[T any] = base.List[T]",
		"const Most = base.Most",
		"// Make makes one.\nfunc Make(n int, options ...Option) *Net {\n\tresult0, err := base.Make(n, options...)\n\tif err != nil {\n\t\tpanic(err)",
		"func Write(w io.Writer, arg1 bool) {\n\tif err := base.Write(w, arg1); err != nil {",
		"func Both[T any](list List[T]) (T, T) {\n\tresult0, result1, err := base.Both[T](list)",
		"func Plain() {\n\tbase.Plain()\n}",
		"\t\"io\"\n",
	} {
		if !strings.Contains(string(edition), want) {
			t.Errorf("no %q in\n%s", want, edition)
		}
	}
	if got := string(methods); !strings.Contains(got, "func (self *Net) MustRun(steps int) int {") || strings.Contains(got, "Len") || strings.Contains(got, "hidden") {
		t.Errorf("methods:\n%s", got)
	}
}

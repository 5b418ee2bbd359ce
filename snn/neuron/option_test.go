package neuron_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The comment of an option lists the neurons that take it, and the comment of a neuron's function its options.
func TestOptionDocs(t *testing.T) {
	files, err := parser.ParseDir(token.NewFileSet(), ".", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, parser.ParseComments)
	check(t, err)
	docs := map[string]string{}    // of types and functions
	takes := map[string][]string{} // a neuron's method: options
	for _, file := range files["neuron"].Files {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, ok := s.(*ast.TypeSpec); ok {
						docs[s.Name.Name] = d.Doc.Text()
					}
				}
			case *ast.FuncDecl:
				if d.Recv == nil {
					docs[d.Name.Name] = d.Doc.Text()
				} else if receiver, ok := d.Recv.List[0].Type.(*ast.Ident); ok && d.Type.Params.NumFields() == 0 && d.Type.Results == nil && len(d.Body.List) == 0 {
					takes[d.Name.Name] = append(takes[d.Name.Name], receiver.Name)
				}
			}
		}
	}
	links := regexp.MustCompile(`\[(\w+)\]`)
	listed := func(text, from string) []string {
		_, text, _ = strings.Cut(text, from)
		text, _, _ = strings.Cut(text, "Errors:")
		var names []string
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
		slices.Sort(names)
		return names
	}
	neurons := map[string][]string{} // an option: functions
	for name, text := range docs {
		function := strings.TrimPrefix(name, "New")
		if function == name || takes[strings.ToLower(function)] == nil {
			continue
		}
		options := takes[strings.ToLower(function)]
		slices.Sort(options)
		if got := listed(text, "Options:"); !slices.Equal(got, options) {
			t.Errorf("%s takes %v, its comment says %v", name, options, got)
		}
		for _, o := range options {
			neurons[o] = append(neurons[o], name)
		}
	}
	if len(neurons) < 10 {
		t.Errorf("%d options were found", len(neurons))
	}
	for o, functions := range neurons {
		slices.Sort(functions)
		if got := listed(docs[o], "Neurons:"); !slices.Equal(got, functions) {
			t.Errorf("%s is taken by %v, its comment says %v", o, functions, got)
		}
	}
}

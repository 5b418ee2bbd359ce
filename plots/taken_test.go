package plots

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTaken: the comment of each option lists the figures that take it, and the comment of each figure the options that it takes.
func TestTaken(t *testing.T) {
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	p, err := doc.NewFromFiles(set, files, "gosnn/plots", doc.AllDecls)
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]string{} // the figure of a marker method
	comments := map[string]string{}
	takes := map[string][]string{} // type of an option: figures
	maker := map[string]string{}   // type of an option: the function that makes it
	for _, kind := range p.Types {
		comments[kind.Name] = kind.Doc
		if one, ok := kind.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.InterfaceType); ok && strings.HasSuffix(kind.Name, "Option") && len(one.Methods.List) == 2 {
			figures[one.Methods.List[1].Names[0].Name] = strings.TrimSuffix(kind.Name, "Option")
		}
		for _, f := range kind.Funcs {
			comments[f.Name] = f.Doc
			if ast.IsExported(f.Name) {
				maker[kind.Name] = f.Name
			}
		}
	}
	for _, f := range p.Funcs {
		comments[f.Name] = f.Doc
	}
	for _, kind := range p.Types {
		for _, m := range kind.Methods {
			if figure := figures[m.Name]; figure != "" {
				takes[kind.Name] = append(takes[kind.Name], figure)
			}
		}
	}
	if len(figures) < 10 || len(takes) < 20 {
		t.Fatalf("found %d figures and %d options", len(figures), len(takes))
	}
	word := regexp.MustCompile(`\w+`)
	listed := map[string][]string{} // figure: options named in its comment
	for _, figure := range figures {
		for _, paragraph := range strings.Split(comments[figure], "\n\n") {
			if strings.Contains(paragraph, "It takes ") {
				listed[figure] = append(listed[figure], word.FindAllString(paragraph, -1)...)
			}
		}
	}
	for kind, by := range takes {
		name := kind
		if maker[kind] != "" {
			name = maker[kind]
		}
		_, said, _ := strings.Cut(comments[name], "Taken by ")
		got, want := word.FindAllString(said, -1), slices.Clone(by)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("the comment of %s says that it is taken by %q; it is by %q", name, got, want)
		}
		for _, figure := range figures {
			if has := slices.Contains(listed[figure], name); has != slices.Contains(by, figure) {
				t.Errorf("%s takes %s: %v; its comment says %v", figure, name, !has, has)
			}
		}
	}
}

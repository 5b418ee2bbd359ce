package lecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// named finds the names of this module's packages in prose and code.
var named = regexp.MustCompile(`\b(snn|dataset|neuron|surrogate|nn|functional|energy|plots|kernel|check|neurons|training|tensorfile)\.([A-Z]\w*)`)

var packages = map[string]string{
	"snn": "snn", "dataset": "snn/dataset", "neuron": "snn/neuron", "surrogate": "snn/surrogate", "nn": "snn/nn", "functional": "snn/functional",
	"energy": "snn/energy", "tensorfile": "snn/tensorfile", "plots": "plots", "kernel": "kernel", "check": "notebooks/check",
	"neurons": "notebooks/check/neurons", "training": "notebooks/check/training",
}

// python finds Python in Markdown.
var python = regexp.MustCompile("(?ms)^```python$.*?^```$")

// pythonColumn finds the first column of a table, which is Python's in docs/from-python.md.
var pythonColumn = regexp.MustCompile(`(?m)^\|[^|]*\|`)

// What the pages and sources name exists.
func TestNames(t *testing.T) {
	exported := map[string]bool{}
	for name, folder := range packages {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("package %s: %v", name, err)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range parsed.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Recv == nil {
						exported[name+"."+d.Name.Name] = true
					}
				case *ast.GenDecl:
					for _, s := range d.Specs {
						switch s := s.(type) {
						case *ast.TypeSpec:
							exported[name+"."+s.Name.Name] = true
						case *ast.ValueSpec:
							for _, n := range s.Names {
								exported[name+"."+n.Name] = true
							}
						}
					}
				}
			}
		}
	}
	var pages []string
	for _, pattern := range []string{"*.md", "docs/*.md", "notebooks/*/*.md"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, files...)
	}
	names := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		goes := python.ReplaceAllString(string(text), "") // snnTorch's own names are others
		if filepath.Base(page) == "from-python.md" {
			goes = pythonColumn.ReplaceAllString(goes, "|")
		}
		for _, m := range named.FindAllStringSubmatch(goes, -1) {
			names++
			if !exported[m[0]] {
				t.Errorf("%s names %s, which does not exist", page, m[0])
			}
		}
	}
	if names < 100 {
		t.Errorf("%d names found in %d pages", names, len(pages))
	}
}

package main

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// mustFile is the file of a package that has the twins of its methods.
const mustFile = "must.go"

// pkg is what a package exports.
type pkg struct {
	path, name string
	types      []*ast.TypeSpec
	consts     []string
	vars       []string
	funcs      []function
	methods    []function // those of exported types that return an error last
}

// function is one with the imports of its file, by the names that its signature may use.
type function struct {
	*ast.FuncDecl
	imports map[string]string
}

// read parses the files that a build on this system takes.
func read(dir, path string) (*pkg, error) {
	b, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	p := &pkg{path: path, name: b.Name}
	for _, name := range append(b.GoFiles, b.CgoFiles...) {
		if name == mustFile {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.add(file)
	}
	return p, nil
}

func (p *pkg) add(file *ast.File) {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = path
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			p.addGen(d)
		case *ast.FuncDecl:
			switch {
			case !d.Name.IsExported():
			case d.Recv == nil:
				p.funcs = append(p.funcs, function{d, imports})
			case ast.IsExported(receiver(d)) && fails(d.Type) && !isStandard(d.Name.Name):
				p.methods = append(p.methods, function{d, imports})
			}
		}
	}
}

func (p *pkg) addGen(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				if s.Doc == nil {
					s.Doc = d.Doc
				}
				p.types = append(p.types, s)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				switch {
				case !name.IsExported():
				case d.Tok == token.CONST:
					p.consts = append(p.consts, name.Name)
				default:
					p.vars = append(p.vars, name.Name)
				}
			}
		}
	}
}

// receiver is the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// fails reports whether the last result is an error.
func fails(t *ast.FuncType) bool {
	if t.Results == nil || len(t.Results.List) == 0 {
		return false
	}
	last, ok := t.Results.List[len(t.Results.List)-1].Type.(*ast.Ident)
	return ok && last.Name == "error"
}

// isStandard reports whether a method is there for an interface of the standard library, not to be called in cells.
func isStandard(name string) bool {
	switch name {
	case "MarshalJSON", "UnmarshalJSON", "MarshalBinary", "UnmarshalBinary", "GobEncode", "GobDecode", "Unwrap", "Error":
		return true
	}
	return false
}

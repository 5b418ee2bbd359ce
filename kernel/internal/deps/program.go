package deps

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Program is the parsed source of a main package.
type Program struct {
	fset  *token.FileSet
	files []*file
	// decls are the package-level declarations by name. Functions without a name to refer to by, init and those
	// called _, have a number behind it.
	decls   map[string]*decl
	writers map[string][]*decl // who writes to a variable, by the variable's name
	keeps   []*keepCall        // in the order of the code
	keepOf  map[*ast.CallExpr]*keepCall
}

// file is one source file, with what its import names stand for.
type file struct {
	*ast.File
	src     []byte
	imports map[string]string // name to path
	always  []string          // imported for their side effects, or into the file's scope
}

// decl is the declaration of one name.
type decl struct {
	name  string
	kind  string // const, var, func, type
	file  *file
	nodes []ast.Node // what makes it up: a type's specification and its methods, a constant's type and value ...
	iota  int        // of a constant
	keyed *digest    // its hash and references, once computed
}

// String reads as code does: var spikeData.
func (d *decl) String() string { return d.kind + " " + d.name }

// pos is where the declaration is in the code.
func (d *decl) pos() token.Pos {
	if len(d.nodes) == 0 {
		return token.NoPos
	}
	return d.nodes[0].Pos()
}

// Parse reads the files of a main package, by name. Files that Go would not build together must not be among them.
func Parse(sources map[string][]byte) (*Program, error) {
	p := &Program{fset: token.NewFileSet(), decls: map[string]*decl{}, keepOf: map[*ast.CallExpr]*keepCall{}}
	for name, src := range sources {
		f, err := parser.ParseFile(p.fset, name, src, 0) // resolves identifiers, leaves out comments
		if err != nil {
			return nil, fmt.Errorf("deps: %w", err)
		}
		p.files = append(p.files, newFile(f, src))
	}
	if len(p.files) == 0 {
		return nil, errors.New("deps: no source files")
	}
	slices.SortFunc(p.files, func(a, b *file) int { return strings.Compare(p.name(a), p.name(b)) })
	for _, f := range p.files {
		for _, d := range f.Decls {
			p.declare(f, d)
			p.findKeeps(f, d)
		}
	}
	for _, f := range p.files { // the types are known only now
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				p.addMethod(f, fn)
			}
		}
	}
	p.findWriters()
	return p, nil
}

// name returns the file's name.
func (p *Program) name(f *file) string { return p.fset.File(f.Pos()).Name() }

func newFile(f *ast.File, src []byte) *file {
	g := &file{File: f, src: src, imports: map[string]string{}}
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil:
		case spec.Name == nil:
			g.imports[packageName(p)] = p
		case spec.Name.Name == "_" || spec.Name.Name == ".":
			g.always = append(g.always, p)
		default:
			g.imports[spec.Name.Name] = p
		}
	}
	return g
}

// packageName returns the name that a package with this path has by convention. Other names goimports writes into the import.
func packageName(p string) string {
	base := path.Base(p)
	if v, ok := strings.CutPrefix(base, "v"); ok && v != "" && strings.Trim(v, "0123456789") == "" && path.Dir(p) != "." {
		base = path.Base(path.Dir(p)) // example.org/name/v2
	}
	base, _, _ = strings.Cut(base, ".v") // gopkg.in/name.v3
	return base
}

// declare enters a package-level declaration; methods come later.
func (p *Program) declare(f *file, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			p.add(&decl{name: d.Name.Name, kind: "func", file: f, nodes: []ast.Node{d}})
		}
	case *ast.GenDecl:
		var last *ast.ValueSpec // a constant without a value repeats the one before
		for i, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				p.add(&decl{name: spec.Name.Name, kind: "type", file: f, nodes: []ast.Node{spec}})
			case *ast.ValueSpec:
				if d.Tok == token.VAR || len(spec.Values) > 0 || spec.Type != nil {
					last = spec
				}
				for j, name := range spec.Names {
					p.add(&decl{name: name.Name, kind: d.Tok.String(), file: f, iota: i, nodes: valueNodes(spec, last, j)})
				}
			}
		}
	}
}

// valueNodes returns what defines the j-th name of a specification: its type, and its value if it has one of its own.
func valueNodes(spec, from *ast.ValueSpec, j int) []ast.Node {
	var nodes []ast.Node
	if from == nil {
		return nil // not Go; the compiler has refused it
	}
	if from.Type != nil {
		nodes = append(nodes, from.Type)
	}
	switch {
	case j < len(from.Values) && len(from.Values) == len(spec.Names):
		nodes = append(nodes, from.Values[j])
	case len(from.Values) == 1: // var a, b = f()
		nodes = append(nodes, from.Values[0], &ast.BasicLit{Kind: token.INT, Value: strconv.Itoa(j)})
	}
	return nodes
}

func (p *Program) add(d *decl) {
	key := d.name
	if d.kind == "func" && key == "init" || key == "_" {
		for i := 1; p.decls[key] != nil; i++ {
			key = d.name + "#" + strconv.Itoa(i)
		}
	}
	p.decls[key] = d
}

// addMethod makes a method part of its receiver's type.
func (p *Program) addMethod(f *file, fn *ast.FuncDecl) {
	if t := p.decls[receiver(fn)]; t != nil && t.kind == "type" {
		t.nodes = append(t.nodes, fn)
		// In the order of names, not of cells.
		slices.SortStableFunc(t.nodes[1:], func(a, b ast.Node) int {
			return strings.Compare(a.(*ast.FuncDecl).Name.Name, b.(*ast.FuncDecl).Name.Name)
		})
	}
}

// receiver returns the name of a method's type, or "" for a function.
func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) != 1 {
		return ""
	}
	if id := root(fn.Recv.List[0].Type); id != nil {
		return id.Name
	}
	return ""
}

// lookup returns the package-level declaration that an identifier refers to; nil for other identifiers: local names,
// imports, predeclared ones.
func (p *Program) lookup(f *file, id *ast.Ident) *decl {
	if id.Obj != nil && id.Obj != f.Scope.Lookup(id.Name) {
		return nil // local
	}
	if id.Name == "init" || id.Name == "_" {
		return nil
	}
	return p.decls[id.Name]
}

// isLocal reports whether an identifier refers to something declared within a function.
func isLocal(f *file, id *ast.Ident) bool {
	return id.Obj != nil && id.Obj != f.Scope.Lookup(id.Name)
}

// Package optiondoc compares what the comments of options and functions say of each other with what the compiler allows, for
// packages whose options are types.
//
// Such a package has for each function, or a few that are alike, an interface of one unexported method, besides what it embeds:
//
//	type RateOption interface{ rate(*rateConfig) }
//	func Rate(data *ts.Tensor, opts ...RateOption) (*ts.Tensor, error)
//
// and an option is a type with such methods, or what a function returns: a value of such a type.
package optiondoc

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNone is the error for a package without options.
var ErrNone = errors.New("no options")

// Problems returns what is wrong in the package in a folder: an option whose comment does not end in "Taken by [A], [B].", the
// functions that take it in alphabetical
// order, and a function whose comment lists other options after "Options:" than it takes.
func Problems(dir string) (list []string, err error) {
	p, err := read(dir)
	if err != nil {
		return nil, err
	}
	if len(p.taken) == 0 {
		return nil, ErrNone
	}
	for _, option := range slices.Sorted(maps.Keys(p.taken)) {
		functions := slices.Sorted(maps.Keys(p.taken[option]))
		want := "Taken by [" + strings.Join(functions, "], [") + "]."
		doc := strings.Join(strings.Fields(p.docs[option]), " ")
		if !strings.HasSuffix(doc, want) {
			list = append(list, fmt.Sprintf("the comment of %s must end in:\n%s", option, want))
		}
	}
	for _, function := range slices.Sorted(maps.Keys(p.takes)) {
		_, doc, _ := strings.Cut(p.docs[function], "Options")
		doc, _, _ = strings.Cut(doc, "\nErrors:")
		if strings.Contains(doc, "those of [") {
			continue
		}
		for _, option := range slices.Sorted(maps.Keys(p.taken)) {
			if said, takes := strings.Contains(doc, "["+option+"]"), p.taken[option][function]; said != takes {
				list = append(list, fmt.Sprintf("%s takes %s: %v; its comment says %v", function, option, takes, said))
			}
		}
	}
	return list, nil
}

// options is what a package has of them.
type options struct {
	docs  map[string]string          // of functions and types
	takes map[string]string          // a function: the method of its options
	taken map[string]map[string]bool // an option: the functions that take it
}

func read(dir string) (*options, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	p := &options{map[string]string{}, map[string]string{}, map[string]map[string]bool{}}
	interfaces := map[string]string{} // an option interface: its method
	variadic := map[string]string{}   // a function: its option interface
	methods := map[string][]string{}  // a type: its methods
	maker := map[string]string{}      // a type: the exported function that returns it
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "must.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					s, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue
					}
					p.docs[s.Name.Name] = cmp.Or(s.Doc.Text(), d.Doc.Text())
					if i, ok := s.Type.(*ast.InterfaceType); ok {
						interfaces[s.Name.Name] = ownMethod(i)
					}
				}
			case *ast.FuncDecl:
				if d.Recv != nil {
					if receiver, ok := d.Recv.List[0].Type.(*ast.Ident); ok {
						methods[receiver.Name] = append(methods[receiver.Name], d.Name.Name)
					}
					continue
				}
				if !d.Name.IsExported() {
					continue
				}
				p.docs[d.Name.Name] = d.Doc.Text()
				if n := len(d.Type.Params.List); n > 0 {
					if last, ok := d.Type.Params.List[n-1].Type.(*ast.Ellipsis); ok {
						if of, ok := last.Elt.(*ast.Ident); ok {
							variadic[d.Name.Name] = of.Name
						}
					}
				}
				if made := returned(d); made != "" {
					maker[made] = d.Name.Name
				}
			}
		}
	}
	for function, of := range variadic {
		if method := interfaces[of]; method != "" {
			p.takes[function] = method
		}
	}
	for kind, has := range methods {
		name := cmp.Or(maker[kind], kind)
		for function, method := range p.takes {
			if ast.IsExported(name) && slices.Contains(has, method) {
				if p.taken[name] == nil {
					p.taken[name] = map[string]bool{}
				}
				p.taken[name][function] = true
			}
		}
	}
	return p, nil
}

// ownMethod returns the one method that an interface has besides what it embeds, if that is how it is.
func ownMethod(i *ast.InterfaceType) (name string) {
	for _, m := range i.Methods.List {
		for _, n := range m.Names {
			if name != "" {
				return ""
			}
			name = n.Name
		}
	}
	return name
}

// returned returns the type of the literal or the conversion that is all that a function returns.
func returned(d *ast.FuncDecl) string {
	if d.Body == nil || len(d.Body.List) != 1 {
		return ""
	}
	if r, ok := d.Body.List[0].(*ast.ReturnStmt); ok && len(r.Results) == 1 {
		var kind ast.Expr
		switch made := r.Results[0].(type) {
		case *ast.CompositeLit:
			kind = made.Type
		case *ast.CallExpr:
			kind = made.Fun
		}
		if name, ok := kind.(*ast.Ident); ok {
			return name.Name
		}
	}
	return ""
}

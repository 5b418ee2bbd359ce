package deps

import (
	"go/ast"
	"go/token"
	"strings"
)

// findWriters finds, for each package-level variable, the declarations whose code changes it: by an assignment to it or to a
// part of it, by taking its address, by a method with a pointer receiver, or by one of gotch's methods in place,
// whose names end with an underscore.
func (p *Program) findWriters() {
	p.writers = map[string][]*decl{}
	pointer := map[string]bool{} // names of methods with a pointer receiver
	for _, f := range p.files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && receiver(fn) != "" {
				if _, star := fn.Recv.List[0].Type.(*ast.StarExpr); star {
					pointer[fn.Name.Name] = true
				}
			}
		}
	}
	all := map[*decl]bool{}
	for _, d := range p.decls {
		all[d] = true
	}
	for _, d := range inOrder(all) {
		if d.kind == "const" {
			continue
		}
		for _, n := range d.nodes {
			p.eachWrite(n, pointer, func(target ast.Expr) {
				id := root(target)
				if id == nil {
					return
				}
				if v := p.lookup(d.file, id); v != nil && v.kind == "var" && v != d {
					p.writers[v.name] = append(p.writers[v.name], d)
				}
			})
		}
	}
}

// eachWrite calls f with each expression that the code writes to.
func (p *Program) eachWrite(n ast.Node, pointer map[string]bool, f func(ast.Expr)) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, e := range n.Lhs {
					f(e)
				}
			}
		case *ast.IncDecStmt:
			f(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				f(n.Key)
				f(n.Value)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				f(n.X)
			}
		case *ast.CallExpr:
			switch fun := n.Fun.(type) {
			case *ast.SelectorExpr:
				if pointer[fun.Sel.Name] || strings.HasSuffix(fun.Sel.Name, "_") {
					f(fun.X)
				}
			case *ast.Ident:
				if (fun.Name == "clear" || fun.Name == "copy" || fun.Name == "delete") && fun.Obj == nil && len(n.Args) > 0 {
					f(n.Args[0])
				}
			}
		}
		return true
	})
}

// root returns the identifier that an expression selects from, indexes, points through or calls a method of; nil if there is none.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.TypeAssertExpr:
			e = x.X
		case *ast.CallExpr: // x.Narrow(...) shares the memory of x
			e = x.Fun
		default:
			return nil
		}
	}
}

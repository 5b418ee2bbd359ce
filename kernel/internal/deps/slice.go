package deps

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
)

// CaptureError is the error for a value that is computed from a function's parameter, which only the running program knows.
type CaptureError struct {
	Name string // of the parameter
	Func string // that has it
}

func (e *CaptureError) Error() string {
	return fmt.Sprintf("%s is a parameter of %s, whose value is not in the code: declare it, kernel.Input(%s)", e.Name, e.Func, e.Name)
}

// slice returns the statements around a call that determine the local variables which the call uses: all statements before the
// call that mention one of them, and so on for the variables that these statements use. A loop around the call counts
// as a whole.
func (p *Program) slice(k *keepCall) ([]ast.Node, error) {
	covered := map[*object]bool{}
	for _, call := range k.inputs() {
		for _, a := range call.Args {
			if id, ok := a.(*ast.Ident); ok && id.Obj != nil {
				covered[id.Obj] = true
			}
		}
	}
	var args []ast.Node
	for _, n := range k.body() {
		if call, ok := n.(*ast.CallExpr); !ok || !slices.Contains(k.inputs(), call) {
			args = append(args, n)
		}
	}
	wanted := captured(k.file, covered, args...)
	candidates := k.before()
	var taken []ast.Node
	for again := true; again; {
		again = false
		if first := firstParameter(wanted); first != nil {
			return nil, &CaptureError{first.Name, k.where()}
		}
		for i, c := range candidates {
			if c == nil || !mentions(c, wanted) {
				continue
			}
			for obj, id := range captured(k.file, covered, c) {
				wanted[obj] = id
			}
			for obj, id := range declared(k.file, c) {
				wanted[obj] = id
			}
			taken, candidates[i], again = append(taken, c), nil, true
		}
	}
	slices.SortFunc(taken, func(a, b ast.Node) int { return int(a.Pos() - b.Pos()) })
	return taken, nil
}

// firstParameter returns the parameter among local names that is declared first; nil if there is none.
func firstParameter(names map[*object]*ast.Ident) (first *object) {
	for obj := range names {
		if _, ok := obj.Decl.(*ast.Field); ok && (first == nil || obj.Pos() < first.Pos()) {
			first = obj
		}
	}
	return first
}

// before returns the statements that run before the call within the function: those in front of it in each block
// around it, the headers of if and switch, and loops as a whole.
func (k *keepCall) before() []ast.Node {
	var nodes []ast.Node
	add := func(n ast.Node) { nodes = append(nodes, n) }
	list := func(stmts []ast.Stmt) {
		for _, s := range stmts {
			if s.End() <= k.call.Pos() {
				add(s)
			}
		}
	}
	for _, n := range k.path {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Body != nil && hasGoto(n.Body) {
				add(n.Body)
			}
		case *ast.BlockStmt:
			list(n.List)
		case *ast.CaseClause:
			list(n.Body)
		case *ast.CommClause:
			if n.Comm != nil {
				add(n.Comm)
			}
			list(n.Body)
		case *ast.IfStmt:
			if n.Init != nil {
				add(n.Init)
			}
			add(n.Cond)
		case *ast.SwitchStmt:
			if n.Init != nil {
				add(n.Init)
			}
			if n.Tag != nil {
				add(n.Tag)
			}
		case *ast.TypeSwitchStmt:
			if n.Init != nil {
				add(n.Init)
			}
			add(n.Assign)
		case *ast.ForStmt, *ast.RangeStmt:
			add(n)
		}
	}
	return nodes
}

func hasGoto(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Tok == token.GOTO {
			found = true
		}
		return !found
	})
	return found
}

// mentions reports whether code refers to one of the objects.
func mentions(n ast.Node, objs map[*object]*ast.Ident) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Obj != nil && objs[id.Obj] != nil {
			found = true
		}
		return !found
	})
	return found
}

// declared returns the local names that a statement declares for those after it.
func declared(f *file, n ast.Node) map[*object]*ast.Ident {
	found := map[*object]*ast.Ident{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok && isLocal(f, id) {
			found[id.Obj] = id
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, e := range n.Lhs {
			add(e)
		}
	case *ast.DeclStmt:
		for _, spec := range n.Decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				for _, id := range v.Names {
					add(id)
				}
			}
		}
	}
	return found
}

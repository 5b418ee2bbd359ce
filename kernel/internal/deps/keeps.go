package deps

import (
	"go/ast"
	"go/token"
	"strconv"
)

// kernelPath is the package whose calls keep values.
const kernelPath = "gosnn/kernel"

// keepCall is a call of kernel.Keep or kernel.TryKeep.
type keepCall struct {
	call *ast.CallExpr
	file *file
	name string       // "" if it is not a literal
	path []ast.Node   // from the file to the call, both included
	def  *ast.GenDecl // the package-level declaration around it, or
	fn   *ast.FuncDecl
}

// findKeeps finds the calls that keep values in code below the given declaration.
func (p *Program) findKeeps(f *file, d ast.Decl) {
	var path []ast.Node
	ast.Inspect(d, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		path = append(path, n)
		if call, ok := n.(*ast.CallExpr); ok && f.calls(call, "Keep", "TryKeep") && len(call.Args) >= 2 {
			k := &keepCall{call: call, file: f, name: literal(call.Args[0]), path: append([]ast.Node(nil), path...)}
			k.def, _ = d.(*ast.GenDecl)
			k.fn, _ = d.(*ast.FuncDecl)
			p.keeps = append(p.keeps, k)
			p.keepOf[call] = k
		}
		return true
	})
}

// calls reports whether a call is one of a named function of package kernel.
func (f *file) calls(call *ast.CallExpr, names ...string) bool {
	fun := call.Fun
	switch x := fun.(type) { // Keep[T](...)
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	var id *ast.Ident
	switch x := fun.(type) {
	case *ast.SelectorExpr:
		pkg, ok := x.X.(*ast.Ident)
		if !ok || isLocal(f, pkg) || f.imports[pkg.Name] != kernelPath {
			return false
		}
		id = x.Sel
	case *ast.Ident:
		for _, path := range f.always {
			if path == kernelPath && x.Obj == nil {
				id = x
			}
		}
	}
	for _, name := range names {
		if id != nil && id.Name == name {
			return true
		}
	}
	return false
}

// literal returns the value of a string literal, or "".
func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			return s
		}
	}
	return ""
}

// body returns what defines the kept value: its type, if that is written, how it is computed, and the options.
func (k *keepCall) body() []ast.Node {
	var nodes []ast.Node
	if fun, ok := k.call.Fun.(*ast.IndexExpr); ok {
		nodes = append(nodes, fun.Index)
	}
	for _, a := range k.call.Args[1:] {
		nodes = append(nodes, a)
	}
	return nodes
}

// inputs returns the options that declare what the value depends on besides code.
func (k *keepCall) inputs() []*ast.CallExpr {
	var calls []*ast.CallExpr
	for _, a := range k.call.Args[2:] {
		if call, ok := a.(*ast.CallExpr); ok && k.file.calls(call, "Input", "InputFile") {
			calls = append(calls, call)
		}
	}
	return calls
}

// ownInputs reports whether the call declares inputs that do not follow from the code around it: files, and values other than
// parameters of its function, which follow from the function's callers.
func (k *keepCall) ownInputs() bool {
	for _, call := range k.inputs() {
		if k.file.calls(call, "InputFile") {
			return true
		}
		for _, a := range call.Args {
			id, ok := a.(*ast.Ident)
			if !ok || id.Obj == nil {
				return true
			}
			if _, parameter := id.Obj.Decl.(*ast.Field); !parameter {
				return true
			}
		}
	}
	return false
}

// where returns the declaration that the call is in: "var spikeData", "func main".
func (k *keepCall) where() string {
	if k.fn != nil {
		return "func " + k.fn.Name.Name
	}
	for _, n := range k.path {
		if spec, ok := n.(*ast.ValueSpec); ok {
			return "var " + spec.Names[0].Name
		}
	}
	return k.def.Tok.String()
}

// object is what a local name stands for, as the parser resolves it: by the code alone, without the types of what it imports.
type object = ast.Object //lint:ignore SA1019 its successor needs types

// captured returns the variables, constants and types, declared in functions outside of the code, that the code uses, without
// those in covered.
func captured(f *file, covered map[*object]bool, nodes ...ast.Node) map[*object]*ast.Ident {
	found := map[*object]*ast.Ident{}
	for _, root := range nodes {
		ast.Inspect(root, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || !isLocal(f, id) || covered[id.Obj] || id.Obj.Kind == ast.Lbl {
				return true
			}
			if at := id.Obj.Pos(); at.IsValid() && (at < root.Pos() || at >= root.End()) {
				found[id.Obj] = id
			}
			return true
		})
	}
	return found
}

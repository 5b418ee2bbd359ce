package deps

import (
	"crypto/sha256"
	"fmt"
	"go/ast"
	"hash"
	"io"
	"strconv"
)

// digest is the hash of a piece of code, and what the code refers to.
type digest struct {
	sum     [sha256.Size]byte
	decls   map[*decl]bool
	imports map[string]bool
	calls   []*ast.CallExpr // in the order of the code
}

// digestOf hashes code by its syntax tree: the nodes and their structure, without positions and comments. The name of an import is
// written as its path.
func (p *Program) digestOf(f *file, nodes ...ast.Node) *digest {
	d := &digest{decls: map[*decl]bool{}, imports: map[string]bool{}}
	w := &writer{p: p, f: f, d: d, h: sha256.New()}
	for _, n := range nodes {
		w.write(n)
	}
	w.h.Sum(d.sum[:0])
	return d
}

// writer writes syntax trees to a hash.
type writer struct {
	p *Program
	f *file
	d *digest
	h hash.Hash
	// names are identifiers that refer to nothing: fields, methods, labels.
	names map[*ast.Ident]bool
	// selected are identifiers that something is selected from: perhaps packages.
	selected map[*ast.Ident]bool
}

func (w *writer) write(n ast.Node) {
	w.names, w.selected = map[*ast.Ident]bool{}, map[*ast.Ident]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			io.WriteString(w.h, ")")
			return true
		}
		io.WriteString(w.h, "(")
		return w.node(n)
	})
}

// node writes a node without its children, and which of its optional parts it has.
func (w *writer) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Ident:
		w.ident(n)
	case *ast.BasicLit:
		w.say("lit", n.Kind, n.Value)
	case *ast.SelectorExpr:
		w.say("select")
		w.names[n.Sel] = true
		if x, ok := n.X.(*ast.Ident); ok {
			w.selected[x] = true
		}
	case *ast.CompositeLit:
		w.say("composite", n.Type != nil)
		w.fieldKeys(n)
	case *ast.KeyValueExpr:
		w.say("key")
	case *ast.CallExpr:
		w.say("call", n.Ellipsis.IsValid())
		w.d.calls = append(w.d.calls, n)
	case *ast.BinaryExpr:
		w.say("binary", n.Op)
	case *ast.UnaryExpr:
		w.say("unary", n.Op)
	case *ast.SliceExpr:
		w.say("slice", n.Low != nil, n.High != nil, n.Max != nil)
	case *ast.Field:
		w.say("field", len(n.Names))
		for _, name := range n.Names {
			w.names[name] = true
		}
	case *ast.FuncType:
		w.say("functype", n.TypeParams != nil, n.Results != nil)
	case *ast.FuncDecl:
		w.say("func", n.Recv != nil, n.Body != nil)
		w.names[n.Name] = true
	case *ast.TypeSpec:
		w.say("type", n.Assign.IsValid(), n.TypeParams != nil)
		w.names[n.Name] = true
	case *ast.ChanType:
		w.say("chan", n.Dir)
	case *ast.ArrayType:
		w.say("array", n.Len != nil)
	case *ast.TypeAssertExpr:
		w.say("assert", n.Type != nil)
	case *ast.GenDecl:
		w.say("decl", n.Tok, len(n.Specs))
	case *ast.ValueSpec:
		w.say("value", len(n.Names), n.Type != nil, len(n.Values))
	case *ast.AssignStmt:
		w.say("assign", n.Tok, len(n.Lhs))
	case *ast.IncDecStmt:
		w.say("incdec", n.Tok)
	case *ast.BranchStmt:
		w.say("branch", n.Tok)
		if n.Label != nil {
			w.names[n.Label] = true
		}
	case *ast.LabeledStmt:
		w.say("label")
		w.names[n.Label] = true
	case *ast.IfStmt:
		w.say("if", n.Init != nil, n.Else != nil)
	case *ast.ForStmt:
		w.say("for", n.Init != nil, n.Cond != nil, n.Post != nil)
	case *ast.RangeStmt:
		w.say("range", n.Tok, n.Key != nil, n.Value != nil)
	case *ast.SwitchStmt:
		w.say("switch", n.Init != nil, n.Tag != nil)
	case *ast.TypeSwitchStmt:
		w.say("typeswitch", n.Init != nil)
	case *ast.CaseClause:
		w.say("case", len(n.List))
	case *ast.CommClause:
		w.say("comm", n.Comm != nil)
	case *ast.CommentGroup, *ast.Comment:
		return false
	default: // the node's kind says all
		w.say(fmt.Sprintf("%T", n))
	}
	return true
}

func (w *writer) say(words ...any) { fmt.Fprintln(w.h, words...) }

// ident writes a name, and records what it refers to.
func (w *writer) ident(id *ast.Ident) {
	if w.names[id] || isLocal(w.f, id) {
		w.say("name", id.Name)
		return
	}
	if d := w.p.lookup(w.f, id); d != nil {
		w.d.decls[d] = true
		w.say("name", id.Name)
		return
	}
	if path, ok := w.f.imports[id.Name]; ok {
		w.d.imports[path] = true
		w.say("import", strconv.Quote(path))
		return
	}
	if w.selected[id] { // a package whose name is not the last part of its path: one of these
		for _, path := range w.f.imports {
			w.d.imports[path] = true
		}
	}
	w.say("name", id.Name)
}

// fieldKeys marks the keys of a struct literal: they name fields, whatever else has the same name.
func (w *writer) fieldKeys(lit *ast.CompositeLit) {
	if !w.isStruct(lit.Type) {
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				w.names[id] = true
			}
		}
	}
}

// isStruct reports whether a literal's type is known to be a struct.
func (w *writer) isStruct(t ast.Expr) bool {
	if _, ok := t.(*ast.StructType); ok {
		return true
	}
	switch x := t.(type) { // of a generic type
	case *ast.IndexExpr:
		t = x.X
	case *ast.IndexListExpr:
		t = x.X
	}
	id, ok := t.(*ast.Ident)
	if !ok {
		return false
	}
	d := w.p.lookup(w.f, id)
	if d == nil || d.kind != "type" {
		return false
	}
	_, ok = d.nodes[0].(*ast.TypeSpec).Type.(*ast.StructType)
	return ok
}

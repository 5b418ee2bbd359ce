package deps

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
)

// Definition is what a kept value depends on in the program.
type Definition struct {
	Hash    [sha256.Size]byte // of its code and of all code that this uses
	Decl    string            // the declaration that it is in: "var spikeData", "func main"
	Uses    []string          // the names of the declarations that it uses, directly or not
	Keeps   []Use             // the kept values among these
	Imports []string          // paths of the packages that all of this code refers to
	Seed    string            // what it passes to Seed, as written there: "42"
}

// Use is a kept value that another one uses.
type Use struct {
	Name   string
	Inputs bool // it declares inputs, which are not part of the hash of the code
}

// Errors about a call that keeps a value.
var (
	ErrNoCall = errors.New("no call of kernel.Keep for this name in the notebook's code")
	ErrTwice  = errors.New("two different values are kept under this name")
)

// Definition returns what the value depends on that a call on a line keeps under a name. If the line is 0, the call
// must have the name as a literal. Identical calls with the same name are one; different ones are an [ErrTwice].
func (p *Program) Definition(name string, line int) (*Definition, error) {
	var found *Definition
	var first *keepCall
	for _, k := range p.callsOf(name, line) {
		d, err := p.define(k)
		if err != nil {
			return nil, err
		}
		if found != nil && d.Hash != found.Hash {
			return nil, fmt.Errorf("%w: in %s and in %s; rename one, or remove an old one with %%rm", ErrTwice, first.where(), k.where())
		}
		if found == nil {
			found, first = d, k
		}
	}
	if found == nil {
		return nil, ErrNoCall
	}
	return found, nil
}

// callsOf returns the call on a line, the innermost one if there are several, and all others that have the name as a literal.
// No call is on line 0.
func (p *Program) callsOf(name string, line int) []*keepCall {
	var here, named []*keepCall
	least := 0
	for _, k := range p.keeps {
		from, to := p.fset.Position(k.call.Pos()).Line, p.fset.Position(k.call.End()).Line
		if k.name == name {
			named = append(named, k)
		} else if k.name != "" {
			continue
		}
		switch {
		case line < from || line > to:
		case here == nil || to-from < least:
			here, least = []*keepCall{k}, to-from
		case to-from == least:
			here = append(here, k)
		}
	}
	if here == nil && line != 0 {
		return nil
	}
	for _, k := range named {
		if !slices.Contains(here, k) {
			here = append(here, k)
		}
	}
	return here
}

// define hashes a call, and all that it uses.
func (p *Program) define(k *keepCall) (*Definition, error) {
	around, err := p.slice(k)
	if err != nil {
		return nil, err
	}
	start := p.digestOf(k.file, append(around, k.body()...)...)
	d := &Definition{Decl: k.where()}
	seen, imports := map[*decl]bool{}, map[string]bool{}
	queue := []*digest{start}
	for _, f := range p.files { // these run whatever the code refers to
		for _, path := range f.always {
			imports[path] = true
		}
	}
	for len(queue) > 0 {
		g := queue[0]
		queue = queue[1:]
		for path := range g.imports {
			imports[path] = true
		}
		if err := p.note(d, k, g); err != nil {
			return nil, err
		}
		for _, used := range inOrder(g.decls) {
			for _, x := range append([]*decl{used}, p.writersOf(used, k)...) {
				if !seen[x] {
					seen[x] = true
					queue = append(queue, p.digest(x))
				}
			}
		}
	}
	h := sha256.New()
	h.Write(start.sum[:])
	for x := range seen {
		d.Uses = append(d.Uses, x.name)
	}
	slices.Sort(d.Uses)
	decls := slices.SortedFunc(maps.Keys(seen), func(a, b *decl) int { // those of one name by their code: cells may come in any order
		return cmp.Or(strings.Compare(a.String(), b.String()), bytes.Compare(a.keyed.sum[:], b.keyed.sum[:]))
	})
	for _, x := range decls {
		fmt.Fprintf(h, "%s %x\n", x, x.keyed.sum)
	}
	h.Sum(d.Hash[:0])
	delete(imports, kernelPath) // how values are kept is no part of them
	d.Imports = slices.Sorted(maps.Keys(imports))
	slices.SortFunc(d.Keeps, func(a, b Use) int { return strings.Compare(a.Name, b.Name) })
	d.Keeps = slices.Compact(d.Keeps)
	return d, nil
}

// inOrder sorts declarations by their names, those of one name by their places in the code.
func inOrder(decls map[*decl]bool) []*decl {
	return slices.SortedFunc(maps.Keys(decls), func(a, b *decl) int {
		return cmp.Or(strings.Compare(a.String(), b.String()), cmp.Compare(a.pos(), b.pos()))
	})
}

// digest hashes a declaration, once.
func (p *Program) digest(d *decl) *digest {
	if d.keyed == nil {
		d.keyed = p.digestOf(d.file, d.nodes...)
		if d.kind == "const" && usesIota(d.nodes) {
			d.keyed.sum = sha256.Sum256(fmt.Appendf(d.keyed.sum[:], "iota %d", d.iota))
		}
	}
	return d.keyed
}

func usesIota(nodes []ast.Node) bool {
	found := false
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name == "iota" && id.Obj == nil {
				found = true
			}
			return !found
		})
	}
	return found
}

// writersOf returns the declarations that write to a variable before the call runs: for a call at package level that is before
// init and main.
func (p *Program) writersOf(v *decl, k *keepCall) []*decl {
	if v.kind != "var" {
		return nil
	}
	var writers []*decl
	for _, w := range p.writers[v.name] {
		if k.fn == nil && w.kind == "func" && (w.name == "main" || w.name == "init") {
			continue
		}
		writers = append(writers, w)
	}
	return writers
}

// note records the kept values and the seed among the calls of a piece of code.
func (p *Program) note(d *Definition, self *keepCall, g *digest) error {
	for _, call := range g.calls {
		if k := p.keepOf[call]; k != nil && k != self {
			inputs := k.ownInputs()
			if k.name == "" && inputs {
				return fmt.Errorf("it uses a value kept in %s under a computed name with inputs of its own: give that name as a literal", k.where())
			}
			if k.name != "" && k.name != self.name {
				d.Keeps = append(d.Keeps, Use{k.name, inputs})
			}
		}
		if d.Seed == "" && calledName(call) == "Seed" && len(call.Args) == 1 {
			d.Seed = p.text(call.Args[0])
		}
	}
	return nil
}

// calledName returns the name of a called function, without its package.
func calledName(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// text returns an expression as it is written, or the literal that a name stands for.
func (p *Program) text(e ast.Expr) string {
	for _, f := range p.files {
		if e.Pos() < f.FileStart || e.Pos() >= f.FileEnd {
			continue
		}
		if id, ok := e.(*ast.Ident); ok {
			if d := p.lookup(f, id); d != nil && len(d.nodes) > 0 {
				if lit, ok := d.nodes[len(d.nodes)-1].(*ast.BasicLit); ok {
					return lit.Value
				}
			}
		}
		return string(f.src[p.fset.Position(e.Pos()).Offset:p.fset.Position(e.End()).Offset])
	}
	return ""
}

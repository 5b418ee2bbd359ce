// Package index knows the names of packages and their comments, from their sources. It answers at once what gopls answers better
// when it has read all, which takes half a minute on a busy machine.
package index

import (
	"bytes"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Index reads packages when they are first asked for.
type Index struct {
	root    string // folder of the module gosnn
	goroot  string // Go's, of which the standard library is
	modules string // the module cache

	mu       sync.Mutex
	packages map[string]*reading // by import path
}

// reading is a package that is being read, or was.
type reading struct {
	done     chan struct{}
	contents *contents // nil of one that cannot be read
}

// patience is how long a large package is waited for: the next time it is there.
const patience = 500 * time.Millisecond

// contents are the exported names of a package.
type contents struct {
	names map[string]entry
}

// entry is what is declared by a name.
type entry struct {
	declaration string
	comment     string
}

// New returns an index of the module in root, the standard library below goroot, and packages of the module cache.
func New(root, goroot, modules string) *Index {
	return &Index{root: root, goroot: goroot, modules: modules, packages: map[string]*reading{}}
}

// Warm reads packages, so that they need not be read when somebody waits.
func (i *Index) Warm(paths ...string) {
	for _, p := range paths {
		<-i.begin(p).done
	}
}

// Names returns the exported names of a package that begin with a prefix, sorted. Letters may be small or capital.
func (i *Index) Names(importPath, prefix string) (names []string) {
	c := i.get(importPath)
	if c == nil {
		return nil
	}
	for name := range c.names {
		if !strings.Contains(name, ".") && len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Doc returns a declaration of a package's, without the body of a function, and its comment.
func (i *Index) Doc(importPath, name string) (declaration, comment string, ok bool) {
	c := i.get(importPath)
	if c == nil {
		return "", "", false
	}
	e, ok := c.names[name]
	return e.declaration, e.comment, ok
}

// Resolve returns the import path of a package that a cell calls by this name without having imported it, as goimports finds it:
// one of the standard library, of this module, or gotch's. It returns "" if there is none.
func (i *Index) Resolve(name string) string {
	switch name {
	case "gotch":
		return "github.com/sugarme/gotch"
	case "ts", "nn":
		return "github.com/sugarme/gotch/" + name
	case "gonbui":
		return "github.com/janpfeifer/gonb/gonbui"
	case "rand":
		return "math/rand"
	}
	for _, p := range []string{name, "gosnn/" + name, "gosnn/snn/" + name, "gosnn/kernel/" + name, "encoding/" + name, "math/" + name, "os/" + name,
		"path/" + name, "net/" + name, "text/" + name, "io/" + name, "go/" + name} {
		if i.folder(p) != "" {
			return p
		}
	}
	return ""
}

// folder is where the sources of a package are, "" if that is not known.
func (i *Index) folder(importPath string) string {
	is := func(dir string) string {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		return ""
	}
	clean := path.Clean(importPath)
	if clean != importPath || strings.HasPrefix(clean, ".") || strings.HasPrefix(clean, "/") {
		return ""
	}
	if rest, ok := strings.CutPrefix(importPath, "gosnn/"); ok {
		return is(filepath.Join(i.root, rest))
	}
	first, _, _ := strings.Cut(importPath, "/")
	if !strings.Contains(first, ".") {
		return is(filepath.Join(i.goroot, "src", importPath))
	}
	// A module's folder has its version, of which go.mod names one.
	text, err := os.ReadFile(filepath.Join(i.root, "go.mod"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) >= 2 && (importPath == words[0] || strings.HasPrefix(importPath, words[0]+"/")) {
			return is(filepath.Join(i.modules, words[0]+"@"+words[1], strings.TrimPrefix(importPath, words[0])))
		}
	}
	return ""
}

// begin has a package read, once.
func (i *Index) begin(importPath string) *reading {
	i.mu.Lock()
	defer i.mu.Unlock()
	if r, ok := i.packages[importPath]; ok {
		return r
	}
	r := &reading{done: make(chan struct{})}
	i.packages[importPath] = r
	go func() {
		r.contents = read(i.folder(importPath), importPath)
		close(r.done)
	}()
	return r
}

// get returns a package's names, nil if there are none, or none yet.
func (i *Index) get(importPath string) *contents {
	r := i.begin(importPath)
	select {
	case <-r.done:
		return r.contents
	case <-time.After(patience):
		return nil
	}
}

// read reads the sources of a package, nil if there are none.
func read(dir, importPath string) *contents {
	if dir == "" {
		return nil
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil && (len(parsed) == 0 || parsed[0].Name.Name == file.Name.Name) {
			dropBodies(file)
			parsed = append(parsed, file)
		}
	}
	if len(parsed) == 0 {
		return nil
	}
	p, err := doc.NewFromFiles(set, parsed, importPath)
	if err != nil {
		return nil
	}
	c := &contents{names: map[string]entry{}}
	functions := func(of string, all []*doc.Func) {
		for _, f := range all {
			c.names[of+f.Name] = entry{source(set, f.Decl), f.Doc}
		}
	}
	values := func(all []*doc.Value) {
		for _, v := range all {
			for _, name := range v.Names {
				if token.IsExported(name) {
					c.names[name] = entry{source(set, v.Decl), v.Doc}
				}
			}
		}
	}
	functions("", p.Funcs)
	values(p.Consts)
	values(p.Vars)
	for _, t := range p.Types {
		c.names[t.Name] = entry{source(set, t.Decl), t.Doc}
		functions("", t.Funcs)
		functions(t.Name+".", t.Methods)
		values(t.Consts)
		values(t.Vars)
	}
	return c
}

// dropBodies leaves the declarations of a file's functions: bodies are most of what a file takes in memory.
func dropBodies(file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			f.Body = nil
		}
	}
}

// source is a declaration as it is written, its first 40 lines.
func source(set *token.FileSet, node ast.Decl) string {
	switch d := node.(type) {
	case *ast.FuncDecl:
		d.Doc = nil
	case *ast.GenDecl:
		d.Doc = nil
	}
	var b bytes.Buffer
	if format.Node(&b, set, node) != nil {
		return ""
	}
	lines := strings.SplitAfter(b.String(), "\n")
	if len(lines) > 40 {
		lines = append(lines[:40], "...")
	}
	return strings.Join(lines, "")
}

package lecture

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/ast"
	"go/build"
	"go/doc"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"html/template"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The reference is made by Go's own go/doc, which `go doc` is made of, too. There is no well-kept program for it that
// writes files and asks for no further modules: pkgsite is a server, gomarkdoc writes Markdown and brings git's libraries.

// referenced are the packages that readers import, by their folders.
var referenced = []string{"snn", "snn/dataset", "plots", "kernel", "kernel/progress", "snn/tensorfile", "notebooks/check"}

//go:embed reference.html
var referenceHTML string

var referenceTemplate = template.Must(template.New("reference").Parse(referenceHTML))

// reference is a package's page; without a name, the list of all.
type reference struct {
	Style    template.CSS
	Name     string // "snn"
	Path     string // "gosnn/snn"
	File     string
	Synopsis string
	Overview template.HTML
	Entries  []entry
	Packages []*reference
}

// entry is a declaration, or a group of constants or variables.
type entry struct {
	ID, Title string
	Names     []string // that are declared together
	OfType    bool     // a method, or a function that returns the type above
	Code, Doc template.HTML
	Examples  []example
}

type example struct {
	Title     string
	Doc, Code template.HTML
	Output    string
}

// WriteReference writes the reference of the packages of the source tree root into a folder: an index.html and a page for each, which
// need no network.
func WriteReference(folder, root string) error {
	sheet, err := style()
	if err != nil {
		return err
	}
	var all []*reference
	for _, dir := range referenced {
		p, err := parsePackage(filepath.Join(root, dir), path.Join("gosnn", dir))
		if err != nil {
			return fmt.Errorf("the reference of %s: %v", dir, err)
		}
		all = append(all, newReference(p, sheet))
	}
	for _, r := range all {
		r.Packages = all
		if err := write(filepath.Join(folder, r.File), referenceTemplate, r); err != nil {
			return err
		}
	}
	return write(filepath.Join(folder, "index.html"), referenceTemplate, &reference{Style: sheet, Packages: all})
}

// documented is a package, and where its files are.
type documented struct {
	*doc.Package
	fset  *token.FileSet
	types map[string]bool // its exported types
}

func parsePackage(dir, importPath string) (*documented, error) {
	found, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	p := &documented{fset: token.NewFileSet(), types: map[string]bool{}}
	var files []*ast.File
	for _, name := range slices.Concat(found.GoFiles, found.CgoFiles, found.TestGoFiles, found.XTestGoFiles) {
		file, err := parser.ParseFile(p.fset, filepath.Join(dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	if p.Package, err = doc.NewFromFiles(p.fset, files, importPath); err != nil {
		return nil, err
	}
	for _, t := range p.Types {
		p.types[t.Name] = true
	}
	return p, nil
}

// pageOf is the file of a package's page.
func pageOf(importPath string) string {
	return strings.ReplaceAll(strings.TrimPrefix(importPath, "gosnn/"), "/", "-") + ".html"
}

func newReference(p *documented, sheet template.CSS) *reference {
	r := &reference{Style: sheet, Name: p.Name, Path: p.ImportPath, File: pageOf(p.ImportPath), Synopsis: p.Synopsis(p.Doc),
		Overview: p.html(p.Doc)}
	if list := p.examples(p.Examples); len(list) > 0 {
		r.Entries = append(r.Entries, entry{ID: "examples", Title: "Examples of the package", Examples: list})
	}
	r.values("Constants", p.Consts, p)
	r.values("Variables", p.Vars, p)
	for _, f := range p.Funcs {
		r.function(f, p, false)
	}
	for _, t := range p.Types {
		r.Entries = append(r.Entries, entry{t.Name, "type " + t.Name, nil, false, p.code(t.Decl), p.html(t.Doc), p.examples(t.Examples)})
		r.values("", t.Consts, p)
		r.values("", t.Vars, p)
		for _, f := range slices.Concat(t.Funcs, t.Methods) {
			r.function(f, p, true)
		}
	}
	return r
}

// values adds groups of constants or variables; the first has a title.
func (r *reference) values(title string, groups []*doc.Value, p *documented) {
	for _, v := range groups {
		r.Entries = append(r.Entries, entry{ID: strings.ToLower(title), Title: title, Names: v.Names, Code: p.code(v.Decl), Doc: p.html(v.Doc)})
		title = ""
	}
}

func (r *reference) function(f *doc.Func, p *documented, ofType bool) {
	id, title := f.Name, "func "+f.Name
	if f.Recv != "" {
		receiver := strings.TrimPrefix(f.Recv, "*")
		id, title = receiver+"."+f.Name, "func ("+f.Recv+") "+f.Name
	}
	r.Entries = append(r.Entries, entry{id, title, nil, ofType, p.code(f.Decl), p.html(f.Doc), p.examples(f.Examples)})
}

// external marks links that lead out of the reference, which needs no network.
const external = "external:"

var (
	outside  = regexp.MustCompile(`<a href="` + external + `">(.*?)</a>`)
	typeName = regexp.MustCompile(`<span class="n\w*">([A-Z]\w*)</span>`)
)

// html is a comment as HTML, with links to what it names in brackets.
func (p *documented) html(text string) template.HTML {
	to := p.Printer()
	to.HeadingLevel = 4
	to.DocLinkURL = func(link *comment.DocLink) string {
		anchor := link.Name
		if link.Recv != "" {
			anchor = link.Recv + "." + link.Name
		}
		switch importPath := link.ImportPath; {
		case importPath == "":
			return "#" + anchor
		case slices.Contains(referenced, strings.TrimPrefix(importPath, "gosnn/")):
			return pageOf(importPath) + "#" + anchor
		}
		return external
	}
	return template.HTML(outside.ReplaceAll(to.HTML(p.Parser().Parse(text)), []byte("$1")))
}

// code is a declaration as it is written, without a function's body, with links to the package's types.
func (p *documented) code(node ast.Node) template.HTML {
	if f, ok := node.(*ast.FuncDecl); ok {
		f.Body, f.Doc = nil, nil
	}
	if g, ok := node.(*ast.GenDecl); ok {
		g.Doc = nil
	}
	return template.HTML(typeName.ReplaceAllStringFunc(highlight(goLexer, p.source(node)), func(span string) string {
		name := typeName.FindStringSubmatch(span)[1]
		if !p.types[name] {
			return span
		}
		return `<a href="#` + name + `">` + span + `</a>`
	}))
}

func (p *documented) source(node any) string {
	var b bytes.Buffer
	if err := format.Node(&b, p.fset, node); err != nil {
		return err.Error()
	}
	return b.String()
}

func (p *documented) examples(list []*doc.Example) (all []example) {
	for _, e := range list {
		title := "Example"
		if e.Suffix != "" {
			title += " (" + e.Suffix + ")"
		}
		code := p.source(&printer.CommentedNode{Node: e.Code, Comments: e.Comments})
		if _, ok := e.Code.(*ast.BlockStmt); ok {
			code = outputOf.ReplaceAllString(strings.ReplaceAll(strings.Trim(code, "{}"), "\n\t", "\n"), "")
		}
		all = append(all, example{title, p.html(e.Doc), template.HTML(highlight(goLexer, strings.Trim(code, "\n"))), strings.TrimSuffix(e.Output, "\n")})
	}
	return all
}

// outputOf is the comment of an example's output, which the page shows by itself.
var outputOf = regexp.MustCompile(`(?is)//\s*(unordered )?output:.*$`)

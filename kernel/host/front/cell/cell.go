// Package cell reads a cell's source: what is Go in it, where its statements begin, which names it declares, and what is wrong with it.
//
// GoNB takes declarations, and statements below a line "%%". A cell need not have that line: it is put in before the first
// statement. Functions and imports that stand below it are moved up, and an expression at the end is shown. A line keeps its
// number for the user: [Source.Line] leads back from what GoNB gets. A cell with a main part of its own is left as it is.
package cell

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// Options say how cells are written for GoNB.
type Options struct {
	Stub  string                        // the program that runs commands; "" if GoNB runs them itself
	Value func(imports []string) string // returns the import path of the package with Show, which shows a value; nil if none is shown
}

// Source is the source of a cell.
type Source struct {
	Code    string   // as the user wrote it
	Go      bool     // there is Go in it
	Main    bool     // there are statements in it
	Wasm    bool     // it is to be WebAssembly
	Errors  []Error  // of its syntax; GoNB need not see it
	Globals []string // what it declares for the notebook
	Locals  []string // what its statements declare, which ends with them
	Imports []string // paths

	lines []line
}

// Error is what is wrong at a place of the user's source.
type Error struct {
	Line, Column int // from 1; the column counts bytes
	Message      string
}

// line is a line for GoNB.
type line struct {
	text string
	from int // the user's line, from 1; 0 if it was put in
	kind kind
}

type kind int

const (
	code    kind = iota
	special      // GoNB's: a command, or the continuation of one
	main         // "%%"
)

// Parse reads a cell.
func Parse(source string, o Options) *Source {
	s := &Source{Code: source}
	for i, text := range strings.Split(source, "\n") {
		s.lines = append(s.lines, line{text: text, from: i + 1})
	}
	if s.ofAnother(o) {
		return s
	}
	own := s.specials(o)
	if !s.Go {
		return s
	}
	at := s.statement()
	put := !s.Main && !own && at.IsValid()
	if put {
		s.putMain(at.Line-1, at.Column-1)
	}
	file, set, errs := s.parse()
	if put && len(errs) == 0 && o.Value != nil {
		s.putValue(file, set, o.Value(imports(file)))
	}
	if !own { // GoNB writes more around such a cell
		for _, e := range errs {
			at := Error{s.Line(e.Pos.Line), e.Pos.Column, e.Msg}
			if e.Pos.Line > len(s.lines) { // at the bracket that was put in below
				at.Column = len(s.Text(at.Line)) + 1
			}
			s.Errors = append(s.Errors, at)
		}
	}
	s.names(file)
	return s
}

// LongestLine is how many bytes a line of Go may have. GoNB's time grows by its square: 2 s for this one, minutes for ten times as much, which no
// interrupt ends.
const LongestLine = 100_000

// TooLong returns the number of the first line that is longer, from 1; 0 if none is.
func (s *Source) TooLong() int {
	if !s.Go {
		return 0
	}
	return 1 + slices.IndexFunc(strings.Split(s.Code, "\n"), func(text string) bool { return len(text) > LongestLine })
}

// Sent is the source as GoNB gets it.
func (s *Source) Sent() string {
	texts := make([]string, len(s.lines))
	for i, l := range s.lines {
		texts[i] = l.text
	}
	return strings.Join(texts, "\n")
}

// Line returns the user's number of a line of GoNB's, both from 1. That of a line that was put in is the next one's.
func (s *Source) Line(n int) int {
	for i := max(0, n-1); i < len(s.lines); i++ {
		if s.lines[i].from > 0 {
			return s.lines[i].from
		}
	}
	return strings.Count(s.Code, "\n") + 1
}

// Text returns a line of the user's, "" if there is none of that number.
func (s *Source) Text(n int) string {
	if lines := strings.Split(s.Code, "\n"); n > 0 && n <= len(lines) {
		return lines[n-1]
	}
	return ""
}

// head is what goes before a source to make a file of it, on its first line.
const head = "package main;"

// source is the Go of the cell as a file: lines keep their numbers.
func (s *Source) source() string {
	var b strings.Builder
	b.WriteString(head)
	open := false
	for i, l := range s.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch l.kind {
		case code:
			b.WriteString(l.text)
		case main:
			if !open {
				b.WriteString("func main() {")
			}
			open = true
		}
	}
	if open {
		b.WriteString("\n}")
	}
	return b.String()
}

// parse parses the Go of the cell. Columns of errors are those of the lines.
func (s *Source) parse() (*ast.File, *token.FileSet, scanner.ErrorList) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", s.source(), parser.SkipObjectResolution)
	errs, _ := err.(scanner.ErrorList)
	for _, e := range errs {
		if e.Pos.Line == 1 {
			e.Pos.Column = max(1, e.Pos.Column-len(head))
		}
	}
	return file, set, errs
}

// statement is where the first statement outside of functions is, if there is one and no function main.
func (s *Source) statement() token.Position {
	declarations, at := outer(s.source())
	for _, d := range declarations {
		if d.name == "main" {
			return token.Position{}
		}
	}
	if at.Line == 1 {
		at.Column -= len(head)
	}
	return at
}

// names finds what the cell declares.
func (s *Source) names(file *ast.File) {
	s.Imports = imports(file)
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			s.Globals = append(s.Globals, declared(d)...)
		case *ast.FuncDecl:
			if d.Recv != nil {
				continue
			}
			if d.Name.Name != "main" {
				s.Globals = append(s.Globals, d.Name.Name)
				continue
			}
			if d.Body != nil {
				for _, statement := range d.Body.List {
					s.Locals = append(s.Locals, declared(statement)...)
				}
			}
		}
	}
	s.Locals = slices.DeleteFunc(s.Locals, func(name string) bool { return name == "_" })
	s.Globals = slices.DeleteFunc(s.Globals, func(name string) bool { return name == "_" })
}

// imports returns the paths that a file imports.
func imports(file *ast.File) (paths []string) {
	for _, i := range file.Imports {
		paths = append(paths, strings.Trim(i.Path.Value, "`\""))
	}
	return paths
}

// declared returns the names that a declaration or a statement declares.
func declared(n ast.Node) (names []string) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			for _, l := range n.Lhs {
				if id, ok := l.(*ast.Ident); ok {
					names = append(names, id.Name)
				}
			}
		}
	case *ast.DeclStmt:
		return declared(n.Decl)
	case *ast.GenDecl:
		for _, spec := range n.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					names = append(names, id.Name)
				}
			case *ast.TypeSpec:
				names = append(names, spec.Name.Name)
			}
		}
	}
	return names
}

package cell

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// outermost is a declaration that stands outside of all brackets.
type outermost struct {
	token       token.Token // FUNC or IMPORT
	name        string      // of a function
	first, last int         // lines, from 0
	alone       bool        // there is nothing else on its lines
}

// outer finds functions and imports outside of all brackets, wherever they stand, and where the first statement begins: the
// parser alone would take a statement for a mistake in a declaration.
func outer(source string) (found []outermost, statement token.Position) {
	type lexeme struct {
		token token.Token
		text  string
		line  int
		pos   token.Pos
	}
	var all []lexeme
	set := token.NewFileSet()
	var scan scanner.Scanner
	file := set.AddFile("", -1, len(source))
	scan.Init(file, []byte(source), nil, 0)
	for {
		pos, t, text := scan.Scan()
		if t == token.EOF {
			break
		}
		all = append(all, lexeme{t, text, file.Line(pos) - 1, pos})
	}
	at := func(i int) lexeme {
		if i < len(all) {
			return all[i]
		}
		return lexeme{token: token.EOF}
	}
	// closing is the index after the bracket that closes the one at i.
	closing := func(i int) int {
		for depth := 0; i < len(all); i++ {
			switch all[i].token {
			case token.LPAREN, token.LBRACE, token.LBRACK:
				depth++
			case token.RPAREN, token.RBRACE, token.RBRACK:
				if depth--; depth <= 0 {
					return i + 1
				}
			}
		}
		return i
	}
	begins := true // of a statement
	for i := 0; i < len(all); {
		l := all[i]
		end := i + 1
		var d *outermost
		declares := false
		switch l.token {
		case token.IMPORT, token.CONST, token.VAR, token.TYPE, token.FUNC, token.PACKAGE, token.SEMICOLON:
			declares = true
		}
		switch {
		case begins && l.token == token.IMPORT:
			d = &outermost{token: token.IMPORT}
			if at(end).token == token.LPAREN {
				end = closing(end)
			} else {
				for at(end).token != token.SEMICOLON && at(end).token != token.EOF {
					end++
				}
			}
		case begins && l.token == token.FUNC:
			name := i + 1
			if at(name).token == token.LPAREN { // a receiver, or a function without a name
				name = closing(name)
			}
			if at(name).token == token.IDENT && (at(name+1).token == token.LPAREN || name == i+1 && at(name+1).token == token.LBRACK) {
				d = &outermost{token: token.FUNC, name: at(name).text}
				for end = name; end < len(all) && at(end).token != token.SEMICOLON; {
					if t := at(end).token; t == token.LBRACE && at(end-1).token != token.INTERFACE && at(end-1).token != token.STRUCT {
						end = closing(end)
						break
					} else if t == token.LPAREN || t == token.LBRACK || t == token.LBRACE {
						end = closing(end)
					} else {
						end++
					}
				}
			} else if at(i+1).token == token.LPAREN {
				declares = false
			}
		}
		if begins && !declares && !statement.IsValid() {
			statement = set.Position(l.pos)
		}
		if d != nil {
			d.first, d.last = l.line, at(end-1).line
			d.alone = (i == 0 || at(i-1).line < l.line) && (at(end).token == token.EOF || at(end).token == token.SEMICOLON &&
				(at(end+1).token == token.EOF || at(end+1).line > d.last))
			found = append(found, *d)
		} else if t := l.token; t == token.LPAREN || t == token.LBRACE || t == token.LBRACK {
			end = closing(i)
		}
		begins = at(end-1).token == token.SEMICOLON
		i = end
	}
	return found, statement
}

// putMain puts "%%" in before the statement at a line and column, both from 0. Functions and imports below go above it.
func (s *Source) putMain(at, column int) {
	var above, imports, below []line
	declarations, _ := outer(s.source())
	for _, d := range declarations {
		if d.first <= at || !d.alone {
			continue
		}
		for i := d.first; i <= d.last; i++ {
			if d.token == token.IMPORT {
				imports = append(imports, s.lines[i])
			} else {
				above = append(above, s.lines[i])
			}
			s.lines[i].from = -1 // moved
		}
	}
	before, rest := s.split(at, column)
	for _, l := range append(rest, s.lines[at+1:]...) {
		if l.from >= 0 {
			below = append(below, l)
		}
	}
	s.lines = slices.Concat(imports, s.lines[:at], before, above, []line{{text: "%%", kind: main}}, below)
	s.Main = true
}

// split cuts a line in two, so that a column begins the second, where it stays the same column.
func (s *Source) split(at, column int) (before, rest []line) {
	l := s.lines[at]
	column = min(max(column, 0), len(l.text))
	if strings.TrimSpace(l.text[:column]) == "" {
		return nil, []line{l}
	}
	head, tail := l, l
	head.text, tail.text = l.text[:column], strings.Repeat(" ", column)+l.text[column:]
	return []line{head}, []line{tail}
}

// alias is the name by which a cell has the package that shows values.
const alias = "gosnnvalue"

// putValue has the cell show its last statement, if that is an expression that can be nothing but a value.
func (s *Source) putValue(file *ast.File, set *token.FileSet, path string) {
	var body []ast.Stmt
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "main" && f.Recv == nil && f.Body != nil {
			body = f.Body.List
		}
	}
	if len(body) == 0 {
		return
	}
	last, ok := body[len(body)-1].(*ast.ExprStmt)
	if !ok || !onlyValue(last.X) {
		return
	}
	start, end := set.Position(last.X.Pos()), set.Position(last.X.End())
	// Only at the end is there more on the line: a comment.
	l := &s.lines[end.Line-1]
	if end.Column-1 > len(l.text) {
		return
	}
	l.text = l.text[:end.Column-1] + "," + l.text[end.Column-1:]
	before, rest := s.split(start.Line-1, start.Column-1)
	s.lines = slices.Concat([]line{{text: "import " + alias + ` "` + path + `"`}}, s.lines[:start.Line-1], before, []line{{text: alias + ".Show("}},
		rest, s.lines[start.Line:end.Line], []line{{text: ")"}}, s.lines[end.Line:])
}

// valued are the builtin functions and types whose call is a value, and no statement.
var valued = map[string]bool{
	"append": true, "cap": true, "complex": true, "imag": true, "len": true, "make": true, "max": true, "min": true, "new": true, "real": true,
	"bool": true, "byte": true, "complex64": true, "complex128": true, "error": true, "float32": true, "float64": true, "int": true, "int8": true,
	"int16": true, "int32": true, "int64": true, "rune": true, "string": true, "uint": true, "uint8": true, "uint16": true, "uint32": true,
	"uint64": true, "uintptr": true, "any": true,
}

// onlyValue reports whether an expression is nothing that Go takes as a statement.
func onlyValue(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return onlyValue(x.X)
	case *ast.UnaryExpr:
		return x.Op != token.ARROW
	case *ast.CallExpr:
		switch f := x.Fun.(type) {
		case *ast.Ident:
			return valued[f.Name]
		case *ast.ArrayType, *ast.MapType, *ast.InterfaceType:
			return true
		}
		return false
	case *ast.BadExpr, *ast.FuncLit, *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.StructType, *ast.InterfaceType, *ast.FuncType:
		return false
	}
	return true
}

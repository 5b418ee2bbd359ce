package cell

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"strings"
)

// FunctionKey names a function, or a method with its type: "Net.Forward".
func FunctionKey(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	of := d.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
			continue
		case *ast.IndexExpr:
			of = t.X
			continue
		case *ast.IndexListExpr:
			of = t.X
			continue
		case *ast.Ident:
			return t.Name + "." + d.Name.Name
		}
		return d.Name.Name
	}
}

// Declared returns the line, of those for GoNB, on which a declaration begins: of a function by its key, of another by its
// name, of an import by its quoted path.
func (s *Source) Declared(key string) (line int, ok bool) {
	file, set, _ := s.parse()
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if FunctionKey(d) == key && (key != "main" || !s.Main) {
				return set.Position(d.Pos()).Line, true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				names := declared(&ast.GenDecl{Specs: []ast.Spec{spec}})
				if i, ok := spec.(*ast.ImportSpec); ok {
					names = []string{i.Path.Value}
				}
				for _, name := range names {
					if name == key {
						return set.Position(spec.Pos()).Line, true
					}
				}
			}
		}
	}
	return 0, false
}

// MainLine returns the line of "%%", of those for GoNB, 0 if there is none.
func (s *Source) MainLine() int {
	for i, l := range s.lines {
		if l.kind == main {
			return i + 1
		}
	}
	return 0
}

// Unclosed returns the bracket that is missing at the end, "" if none is.
func (s *Source) Unclosed() string {
	var missing []string
	closes := map[token.Token]string{token.LPAREN: ")", token.LBRACE: "}", token.LBRACK: "]"}
	s.scan(func(t token.Token) {
		if c, ok := closes[t]; ok {
			missing = append(missing, c)
		} else if n := len(missing); n > 0 && (t == token.RPAREN || t == token.RBRACE || t == token.RBRACK) {
			missing = missing[:n-1]
		}
	}, nil)
	if len(missing) == 0 {
		return ""
	}
	return missing[len(missing)-1]
}

// scan calls take for each token of the Go of the cell, and wrong for each mistake in one.
func (s *Source) scan(take func(token.Token), wrong func(message string)) {
	var texts []string
	for _, l := range s.lines {
		if l.kind == code {
			texts = append(texts, l.text)
		}
	}
	source := strings.Join(texts, "\n")
	set := token.NewFileSet()
	var scan scanner.Scanner
	scan.Init(set.AddFile("", -1, len(source)), []byte(source), func(_ token.Position, message string) {
		if wrong != nil {
			wrong(message)
		}
	}, 0)
	for {
		_, t, _ := scan.Scan()
		if t == token.EOF {
			return
		}
		take(t)
	}
}

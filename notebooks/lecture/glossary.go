package lecture

import (
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"strings"
)

// glossary has a translation's words for comments and strings of code: all else of the code is the original's.
type glossary map[string]string

// readGlossary reads a file with lines of a comment or string as the code has it, a tab, and the same in the other language. Without a file
// the code is left as it is.
func readGlossary(name string) (glossary, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	g := glossary{}
	for line := range strings.Lines(string(text)) {
		from, to, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if _, twice := g[from]; !ok || twice || from == "" || !strings.HasPrefix(to, from[:1]) {
			return nil, fmt.Errorf("%s: line %q is no pair of comments or strings, or is there twice", name, line)
		}
		g[from] = to
	}
	return g, nil
}

// translate returns code with its comments and strings in the other language, as far as the glossary has them.
func (g glossary) translate(code string) string {
	var s scanner.Scanner
	src := []byte(code)
	file := token.NewFileSet().AddFile("", -1, len(src))
	s.Init(file, src, func(token.Position, string) {}, scanner.ScanComments) // a cell is more than Go: %%
	var out strings.Builder
	done := 0
	for {
		pos, kind, literal := s.Scan()
		if kind == token.EOF {
			break
		}
		if to, ok := g[literal]; ok && (kind == token.STRING || kind == token.COMMENT) {
			at := file.Offset(pos)
			out.WriteString(code[done:at] + to)
			done = at + len(literal)
		}
	}
	return out.String() + code[done:]
}

// speakCode translates the code cells.
func (s *Source) speakCode(g glossary) {
	for i := range s.Parts {
		if p := &s.Parts[i]; p.Kind == Code || p.Kind == Answer || p.Kind == Solution {
			p.Text = g.translate(p.Text)
		}
	}
}

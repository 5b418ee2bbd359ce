package cell

import (
	"go/token"
	"strings"
)

// Completeness is what a console wants to know when a line has been typed.
type Completeness struct {
	Status string `json:"status"` // complete, incomplete, invalid
	Indent string `json:"indent,omitempty"`
}

// Complete reports whether a source can be run, or wants more lines first.
func Complete(source string) Completeness {
	s := Parse(source, Options{})
	lines := strings.Split(source, "\n")
	if last := s.lines[len(s.lines)-1]; last.kind == special && strings.HasSuffix(lines[len(lines)-1], `\`) {
		return Completeness{Status: "incomplete"}
	}
	if len(s.Errors) == 0 {
		return Completeness{Status: "complete"}
	}
	switch depth, open := s.open(); {
	case depth < 0: // more lines cannot mend that
		return Completeness{Status: "invalid"}
	case open:
		return Completeness{Status: "incomplete", Indent: strings.Repeat("    ", depth)} // a terminal shows a tab as ^I
	}
	if s.Errors[0].Line >= len(lines) && s.Errors[0].Column > len(lines[len(lines)-1]) { // it is the end that is wrong
		return Completeness{Status: "incomplete"}
	}
	return Completeness{Status: "invalid"}
}

// open reports whether the source ends within brackets, and within how many, or within a string or comment that may go on. The depth is -1 if
// a bracket is closed that was not opened.
func (s *Source) open() (depth int, open bool) {
	unmatched := false
	s.scan(func(t token.Token) {
		switch t {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			depth--
		}
		unmatched = unmatched || depth < 0
	}, func(message string) {
		open = open || message == "raw string literal not terminated" || message == "comment not terminated"
	})
	if unmatched {
		return -1, open
	}
	return depth, open || depth > 0
}

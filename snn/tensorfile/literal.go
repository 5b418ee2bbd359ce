package tensorfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// literal reads the few kinds of Python literals that a header has. After an error all of its methods do nothing.
type literal struct {
	rest string
	err  error
}

func (p *literal) fail(what string) {
	if p.err == nil {
		p.err = damaged("the header is no dictionary as NumPy writes it: %s at %.20q", what, p.rest)
	}
}

// blank skips blanks and returns what follows.
func (p *literal) blank() string {
	p.rest = strings.TrimLeft(p.rest, " \t\n")
	return p.rest
}

func (p *literal) skip(token string) bool {
	after, ok := strings.CutPrefix(p.blank(), token)
	if ok && p.err == nil {
		p.rest = after
	}
	return ok
}

func (p *literal) want(token string) {
	if !p.skip(token) {
		p.fail("want " + token)
	}
}

func (p *literal) boolean() bool {
	switch {
	case p.skip("True"):
		return true
	case !p.skip("False"):
		p.fail("want True or False")
	}
	return false
}

// str reads a string without escapes.
func (p *literal) str() string {
	for _, quote := range []string{"'", `"`} {
		if !p.skip(quote) {
			continue
		}
		s, after, ok := strings.Cut(p.rest, quote)
		if !ok || strings.Contains(s, `\`) {
			p.fail("want a plain string")
			return ""
		}
		p.rest = after
		return s
	}
	p.fail("want a string")
	return ""
}

// fields reads the description of records, [('x', '<i2'), ('t', '<i8', (2,))], and returns the error that says what they are.
func (p *literal) fields() error {
	var names []string
	p.want("[")
	for p.err == nil && !p.skip("]") {
		p.want("(")
		if p.skip("(") { // ('title', 'name')
			p.str()
			p.want(",")
			names = append(names, p.str())
			p.want(")")
		} else {
			names = append(names, p.str())
		}
		for depth := 1; p.err == nil && depth > 0; { // the type, which may be records, too
			at := strings.IndexAny(p.rest, "()")
			if at < 0 {
				p.fail("want )")
				break
			}
			if p.rest[at] == '(' {
				depth++
			} else {
				depth--
			}
			p.rest = p.rest[at+1:]
		}
		p.skip(",")
	}
	if p.err != nil {
		return p.err
	}
	const shown = 8
	list := strings.Join(names[:min(shown, len(names))], ", ")
	if len(names) > shown {
		list += ", ..."
	}
	example := "x"
	if len(names) > 0 {
		example = names[0]
	}
	return fmt.Errorf("%w: records of %d fields (%s), such as events; in Python save each field as an array of its own: numpy.save(%q, a[%q])",
		ErrDType, len(names), list, example+".npy", example)
}

// tuple reads (), (3,), (3, 4) with numbers that are not negative; Python 2 wrote 3L.
func (p *literal) tuple() []int64 {
	dims := []int64{}
	p.want("(")
	for p.err == nil && !p.skip(")") {
		text := p.blank()
		digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			p.fail("want a number")
			break
		}
		dims = append(dims, n)
		p.rest = strings.TrimPrefix(text[len(digits):], "L")
		if !p.skip(",") && !strings.HasPrefix(p.blank(), ")") {
			p.fail("want , or )")
		}
	}
	return slices.Clip(dims)
}

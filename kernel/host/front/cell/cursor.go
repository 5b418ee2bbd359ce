package cell

import "strings"

// ToSent returns where a place of the user's source is in what GoNB gets. Both are counted in characters from the beginning.
func (s *Source) ToSent(offset int) int {
	row, column := rowAndColumn(s.Code, offset)
	at, last := 0, 0
	for _, l := range s.lines {
		n := len([]rune(l.text))
		if l.from == row+1 && column <= n {
			last = at + column // of a line that was cut, the second part
		}
		at += n + 1
	}
	return last
}

// FromSent is the opposite of ToSent. A place that was put in is the beginning of what comes after it.
func (s *Source) FromSent(offset int) int {
	row, column := rowAndColumn(s.Sent(), offset)
	if row < len(s.lines) && s.lines[row].from == 0 {
		column = 0
	}
	line := s.Line(row + 1)
	at := 0
	for i, text := range strings.Split(s.Code, "\n") {
		n := len([]rune(text))
		if i+1 == line {
			return at + min(column, n)
		}
		at += n + 1
	}
	return at
}

// rowAndColumn returns the line, from 0, and the characters before an offset in it.
func rowAndColumn(text string, offset int) (row, column int) {
	for i, r := range []rune(text) {
		if i >= offset {
			break
		}
		column++
		if r == '\n' {
			row, column = row+1, 0
		}
	}
	return row, column
}

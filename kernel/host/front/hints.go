package front

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// hints are what to do about mistakes of newcomers. Each takes the parts of the compiler's message that its expression finds.
var hints = []struct {
	message *regexp.Regexp
	text    func(s *session, r *run, part []string) string
}{
	{regexp.MustCompile(`^undefined: (\w+)$`), func(s *session, r *run, part []string) string { return s.undefined(r, part[1]) }},
	{regexp.MustCompile(`^assignment mismatch: 1 variable but (.+) returns? 2 values$`), func(_ *session, _ *run, part []string) string {
		call, _, _ := strings.Cut(part[1], "(")
		return fmt.Sprintf("%s returns an error, too. Write `x, err := %s(...)`, or `x := snn.Must(%s(...))`, which ends the cell if there is one.", call, call, call)
	}},
	{regexp.MustCompile(`^multiple-value (.+?)\(.*\) \(value of type \(.*error\)\) in `), func(_ *session, _ *run, part []string) string {
		return fmt.Sprintf("%s returns an error, too. `snn.Must(%s(...))` is the value alone, and ends the cell if there is an error.", part[1], part[1])
	}},
	{regexp.MustCompile(`^declared and not used: (\w+)$`), func(_ *session, _ *run, part []string) string {
		return fmt.Sprintf("Go wants each variable of a cell's statements used. Use %s, take it out, or write `_ = %s`. To have it in other cells, "+
			"declare it by `var %s = ...` above the first statement.", part[1], part[1], part[1])
	}},
	{regexp.MustCompile(`as (\S+Option) value in argument to (\S+): (\S+) does not implement`), func(_ *session, _ *run, part []string) string {
		return fmt.Sprintf("%s does not take the option %s. With the cursor on %s, Shift+Tab shows those that it takes.", part[2], part[3], part[2])
	}},
	{regexp.MustCompile(`^(.+?) (?:\(.*\) )?is not used$`), func(_ *session, _ *run, part []string) string {
		return fmt.Sprintf("A value is shown if it is the last line of a cell that has no line `%%%%`. Elsewhere write `fmt.Println(%s)`.", part[1])
	}},
	{regexp.MustCompile(`^(\w+) redeclared in this block`), func(_ *session, _ *run, part []string) string {
		return fmt.Sprintf("The cell declares %s twice.", part[1])
	}},
	{regexp.MustCompile(`^no new variables on left side of :=$`), func(*session, *run, []string) string {
		return "The variable is there already: assign with `=`."
	}},
}

// hint returns what to do about a mistake, "" if nothing is known.
func (s *session) hint(r *run, message string) string {
	for _, h := range hints {
		if part := h.message.FindStringSubmatch(message); part != nil {
			return h.text(s, r, part)
		}
	}
	return ""
}

// undefined looks for a name in the cells that have run.
func (s *session) undefined(r *run, name string) string {
	near, distance := "", 3
	for n := s.count; n > 0; n-- {
		source := s.cells[n]
		if source == nil || source == r.source {
			continue
		}
		if slices.Contains(source.Locals, name) {
			return fmt.Sprintf("%s is a variable of cell [%d]'s statements, and ended with that cell. To have it in other cells, declare it "+
				"by `var %s = ...` above the first statement there.", name, n, name)
		}
		if slices.Contains(source.Globals, name) && s.failed[n] {
			return fmt.Sprintf("Cell [%d], which declares %s, has failed.", n, name)
		}
		for _, global := range source.Globals {
			if d := edits(name, global, distance); d < distance {
				near, distance = global, d
			}
		}
	}
	for _, local := range append(slices.Clone(r.source.Globals), r.source.Locals...) {
		if d := edits(name, local, distance); d < distance && local != name {
			near, distance = local, d
		}
	}
	if near != "" {
		return fmt.Sprintf("Is %s meant?", near)
	}
	return fmt.Sprintf("No cell that has run declares %s. Run the cell that does, or check the spelling.", name)
}

// edits returns how many letters have to be changed, put in or taken out to make one name of the other, limit if as many or more.
func edits(a, b string, limit int) int {
	limit = min(limit, max(len(a), len(b))/2+1)
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return min(limit, row[len(b)])
}

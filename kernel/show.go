package kernel

import (
	"cmp"
	"fmt"
	"html"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"gosnn/plots/display"
)

// ShowKept displays what [Kept] lists: as a table, and as a graph of what depends on what. Front ends without HTML
// get the table as text. It panics with the error that Kept would return, since a cell has nowhere else to put it.
func ShowKept() {
	values, err := Kept()
	if err != nil {
		panic(err)
	}
	err = display.Show(&protocol.DisplayData{Data: map[protocol.MIMEType]any{
		protocol.MIMETextHTML:  tableHTML(values, time.Now()) + graphOf(values).svg(),
		protocol.MIMETextPlain: tableText(values, time.Now()),
	}})
	if err != nil {
		panic(fmt.Errorf("kernel.ShowKept: %w", err))
	}
}

var columns = []string{"name", "state", "value", "size", "age", "took", "seed", "cell", "depends on"}

// row returns a value as the table shows it.
func (v *Value) row(now time.Time) []string {
	what := v.Type
	if n := len(v.Tensors); n > 0 {
		what = strings.Join(v.Tensors[:min(n, 3)], ", ")
		if n > 3 {
			what += fmt.Sprintf(" and %d more", n-3)
		}
		if v.Type != "*ts.Tensor" {
			what = v.Type + ": " + what
		}
	}
	return []string{v.Name, string(v.State), what, size(v.Bytes), age(now.Sub(v.Made)), v.Took.Round(time.Millisecond / 10).String(),
		cmp.Or(v.Seed, "-"), v.Cell, cmp.Or(v.dependsOn(), "-")}
}

func tableHTML(values []Value, now time.Time) string {
	var b strings.Builder
	b.WriteString(`<table><caption>Kept values</caption><thead><tr>`)
	for _, c := range columns {
		fmt.Fprintf(&b, `<th scope="col">%s</th>`, c)
	}
	b.WriteString("</tr></thead><tbody>")
	for i := range values {
		b.WriteString("<tr>")
		for j, text := range values[i].row(now) {
			tag := "td"
			if j == 0 {
				tag = `th scope="row"`
			}
			fmt.Fprintf(&b, "<%s>%s</%.2s>", tag, plain(text, "span"), tag)
		}
		b.WriteString("</tr>")
	}
	var total int64
	for i := range values {
		total += values[i].Bytes
	}
	fmt.Fprintf(&b, `</tbody><tfoot><tr><td colspan="%d">%d values, %s</td></tr></tfoot></table>`, len(columns), len(values), size(total))
	return b.String()
}

// plain escapes a text for HTML or SVG. Each dollar and backslash is an element of its own: JupyterLab has MathJax typeset what is
// between two dollars in one piece of text.
func plain(text, element string) string {
	open, end := "<"+element+">", "</"+element+">"
	return strings.NewReplacer("$", open+"$"+end, `\`, open+`\`+end).Replace(html.EscapeString(text))
}

func tableText(values []Value, now time.Time) string {
	if len(values) == 0 {
		return "nothing is kept"
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(columns, "\t"))
	for i := range values {
		fmt.Fprintln(w, strings.Join(values[i].row(now), "\t"))
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// size formats a number of bytes with at most three digits and a unit.
func size(n int64) string {
	x := float64(n)
	for _, unit := range []string{"B", "kB", "MB", "GB"} {
		if x < 999.5 {
			return fmt.Sprintf("%.3g %s", x, unit)
		}
		x /= 1000
	}
	return fmt.Sprintf("%.3g TB", x)
}

// age formats a duration in its largest unit. A negative one comes from a clock that was set back.
func age(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

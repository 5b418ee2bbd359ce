package kernel

// The graph's layout is the package's own. The well-kept graphviz for Go, github.com/goccy/go-graphviz, brings graphviz as WebAssembly
// with a runtime for it: 9 MB more in each cell that keeps a value, and 0.1 s for a picture. gonum's graph packages, which
// figures use already, have no layered layout.

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// graph shows what depends on what, in layers: an arrow leads from each node to the nodes of later layers that use it.
type graph struct {
	layers [][]string
	uses   map[string][]string
	kept   map[string]bool // nodes that are kept values; others are declarations and inputs
}

// graphOf returns the graph of the values: of several with one name, that of the current one. What a value uses through another
// kept value is not drawn again.
func graphOf(values []Value) *graph {
	g := &graph{uses: map[string][]string{}, kept: map[string]bool{}}
	byName := map[string]*Value{}
	for _, state := range []State{Unused, Older, Current} { // of several with one name, the last counts
		for i := range values {
			if values[i].State == state {
				byName[values[i].Name] = &values[i]
			}
		}
	}
	for name, v := range byName {
		g.kept[name] = true
		through := map[string]bool{}
		for _, k := range v.Kept {
			if w := byName[k]; w != nil {
				for _, u := range slices.Concat(w.Kept, w.Uses, w.Inputs) {
					through[u] = true
				}
			}
		}
		for _, u := range slices.Concat(v.Kept, v.Uses, v.Inputs) {
			if !through[u] && u != name {
				g.uses[name] = append(g.uses[name], u)
			}
		}
	}
	depth := map[string]int{}
	for name := range byName {
		g.depth(name, depth, map[string]bool{})
	}
	for name, d := range depth {
		for len(g.layers) <= d {
			g.layers = append(g.layers, nil)
		}
		g.layers[d] = append(g.layers[d], name)
	}
	for _, l := range g.layers {
		slices.Sort(l)
	}
	return g
}

// depth returns the length of the longest path from a node without dependencies.
func (g *graph) depth(name string, known map[string]int, path map[string]bool) int {
	if d, ok := known[name]; ok {
		return d
	}
	path[name] = true
	d := 0
	for _, u := range g.uses[name] {
		if !path[u] { // values with older code may use each other
			d = max(d, g.depth(u, known, path)+1)
		}
	}
	delete(path, name)
	known[name] = d
	return d
}

// The picture's measures, in pixels.
const (
	nodeHeight = 26
	rowHeight  = 36
	layerGap   = 60
	charWidth  = 8
	margin     = 6
)

// svg draws the layers from left to right. It takes its colours from the front end's theme.
func (g *graph) svg() string {
	if len(g.layers) == 0 {
		return ""
	}
	type place struct{ x, y, w int }
	at := map[string]place{}
	x, height := margin, 0
	for _, layer := range g.layers {
		width := 0
		for _, name := range layer {
			width = max(width, len([]rune(name))*charWidth+20)
		}
		for i, name := range layer {
			at[name] = place{x, margin + i*rowHeight, width}
		}
		x += width + layerGap
		height = max(height, len(layer)*rowHeight)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" role="img" aria-label="%s" font-family="monospace" font-size="13" `+
		`fill="none" stroke="currentColor">`, x-layerGap+margin, height+margin, html.EscapeString(g.words()))
	for _, layer := range g.layers {
		for _, name := range layer {
			p := at[name]
			for _, u := range g.uses[name] {
				q := at[u]
				x1, y1, x2, y2 := q.x+q.w, q.y+nodeHeight/2, p.x, p.y+nodeHeight/2
				fmt.Fprintf(&b, `<path d="M%d %dC%d %d %d %d %d %d" opacity="0.6"/><path d="M%d %dl-7 -4v8z" fill="currentColor"/>`,
					x1, y1, x1+layerGap/2, y1, x2-layerGap/2, y2, x2, y2, x2, y2)
			}
			style := `stroke-dasharray="3 3" opacity="0.7"` // what is not kept
			if g.kept[name] {
				style = `stroke-width="1.5"`
			}
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" rx="5" %s/><text x="%d" y="%d" fill="currentColor" stroke="none">%s</text>`,
				p.x, p.y, p.w, nodeHeight, style, p.x+10, p.y+nodeHeight/2+5, plain(name, "tspan"))
		}
	}
	b.WriteString("</svg>")
	return b.String()
}

// words returns what the picture shows, in words.
func (g *graph) words() string {
	var parts []string
	for _, layer := range g.layers {
		for _, name := range layer {
			if u := g.uses[name]; len(u) > 0 {
				parts = append(parts, fmt.Sprintf("%s uses %s", name, strings.Join(u, ", ")))
			}
		}
	}
	return "What depends on what. " + strings.Join(parts, "; ")
}

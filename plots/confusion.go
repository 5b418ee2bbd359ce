package plots

import (
	"fmt"
	"image/color"
	"strconv"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// maxClasses bounds a confusion matrix: the numbers in more cells than that cannot be read.
const maxClasses = 50

// Confusion draws how often samples of each class are taken for which one: targets and predicted are whole numbers from 0, [B] each.
// Rows are targets, from the top downward, columns are predictions; each cell holds the number of its samples, and its color is the
// share of its row. Both tensors stay the caller's: they are read and not kept.
//
// Options: [Names] (one a class), [ColorMap] ("viridis"), [XLabel], [YLabel], [Title], [Size], [Alt].
//
// It returns an [ErrShape] for other shapes or unlike lengths, an [ErrValue] for what is no class, 0 to 49, and an [ErrOption] for a
// number of names that is not that of classes.
func Confusion(targets, predicted *ts.Tensor, opts ...ConfusionOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Confusion")
	o := &options{colorMap: "viridis"}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	o.labels("Predicted", "Target")
	a, err := readClasses("targets", targets)
	if err != nil {
		return nil, err
	}
	b, err := readClasses("predicted", predicted)
	if err != nil {
		return nil, err
	}
	if len(a) != len(b) {
		return nil, wrongShape("predicted", []int{len(b)}, fmt.Sprintf("[%d], as targets", len(a)))
	}
	n := len(o.names)
	for i := range a {
		n = max(n, a[i]+1, b[i]+1)
	}
	if err := o.checkNames(n); err != nil {
		return nil, err
	}
	m := &matrix{classes: n, counts: make([]int, n*n), names: o.names, colorMap: o.colorMap}
	for i := range a {
		m.counts[a[i]*n+b[i]]++
	}
	if m.names == nil {
		for i := range n {
			m.names = append(m.names, strconv.Itoa(i))
		}
	}
	p := &panel{layers: []layer{m}}
	limits := [2]float64{-0.5, float64(n) - 0.5}
	p.x, p.y = o.axes(limits, limits)
	p.x.Names = m.names
	for i := range m.names {
		p.y.Names = append(p.y.Names, m.names[n-1-i]) // upward
	}
	side := min(720, max(300, 160+44*n))
	f, err := newPlot(o, []*panel{p}, 1, o.sized(side+40, side), m.words(), nil)
	if err != nil {
		return nil, err
	}
	f.model, f.panels = still.FewGreys, nil // without a time axis
	return f, nil
}

// readClasses reads whole numbers, [B].
func readClasses(arg string, x *ts.Tensor) ([]int, error) {
	var classes []int
	err := withValues(arg, x, func(shape []int, values []float64) error {
		if len(shape) != 1 {
			return wrongShape(arg, shape, "[B]")
		}
		for i, v := range values {
			if !(v >= 0 && v < maxClasses) || v != float64(int(v)) {
				return wrongValue(arg, fmt.Sprintf("%v at element %d", v, i), fmt.Sprintf("a class, 0 to %d", maxClasses-1))
			}
			classes = append(classes, int(v))
		}
		return nil
	})
	return classes, err
}

// matrix is how often samples of a class (row) are taken for another (column).
type matrix struct {
	classes  int
	counts   []int
	names    []string
	colorMap string
}

// words are what there is to be seen.
func (m *matrix) words() string {
	all, right, worst := 0, 0, 0
	for i, n := range m.counts {
		all += n
		if target, predicted := i/m.classes, i%m.classes; target == predicted {
			right += n
		} else if n > m.counts[worst] || worst == 0 {
			worst = i
		}
	}
	words := fmt.Sprintf("confusion matrix of %s, %s, %.3g %% right", count(m.classes, "class"), count(all, "sample"), 100*float64(right)/float64(all))
	if n := m.counts[worst]; worst > 0 && n > 0 {
		words += fmt.Sprintf("; most often %s as %s, %d", m.names[worst/m.classes], m.names[worst%m.classes], n)
	}
	return words
}

// share is the part of a row's samples that are in a cell.
func (m *matrix) share(row, column int) float64 {
	sum := 0
	for _, n := range m.counts[row*m.classes : (row+1)*m.classes] {
		sum += n
	}
	return float64(m.counts[row*m.classes+column]) / float64(max(1, sum))
}

// color is that of a cell, and of the number in it.
func (m *matrix) color(row, column int) (cell, number color.RGBA) {
	cell = colors.At(m.colorMap, m.share(row, column))
	if 299*int(cell.R)+587*int(cell.G)+114*int(cell.B) < 128_000 {
		return cell, color.RGBA{0xff, 0xff, 0xff, 0xff}
	}
	return cell, colors.Ink
}

// Draw implements layer.
func (m *matrix) Draw(a *still.Area) {
	style := still.Sans(still.NumberSize)
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	for i, n := range m.counts {
		row, column := i/m.classes, i%m.classes
		x, y := float64(column), float64(m.classes-1-row)
		low, high := a.At(x-0.5, y-0.5), a.At(x+0.5, y+0.5)
		cell, ink := m.color(row, column)
		a.SetColor(cell)
		a.Fill(vg.Rectangle{Min: low, Max: high}.Path())
		words := strconv.Itoa(n)
		if n > 0 && style.Width(words) < high.X-low.X && style.Height(words) < high.Y-low.Y {
			style.Color = ink
			a.Text(style, (low.X+high.X)/2, (low.Y+high.Y)/2, words)
		}
	}
}

func (m *matrix) live(c *live.Chart, k int, _ *panel, height int) {
	cells := make([]live.Cell, len(m.counts))
	for i, n := range m.counts {
		row, column := i/m.classes, i%m.classes
		cell, ink := m.color(row, column)
		cells[i] = live.Cell{Column: column, Row: m.classes - 1 - row, Value: n, Color: cell, Ink: ink,
			Words: fmt.Sprintf("%s as %s: %d", m.names[row], m.names[column], n)}
	}
	c.Matrix(k, cells, height/m.classes >= 16)
}

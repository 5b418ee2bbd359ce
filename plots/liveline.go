package plots

import (
	"fmt"
	"sync"
	"time"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"gosnn/plots/display"
	"gosnn/snn/argument"
)

// LiveLine is a figure of lines that grows while its cell runs, such as the loss of a training. It is one output of the cell, which
// is updated in place, and which [LiveLine.Close] leaves as the figure that [Line] makes. Several goroutines may use it.
type LiveLine struct {
	mu      sync.Mutex
	o       *options
	lines   lines
	id      string
	next    time.Time              // of the next update
	display func(final bool) error // how the figure is shown
}

// Live begins a figure of lines that grow. Without [Names] there is one line.
//
//	loss, err := plots.Live(plots.Title("Loss"), plots.XLabel("Iteration"), plots.Names("training", "test"))
//	defer loss.Close()
//	for ... {
//		err := loss.Add(training, test)
//	}
//
// Options: those of [Line].
func Live(opts ...LineOption) (_ *LiveLine, err error) {
	defer argument.Name(&err, "plots.Live")
	l := &LiveLine{o: &options{}, id: "plot-" + gonbui.UniqueId()}
	if err := parse(l.o, opts); err != nil {
		return nil, err
	}
	l.o.labels("", "")
	l.lines = lines{y: make([][]float64, max(1, len(l.o.names))), names: make([]string, max(1, len(l.o.names))), byStep: true}
	copy(l.lines.names, l.o.names)
	if len(l.lines.y) > maxLines {
		return nil, argument.New("Names", count(len(l.lines.y), "name"), fmt.Sprintf("at most %d", maxLines), ErrOption)
	}
	l.display = l.show
	return l, nil
}

// Add appends a point to each line, one value a line, and shows them now and then: drawing takes a tenth of the time at most. A
// value that is not finite is a gap.
func (l *LiveLine) Add(values ...float64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(values) != len(l.lines.y) {
		return &argument.Error{Func: "plots.LiveLine.Add", Arg: "values", Value: count(len(values), "value"), Want: count(len(l.lines.y), "value") + ", one a line", Kind: ErrOption}
	}
	l.lines.x = append(l.lines.x, float64(len(l.lines.x)))
	for k, v := range values {
		l.lines.y[k] = append(l.lines.y[k], v)
	}
	begin := time.Now()
	if begin.Before(l.next) {
		return nil
	}
	err := l.display(false)
	end := time.Now()
	l.next = end.Add(max(250*time.Millisecond, 10*end.Sub(begin)))
	return err
}

// Close shows the figure for the last time. Points that are added later begin to update it again.
func (l *LiveLine) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.display(true)
}

// Figure returns the figure of the points so far.
func (l *LiveLine) Figure() (*Figure, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.figure()
}

// figure is that of the points so far. Without one that is finite it is nil.
func (l *LiveLine) figure() (*Figure, error) {
	if lo, hi := limits(l.o.logY, l.lines.y...); lo > hi {
		return nil, nil
	}
	o := *l.o
	f, err := l.lines.copy().figure(&o)
	return f, argument.In("plots.LiveLine", err)
}

// copy is the lines as they are now: a figure keeps what it draws.
func (l *lines) copy() *lines {
	c := *l
	c.x = append([]float64(nil), l.x...)
	c.y = make([][]float64, len(l.y))
	for k := range l.y {
		c.y[k] = append([]float64(nil), l.y[k]...)
	}
	return &c
}

// show displays the figure in its output: the picture while it grows, all of its forms in the end.
func (l *LiveLine) show(final bool) error {
	f, err := l.figure()
	if f == nil || err != nil {
		return err
	}
	if !gonbui.IsNotebook {
		if final {
			fmt.Println(f.Alt())
		}
		return nil
	}
	message := &protocol.DisplayData{}
	if final {
		message.Data, err = display.Forms(f)
	} else {
		var picture []byte
		picture, err = f.PNG()
		message.Data = map[protocol.MIMEType]any{protocol.MIMEImagePNG: picture, protocol.MIMETextPlain: f.Alt()}
	}
	if err != nil {
		return err
	}
	message.DisplayID = l.id
	if err := display.Show(message); err != nil {
		return fmt.Errorf("plots.LiveLine: %w", err)
	}
	return nil
}

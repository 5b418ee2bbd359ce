package plots

import (
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// figureArgs are arguments of a figure as a fuzz test makes them up.
type figureArgs struct {
	kind, dtype   uint8
	steps, lines  uint16
	width, height int16
	title, name   string
	lo, hi        float64
	limits        bool
	values        []byte
	columns       int
}

// draw makes the figure of the arguments, in all of its forms.
func (a *figureArgs) draw(t *testing.T) (*Figure, error) {
	steps, lines := int64(a.steps%400), int64(a.lines%70)
	values := make([]float64, steps*lines)
	for i := range values {
		var word [8]byte
		for k := range word {
			if len(a.values) > 0 {
				word[k] = a.values[(8*i+k)%len(a.values)]
			}
		}
		switch a.dtype % 4 {
		case 0:
			values[i] = math.Float64frombits(binary.LittleEndian.Uint64(word[:]))
		case 1:
			values[i] = float64(word[0]%3) - 1
		case 2:
			values[i] = float64(word[0]) / 255
		case 3:
			values[i] = a.lo + float64(word[0])*(a.hi-a.lo)/100
		}
	}
	x, err := ts.NewTensorFromData(append(values, 0), []int64{int64(len(values) + 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer x.MustDrop()
	flat := x.MustNarrow(0, 0, int64(len(values)), false)
	defer flat.MustDrop()
	table := flat.MustView([]int64{steps, lines}, false)
	defer table.MustDrop()
	if a.dtype&4 != 0 {
		table = table.MustTotype(gotch.Float, false)
		defer table.MustDrop()
	}
	return figureKinds[int(a.kind)%len(figureKinds)](a, &figureData{flat, table, steps, lines})
}

// figureData are the tensors of fuzzed arguments.
type figureData struct {
	flat, table  *ts.Tensor // [T*N], [T x N]
	steps, lines int64
}

// whole are whole numbers from 0, one for each line.
func (d *figureData) whole(a *figureArgs) (*ts.Tensor, error) {
	values := make([]int64, d.lines)
	for i := range values {
		if len(a.values) > 0 {
			values[i] = int64(a.values[i%len(a.values)]) % 60
		}
	}
	return ts.NewTensorFromData(append(values, 0), []int64{d.lines + 1})
}

func (a *figureArgs) size() FigureSize { return Size(int(a.width), int(a.height)) }

// names gives each of n things the same name.
func (a *figureArgs) names(n int64) NameList {
	names := make([]string, n)
	for i := range names {
		names[i] = a.name
	}
	return Names(names...)
}

// figureKinds make a figure of each kind, with all of its options.
var figureKinds = []func(a *figureArgs, d *figureData) (*Figure, error){
	func(a *figureArgs, d *figureData) (*Figure, error) {
		opts := []RasterOption{Title(a.title), XLabel(a.name), a.size(), YLabel(a.name)}
		if a.limits {
			opts = append(opts, XLim(a.lo, a.hi), YLim(a.lo, a.hi), MarkerSize(a.columns), VLine(a.lo, a.name), XTickStep(a.hi))
		}
		return Raster(d.table, opts...)
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		opts := []LineOption{Title(a.title), XLabel(a.name), a.size()}
		if a.limits {
			opts = append(opts, XLim(a.lo, a.hi), YLim(a.lo, a.hi))
		} else {
			opts = append(opts, LogX(a.columns&1 != 0), LogY(a.columns&2 != 0), HLine(a.lo, a.name), YTickStep(a.hi))
		}
		if a.name != "" {
			opts = append(opts, a.names(d.lines))
		}
		return Line(nil, d.table, opts...)
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		opts := []TracesOption{Title(a.title), a.size(), Columns(a.columns), YLabel(a.name)}
		if a.limits {
			opts = append(opts, Spikes(d.table), HLine(a.lo, a.name), XLim(a.lo, a.hi))
		}
		return Traces(d.table, opts...)
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		opts := []HistogramOption{Title(a.title), a.size(), XLabel(a.name)}
		if a.limits {
			opts = append(opts, Bins(a.columns), YLim(a.lo, a.hi), HLine(a.hi, a.name))
		}
		return Histogram(d.table, opts...)
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		return SpikeCount(d.table, Title(a.title), a.size(), XLabel(a.name), a.names(d.lines), Horizontal(a.limits), Animate(a.columns&1 != 0))
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		return Image(d.table, Title(a.title), a.size(), ColorRange(a.lo, a.hi))
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		return ImageGrid([]*ts.Tensor{d.table, d.table, d.table}, Title(a.title), a.size(), Columns(a.columns), Names(a.name, a.title, ""))
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		pixels := d.table.MustNarrow(0, 0, min(1, d.steps), false)
		defer pixels.MustDrop()
		return RasterWithImage(d.table, pixels, Title(a.title), a.size())
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		frames := d.flat.MustView([]int64{1, d.steps, d.lines}, false)
		defer frames.MustDrop()
		return Animator(frames, Title(a.title), a.size(), RunningMean(a.limits))
	},
	func(a *figureArgs, d *figureData) (*Figure, error) { // of the same data, however that can be drawn
		var panels []*Figure
		opts := []LineOption{Title(a.title), YLabel(a.name), HLine(a.lo, a.name)}
		if a.limits {
			opts = append(opts, XLim(a.lo, a.hi))
		}
		line, err := Line(nil, d.table, opts...)
		if err != nil {
			return nil, err
		}
		panels = append(panels, line)
		if traces, err := Traces(d.table, a.names(d.lines)); err == nil {
			panels = append(panels, traces)
		}
		if raster, err := Raster(d.table, Title(a.title)); err == nil {
			panels = append(panels, raster)
		}
		if bars, err := Histogram(d.table); err == nil {
			panels = append(panels, bars)
		}
		stackOpts := []StackOption{Title(a.title), XLabel(a.name), a.size()}
		if a.columns > 0 {
			stackOpts = append(stackOpts, Heights(float64(a.columns), a.hi, a.lo, 1))
		}
		return Stack(panels, stackOpts...)
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		targets, err := d.whole(a)
		if err != nil {
			return nil, err
		}
		defer targets.MustDrop()
		opts := []ConfusionOption{Title(a.title), XLabel(a.name), YLabel(a.name), a.size()}
		if a.limits {
			opts = append(opts, a.names(int64(a.columns)&63))
		}
		return Confusion(targets, targets, opts...)
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		return Sweep(a.name, []float64{a.lo, a.hi, float64(a.columns)}, func(v float64) (*Figure, error) {
			if a.limits {
				return Image(d.table, Title(a.title), a.size())
			}
			return Line(nil, d.table, Title(a.title), a.size(), HLine(v, a.name))
		}, Title(a.title), Columns(a.columns))
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		l, err := Live(Title(a.title), XLabel(a.name), a.size(), a.names(1+int64(a.columns)&3))
		if err != nil {
			return nil, err
		}
		l.display = func(bool) error { return nil }
		for _, v := range a.values {
			if err := l.Add(slices.Repeat([]float64{a.lo + float64(v)*a.hi}, 1+a.columns&3)...); err != nil {
				return nil, err
			}
		}
		f, err := l.Figure()
		if f == nil && err == nil {
			err = ErrValue // no point yet
		}
		return f, err
	},
	func(a *figureArgs, d *figureData) (*Figure, error) {
		image, err := Image(d.table, Title(a.title), a.size())
		if err != nil {
			return nil, err
		}
		line, err := Line(nil, d.table, a.size(), YLabel(a.name))
		if err != nil {
			return nil, err
		}
		return Grid([]*Figure{line, image, line}, Title(a.title), Columns(a.columns))
	},
	func(a *figureArgs, d *figureData) (*Figure, error) { // in color, beside one that is grey
		values := make([]float32, 3*3*4)
		for i := range values {
			if len(a.values) > 0 {
				values[i] = float32(a.values[i%len(a.values)]) / 255
			}
		}
		colored, err := ts.NewTensorFromData(values, []int64{3, 3, 4})
		if err != nil {
			return nil, err
		}
		defer colored.MustDrop()
		return ImageGrid([]*ts.Tensor{colored, d.table}, Title(a.title), a.size(), Columns(a.columns), Names(a.name, a.title))
	},
}

// FuzzFigures: whatever the arguments, a figure is drawn in all of its forms or refused, in at most two seconds, in bounded memory and
// without a panic.
func FuzzFigures(f *testing.F) {
	big := binary.LittleEndian.AppendUint64(nil, math.Float64bits(1.7e308))
	for kind := range uint8(len(figureKinds)) {
		f.Add(kind, uint8(1), uint16(20), uint16(12), int16(640), int16(100), "Layer 1", "Time (s)", 0.0, 1.0, false, 2, []byte{0, 1, 2, 1, 1, 0})
		f.Add(kind, uint8(2), uint16(20), uint16(12), int16(32), int16(32), "A long title\nof two lines", "전류 (10⁻⁹ A)", 1e16, 1e16+8, true, 1, []byte{0, 1, 200})
		f.Add(kind, uint8(0), uint16(3), uint16(1), int16(64), int16(64), "", "", 1e300, 1e301, true, 5, append(big, 0, 0, 0, 0, 0, 0, 0, 0x80))
		f.Add(kind, uint8(3), uint16(100), uint16(3), int16(200), int16(33), "$x$", "", 3e15, 3e15+1, false, 3, []byte{7})
		f.Add(kind, uint8(7), uint16(399), uint16(64), int16(33), int16(400), "", "a", 1.0, math.Nextafter(1, 2), true, 9, []byte{1, 9, 77, 200})
	}
	f.Fuzz(func(t *testing.T, kind, dtype uint8, steps, lines uint16, width, height int16, title, name string, lo, hi float64, limits bool, columns int, values []byte) {
		a := &figureArgs{kind: kind, dtype: dtype, steps: steps, lines: lines, width: width, height: height, title: title, name: name,
			lo: lo, hi: hi, limits: limits, columns: columns, values: values}
		if len(title)+len(name) > 1000 {
			t.Skip()
		}
		begin := time.Now()
		figure, err := a.draw(t)
		if err != nil {
			return
		}
		for form, make := range map[string]func() ([]byte, error){"PNG": figure.PNG, "SVG": figure.SVG, "JSON": figure.JSON, "HTML": func() ([]byte, error) {
			page, err := figure.HTML()
			return []byte(page), err
		}} {
			if content, err := make(); err != nil || len(content) == 0 || len(content) > 8<<20 {
				t.Errorf("%s of %d bytes: %v", form, len(content), err)
			}
		}
		var memory runtime.MemStats
		if runtime.ReadMemStats(&memory); memory.HeapSys > 3<<30 {
			t.Errorf("%d MB of memory", memory.HeapSys>>20)
		}
		if took := time.Since(begin); took > time.Minute { // a figure that hangs; two seconds are on a quiet machine
			t.Errorf("%v", took)
		}
	})
}

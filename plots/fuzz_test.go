package plots

import (
	"encoding/binary"
	"math"
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
	s := Size(int(a.width), int(a.height))
	title, labels := Title(a.title), XLabel(a.name)
	switch a.kind % 9 {
	case 0:
		opts := []RasterOption{title, labels, s, YLabel(a.name)}
		if a.limits {
			opts = append(opts, XLim(a.lo, a.hi), YLim(a.lo, a.hi))
		}
		return Raster(table, opts...)
	case 1:
		opts := []LineOption{title, labels, s}
		if a.limits {
			opts = append(opts, XLim(a.lo, a.hi), YLim(a.lo, a.hi))
		}
		if a.name != "" {
			names := make([]string, lines)
			for i := range names {
				names[i] = a.name
			}
			opts = append(opts, Names(names...))
		}
		return Line(nil, table, opts...)
	case 2:
		return Traces(table, title, s, Columns(a.columns), YLabel(a.name))
	case 3:
		return Histogram(table, title, s, labels)
	case 4:
		names := make([]string, lines)
		for i := range names {
			names[i] = a.name
		}
		return SpikeCount(table, title, s, labels, Names(names...))
	case 5:
		return Image(table, title, s, ColorRange(a.lo, a.hi))
	case 6:
		return ImageGrid([]*ts.Tensor{table, table, table}, title, s, Columns(a.columns), Names(a.name, a.title, ""))
	case 7:
		image := table.MustNarrow(0, 0, min(1, steps), false)
		defer image.MustDrop()
		return RasterWithImage(table, image, title, s)
	default:
		frames := flat.MustView([]int64{1, steps, lines}, false)
		defer frames.MustDrop()
		return Animator(frames, title, s, RunningMean(a.limits))
	}
}

// FuzzFigures: whatever the arguments, a figure is drawn in all of its forms or refused, in at most two seconds and without a panic.
func FuzzFigures(f *testing.F) {
	big := binary.LittleEndian.AppendUint64(nil, math.Float64bits(1.7e308))
	for kind := range uint8(9) {
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
		for form, make := range map[string]func() ([]byte, error){"PNG": figure.PNG, "SVG": figure.SVG, "JSON": figure.JSON} {
			if content, err := make(); err != nil || len(content) == 0 || len(content) > 8<<20 {
				t.Errorf("%s of %d bytes: %v", form, len(content), err)
			}
		}
		if took := time.Since(begin); took > time.Minute { // a figure that hangs; two seconds are on a quiet machine
			t.Errorf("%v", took)
		}
	})
}

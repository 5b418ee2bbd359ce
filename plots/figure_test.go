package plots

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/display"
	"gosnn/plots/echarts"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

func smallRaster(tb testing.TB) *Figure {
	return must[*Figure](tb)(Raster(noisySpikes(tb, 5, 4, 0.5, false), Title(`<script>alert("&")</script>`)))
}

// TestFigureDisplay: one message has the figure in all forms.
func TestFigureDisplay(t *testing.T) {
	f := smallRaster(t)
	forms := must[map[protocol.MIMEType]any](t)(display.Forms(f))
	if n := len(forms); n != 3 {
		t.Errorf("%d forms, want 3", n)
	}
	if words := forms[protocol.MIMETextPlain]; words != f.Alt() {
		t.Errorf("words %q, want %q", words, f.Alt())
	}
	picture, err := png.DecodeConfig(bytes.NewReader(forms[protocol.MIMEImagePNG].([]byte)))
	if w, h := f.Size(); err != nil || picture.Width != still.Scale*w || picture.Height != still.Scale*h {
		t.Errorf("picture %d x %d (%v), want twice %d x %d", picture.Width, picture.Height, err, w, h)
	}
	page := forms[protocol.MIMETextHTML].(string)
	if strings.Contains(page, "<script>alert") || !strings.Contains(page, "alt=\"&lt;script&gt;alert(&#34;&amp;&#34;)") {
		t.Error("HTML in a title is not text in the page")
	}
	if !strings.Contains(page, live.DataURI("image/png", must[[]byte](t)(f.PNG()))) {
		t.Error("the page lacks the still picture")
	}
}

func TestFigureWriteFile(t *testing.T) {
	libraryFile(t)
	f, folder := smallRaster(t), t.TempDir()
	for name, begins := range map[string]string{"a.png": "\x89PNG", "b.SVG": "<?xml", "c.html": "<!DOCTYPE html>"} {
		file := filepath.Join(folder, name)
		if err := f.WriteFile(file); err != nil {
			t.Fatal(err)
		}
		if content := must[[]byte](t)(os.ReadFile(file)); !strings.HasPrefix(string(content), begins) {
			t.Errorf("%s begins with %q", name, content[:min(20, len(content))])
		}
	}
	var arg *ArgError
	if err := f.WriteFile(filepath.Join(folder, "a.gif")); !errors.Is(err, ErrOption) || !errors.As(err, &arg) {
		t.Errorf("a still figure as GIF: %v", err)
	}
	if err := f.WriteFile("a.jpeg"); !errors.Is(err, ErrRange) {
		t.Errorf("a.jpeg: %v", err)
	}
	if err := f.WriteFile(filepath.Join(folder, "none", "a.png")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestFigurePage: ECharts is in the page once, however many figures there are, and never another version.
func TestFigurePage(t *testing.T) {
	library := must[[]byte](t)(os.ReadFile(libraryFile(t)))
	f := must[*Figure](t)(Grid([]*Figure{smallRaster(t), smallRaster(t)}))
	page := must[[]byte](t)(f.Page())
	if n := bytes.Count(page, library); n != 1 {
		t.Errorf("ECharts is in the page %d times", n)
	}
	if bytes.Contains(page, []byte(`src="http`)) {
		t.Error("the page needs a network")
	}
	empty := t.TempDir()
	for _, name := range []string{"JUPYTER_PATH", "JUPYTER_DATA_DIR", "XDG_DATA_HOME", "HOME", "GOSNN_HOME"} {
		t.Setenv(name, empty)
	}
	t.Setenv(echarts.FileEnv, filepath.Join(empty, "other.js"))
	if err := os.WriteFile(filepath.Join(empty, "other.js"), []byte("another version"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Page(); !errors.Is(err, ErrECharts) || !strings.Contains(err.Error(), "other.js") {
		t.Errorf("another version: %v", err)
	}
	if err := os.WriteFile(filepath.Join(empty, echarts.File), library, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Page(); err != nil {
		t.Errorf("GOSNN_HOME has ECharts: %v", err)
	}
}

func TestGridRefuses(t *testing.T) {
	f := smallRaster(t)
	grid := func(figures []*Figure, opts ...GridOption) func() (*Figure, error) {
		return func() (*Figure, error) { return Grid(figures, opts...) }
	}
	refuses(t, map[string]refused{
		"none":    {grid(nil), ErrOption, "figures is empty"},
		"nil":     {grid([]*Figure{f, nil}), ErrOption, "nil at 1"},
		"columns": {grid([]*Figure{f}, Columns(-1)), ErrRange, "Columns is -1"},
	})
}

func TestGridGolden(t *testing.T) {
	image := must[*Figure](t)(Image(ring(t, 1)))
	f := must[*Figure](t)(Grid([]*Figure{smallRaster(t), image, image}, Columns(2), Title("A grid")))
	golden(t, "grid.png", must[[]byte](t)(f.PNG()))
	if want := "A grid: " + strings.Join([]string{f.cells[0].Alt(), image.Alt(), image.Alt()}, " | "); f.Alt() != want {
		t.Errorf("words %q, want %q", f.Alt(), want)
	}
}

func exampleFigure() *Figure {
	spikes, err := ts.NewTensorFromData([]float32{1, 0, 0, 1}, []int64{2, 2})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	f, err := Raster(spikes, Alt("Two neurons take turns"))
	if err != nil {
		panic(err)
	}
	return f
}

func ExampleFigure() {
	f := exampleFigure()
	picture, err := f.PNG()
	if err != nil {
		panic(err)
	}
	drawing, err := f.SVG()
	if err != nil {
		panic(err)
	}
	fragment, err := f.HTML()
	if err != nil {
		panic(err)
	}
	option, err := f.JSON()
	if err != nil {
		panic(err)
	}
	fmt.Println(f.Alt())
	fmt.Println(f.Size())
	fmt.Println(len(picture) > 0, len(drawing) > 0, len(fragment) > 0, len(option) > 0)
	// Output:
	// Two neurons take turns
	// 640 400
	// true true true true
}

func ExampleFigure_WriteFile() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	fmt.Println(exampleFigure().WriteFile(filepath.Join(folder, "raster.png")))
	fmt.Println(exampleFigure().WriteFile(filepath.Join(folder, "raster.bmp")) != nil)
	// Output:
	// <nil>
	// true
}

func ExampleFigure_Page() {
	page, err := exampleFigure().Page()
	if errors.Is(err, ErrECharts) {
		fmt.Println("set-up has not yet been here:", err) // it brings ECharts
		return
	}
	fmt.Println(bytes.HasPrefix(page, []byte("<!DOCTYPE html>")), len(page) > 1_000_000)
	// Output: true true
}

func ExampleGrid() {
	Show(Grid([]*Figure{exampleFigure(), exampleFigure()}, Columns(1), Title("Before and after")))
	// Output: Before and after: Two neurons take turns | Two neurons take turns
}

func ExampleArgError() {
	_, err := Raster(nil)
	var arg *ArgError
	fmt.Println(err)
	fmt.Println(errors.Is(err, ErrTensor), errors.As(err, &arg), arg.Func, arg.Arg)
	// Output:
	// plots.Raster: spikes is nil, want a tensor
	// true true plots.Raster spikes
}

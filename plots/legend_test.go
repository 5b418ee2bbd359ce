package plots

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gosnn/plots/internal/live"
)

// legends are the names in the legends of the picture and of the page, "|" between rows of the picture's.
func legends(t *testing.T, f *Figure) (picture, page []string) {
	t.Helper()
	l, err := layPanels(f.title, f.panels, f.columns, f.size, f.legend)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range l.legend {
		for _, e := range row {
			picture = append(picture, e.Name)
		}
	}
	c := f.data.(*live.Chart)
	page, listed := c.Legend.Data.([]string)
	if !listed {
		for _, s := range c.Series {
			if s.Name != "" && !slices.Contains(page, s.Name) {
				page = append(page, s.Name)
			}
		}
	}
	return picture, page
}

// TestStackLegend: a stack has each name once for each look, in picture and page, and names only what its figures name in theirs.
func TestStackLegend(t *testing.T) {
	x, two := voltage(t), tensorOf(t, make([]float32, 22), 11, 2)
	on, both := noisySpikes(t, 11, 4, 0.5, false), noisySpikes(t, 11, 4, 0.5, true)
	line := func(opts ...LineOption) *Figure { return must[*Figure](t)(Line(nil, x, opts...)) }
	lines := func(names ...string) *Figure { return must[*Figure](t)(Line(nil, two, Names(names...))) }
	raster := func(opts ...RasterOption) *Figure { return must[*Figure](t)(Raster(on, opts...)) }
	onOff := must[*Figure](t)(Raster(both))
	counts := must[*Figure](t)(Histogram(both))
	for name, c := range map[string]struct {
		figures []*Figure
		want    string // "'" for a letter without width
	}{
		"equal names, equal colors":      {[]*Figure{line(Names("mem")), line(Names("mem"))}, "mem"},
		"equal names, other colors":      {[]*Figure{line(Names("mem")), line(Names("mem"), Color("vermillion"))}, "mem mem'"},
		"several":                        {[]*Figure{lines("mem", "syn"), lines("mem", "threshold")}, "mem syn threshold"},
		"in another order":               {[]*Figure{lines("mem", "syn"), lines("syn", "mem")}, "mem syn syn' mem'"},
		"a raster without off-spikes":    {[]*Figure{line(Names("mem")), raster()}, "mem"},
		"with and without off-spikes":    {[]*Figure{raster(), onOff}, "on off"},
		"without off-spikes, in color":   {[]*Figure{raster(Color("blue")), onOff}, "on off"},
		"a raster's and bars' on-spikes": {[]*Figure{onOff, counts}, "on off on'"},
		"a line called on":               {[]*Figure{line(Names("on"), Color("black")), onOff}, "on on' off"},
		"traces":                         {[]*Figure{line(Names("input")), must[*Figure](t)(Traces(two, Names("U0", "U1"), Spikes(two)))}, "input"},
	} {
		t.Run(name, func(t *testing.T) {
			picture, page := legends(t, must[*Figure](t)(Stack(c.figures)))
			if got := strings.ReplaceAll(strings.Join(page, " "), "\u200b", "'"); got != c.want {
				t.Errorf("the page has %s, want %s", got, c.want)
			}
			if got, want := strings.Join(picture, " "), strings.ReplaceAll(c.want, "'", ""); got != want {
				t.Errorf("the picture has %s, want %s", got, want)
			}
		})
	}
}

// TestBrowserLegend: the legend that ECharts shows is the one of the picture, and one name stands for a line in two panels.
func TestBrowserLegend(t *testing.T) {
	mem := must[*Figure](t)(Line(nil, voltage(t), Names("mem")))
	f, err := Stack([]*Figure{mem, mem, must[*Figure](t)(Raster(noisySpikes(t, 11, 4, 0.5, false)))})
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	const chart = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]'))`
	expect(b, chart+`.getModel().getComponent('legend').getData().map((item) => item.get('name')).join()`, "mem")
	b.Do(chromedp.Evaluate[chromedp.Void](chart + `.dispatchAction({type: 'legendUnSelect', name: 'mem'})`))
	b.wait(`(() => { const shown = []; ` + chart + `.getModel().eachSeries((series) => shown.push(series.name)); return shown.join() === 'on' })()`)
	b.Quiet()
}

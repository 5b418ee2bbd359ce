package plots

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"
)

// everyChart makes the fragment of a chart of each kind, with the same words wherever words can be.
func everyChart(t *testing.T, words string) []string {
	spikes, image := noisySpikes(t, 20, 12, 0.2, true), tensorOf(t, []float32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4)
	series := tensorOf(t, []float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0, 3}, 6, 2)
	title, x, y := Title(words), XLabel(words), YLabel(words)
	var all []string
	add := func(f *Figure, err error) {
		t.Helper()
		all = append(all, fragment(t, f, err))
	}
	add(Raster(spikes, title, x, y))
	add(RasterWithImage(spikes, image, title, x, y))
	add(Image(image, Title(words)))
	add(ImageGrid([]*ts.Tensor{image, image}, Title(words), Names(words, "b")))
	add(Line(nil, series, title, x, y, Names(words, "b")))
	add(SpikeCount(spikes, title, x, y))
	add(Histogram(spikes, title, x, y))
	add(Traces(series, Title(words), Names(words, "b")))
	return all
}

// TestBrowserCharts: a chart of each kind comes to life in a light and in a dark theme, in a narrow page too, and words that are
// HTML are shown as they are.
func TestBrowserCharts(t *testing.T) {
	const words = `<img src=x onerror="window.run = 1">&amp;</script>`
	const dark = `<style>[data-jp-theme-light=false]{background:#111;--jp-content-font-color0:#fafafa;--jp-content-font-color1:#eee;--jp-layout-color0:#111}</style>`
	for name, said := range map[string]string{"plain": "Some words", "HTML": words} {
		t.Run(name, func(t *testing.T) {
			all := everyChart(t, said)
			b := open(t)
			b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(append([]string{dark}, all...)...)).address()))
			for _, light := range []bool{true, false} {
				b.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.body.dataset.jpThemeLight = '%v'`, light)))
				b.seeAll()
				b.wait(alive(len(all)))
				ink := map[bool]string{true: "#111111", false: "#fafafa"}[light]
				const charts = `[...document.querySelectorAll('.gosnn-figure [role=img]')].map((box) => echarts.getInstanceByDom(box).getOption())`
				b.wait(fmt.Sprintf(`%s.every((option) => option.title[0].textStyle.color === %q)`, charts, ink))
				expect(b, fmt.Sprintf(`%s.every((option) => option.title[0].text.replace(/\s/g, '') === %q)`, charts, strings.ReplaceAll(said, " ", "")), true)
				expect(b, visibleStills, 0)
				b.shootAll(fmt.Sprintf("%s_light_%v", name, light))
			}
			expect(b, `typeof window.run`, "undefined")
			expect(b, `document.querySelectorAll('img[src=x]').length`, 0)
			b.Do(chromedp.Evaluate[chromedp.Void](`document.body.style.width = '360px'`))
			b.wait(`[...document.querySelectorAll('.gosnn-figure canvas')].every((canvas) => canvas.clientWidth <= 360)`)
			b.Do(chromedp.Evaluate[chromedp.Void](`
				window.away = [...document.querySelectorAll('.gosnn-figure')].map((figure) => [figure, figure.parentNode, figure.nextSibling]);
				away.forEach(([figure]) => figure.remove())`))
			b.wait(`away.every(([figure]) => !figure.querySelector('canvas'))`) // nothing is kept for what is off the page
			b.Do(chromedp.Evaluate[chromedp.Void](`away.reverse().forEach(([figure, parent, next]) => parent.insertBefore(figure, next))`))
			b.seeAll()
			b.wait(`away.every(([figure]) => figure.querySelector('canvas'))`)
			b.Quiet()
		})
	}
}

// shootAll keeps a screenshot of the whole page.
func (b *tab) shootAll(name string) {
	b.Helper()
	b.Do(chromedp.EmulateViewport(1000, value[int64](b, `document.documentElement.scrollHeight`)))
	b.shoot(name)
}

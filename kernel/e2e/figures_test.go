package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gosnn/kernel/e2e/browser"
)

// inTurn is, in a script, a function that scrolls to an element of a kind, not looked at yet, until it is ready and stands still in the window:
// JupyterLab moves cells as it learns their heights. It gives null if there is none for a minute.
const inTurn = `
	const panel = document.querySelector('.jp-WindowedPanel-outer'), seen = window.seen ??= new WeakSet();
	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	const next = async (kind, ready) => {
		for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
			const element = [...document.querySelectorAll(kind)].find((e) => !seen.has(e));
			if (!element) { // it may have no place in the page yet
				if (panel.scrollTop + panel.clientHeight < panel.scrollHeight - 1) panel.scrollBy(0, 400);
				else panel.scrollTo(0, 0);
				continue;
			}
			for (let still = 0, before, looks = 0; still < 5 && looks < 400; looks++) {
				const { top, bottom } = element.getBoundingClientRect();
				if (top < 100 || bottom > innerHeight - 30) element.scrollIntoView({ block: 'center', behavior: 'instant' });
				still = top === before && (ready(element) || !element.isConnected) ? still + 1 : 0;
				before = top;
				await pause(50);
			}
			seen.add(element);
			if (ready(element) && element.isConnected) return element;
		}
		return null;
	};
`

// nextFigure scrolls to a figure not looked at yet, and gives its place in the window, once it has come to life; null if there is none.
const nextFigure = `(async () => {` + inTurn + `
	const figure = await next('.gosnn-figure', (f) => f.dataset.state === 'live');
	if (!figure) return null;
	const { x, y, width, height } = figure.getBoundingClientRect();
	return { X: x, Y: y, Width: width, Height: height };
})()`

// place is a rectangle in the window.
type place struct{ X, Y, Width, Height float64 }

// lookAtFigures goes through the notebook's figures, so many, and keeps a screenshot of each. One that cannot come to life says so on the console.
func (b *lab) lookAtFigures(folder string, n int) {
	b.Helper()
	dir := filepath.Join(home(b).Dir, "screenshots", folder)
	if err := os.RemoveAll(dir); err != nil {
		b.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	for i := range n {
		at := browser.Value[*place](b.Tab, nextFigure)
		if at == nil {
			b.Fatalf("%d of %d figures came to life", i, n)
		}
		window, err := chromedp.Run(b.Ctx, chromedp.CaptureScreenshot())
		if err != nil {
			b.Fatalf("figure %d: %v", i+1, err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("figure-%02d.png", i+1)), at.of(b, window), 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

// of is that part of the window's picture, with a margin.
func (p *place) of(t testing.TB, window []byte) []byte {
	t.Helper()
	whole, err := png.Decode(bytes.NewReader(window))
	if err != nil {
		t.Fatal(err)
	}
	const margin = 10
	at := image.Rect(int(p.X), int(p.Y), int(p.X+p.Width), int(p.Y+p.Height)).Inset(-margin).Intersect(whole.Bounds())
	part := image.NewRGBA(image.Rectangle{Max: at.Size()})
	draw.Draw(part, part.Bounds(), whole, at.Min, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, part); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// findPlayer scrolls to the first animation, until it stands still in the window: JupyterLab moves cells as it learns their heights.
const findPlayer = `(() => {
	const figure = window.figure ??= document.querySelector('.gosnn-figure[data-kind="player"]');
	if (!figure) {
		document.querySelector('.jp-WindowedPanel-outer').scrollBy(0, 100);
		return false;
	}
	window.player = figure.querySelector('.gosnn-player');
	const { top, bottom } = figure.getBoundingClientRect();
	if (!player || top < 100 || bottom > innerHeight - 30) {
		figure.scrollIntoView({ block: 'center', behavior: 'instant' });
		window.still = 0;
	}
	window.still = top === window.before ? still + 1 : 0;
	window.before = top;
	return still > 50;
})()`

// figuresIn counts the figures in the outputs of a notebook's cells.
func figuresIn(cells []cell) (n int) {
	for _, c := range cells {
		n += strings.Count(c.text(), `<div class="gosnn-figure"`)
	}
	return n
}

// playerStep is the step that the animation shows.
const playerStep = `Number(player.querySelector('output').textContent.match(/step (\d+) \//)[1])`

// playAnimation uses the first animation as a reader does: it plays by itself, the mouse moves its slider, and keys step, stop and start it,
// while the notebook keeps its active cell.
func (b *lab) playAnimation() {
	b.Helper()
	b.Wait(time.Minute, findPlayer)
	step := func() float64 { return browser.Value[float64](b.Tab, playerStep) }
	first := step()
	b.Wait(10*time.Second, fmt.Sprintf(`%s !== %g`, playerStep, first))

	type track struct {
		place
		Max float64
	}
	var slider track
	draw := func() float64 {
		slider = browser.Value[track](b.Tab, `(() => {
			const slider = player.querySelector('input[type=range]'), { x, y, width, height } = slider.getBoundingClientRect();
			return { X: x, Y: y, Width: width, Height: height, Max: Number(slider.max) };
		})()`)
		at := func(part float64) (x, y float64) { return slider.X + slider.Width*part, slider.Y + slider.Height/2 }
		x, y := at(0.2)
		b.Do(chromedp.MouseEvent(chromedp.MousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
		x, y = at(0.75)
		b.Do(chromedp.MouseEvent(chromedp.MouseMoved, x, y, chromedp.ButtonLeft),
			chromedp.MouseEvent(chromedp.MouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
		return step()
	}
	// JupyterLab may still move the figure, as outputs above it come to life; the mouse then misses.
	got := draw()
	for tries := 0; tries < 10 && math.Abs(got/slider.Max-0.75) > 0.1; tries++ {
		browser.Value[int](b.Tab, `window.still = 0`)
		b.Wait(time.Minute, findPlayer)
		got = draw()
	}
	if math.Abs(got/slider.Max-0.75) > 0.1 {
		b.Errorf("the slider was drawn to three quarters, and the step is %g of %g", got, slider.Max)
	}

	active := `[...document.querySelectorAll('.jp-Notebook .jp-Cell')].findIndex((c) => c.classList.contains('jp-mod-active'))`
	before := browser.Value[int](b.Tab, active)
	for _, key := range []struct {
		key  string
		want float64
	}{{kb.Home, 0}, {kb.ArrowRight, 1}, {kb.ArrowRight, 2}, {kb.ArrowLeft, 1}, {kb.End, slider.Max}} {
		b.Do(chromedp.KeyEvent(key.key))
		if got := step(); got != key.want {
			b.Errorf("after key %+q the step is %g, want %g", key.key, got, key.want)
		}
	}
	b.Do(chromedp.KeyEvent(" ")) // plays, from the start if it was at the end
	b.Wait(time.Minute, fmt.Sprintf(`%s !== %g`, playerStep, slider.Max))
	b.Do(chromedp.KeyEvent(" "))
	stopped := step()
	time.Sleep(500 * time.Millisecond)
	if got := step(); got != stopped {
		b.Errorf("it was stopped at step %g, and is at %g", stopped, got)
	}
	if after := browser.Value[int](b.Tab, active); after != before {
		b.Errorf("the keys moved the notebook from cell %d to %d", before, after)
	}
}

// scrolled scrolls through the notebook, 1500 pixels a second, and gives the times between its frames in milliseconds.
const scrolled = `(async () => {
	const panel = document.querySelector('.jp-WindowedPanel-outer');
	panel.scrollTo(0, 0);
	await new Promise((done) => setTimeout(done, 1000));
	const times = [];
	for (let last = await new Promise(requestAnimationFrame); panel.scrollTop + panel.clientHeight < panel.scrollHeight - 1; ) {
		const now = await new Promise(requestAnimationFrame);
		panel.scrollTop += 1.5 * Math.min(now - last, 100);
		times.push(now - last);
		last = now;
	}
	return times;
})()`

// BenchmarkLabScroll scrolls through the tutorial in JupyterLab, with all figures live: the times of its frames, in a Chromium that draws
// without a graphics card.
func BenchmarkLabScroll(b *testing.B) {
	l := openTutorial(b, "scroll")
	var times []float64
	for b.Loop() {
		times = append(times, browser.Value[[]float64](l.Tab, scrolled)...)
	}
	slices.Sort(times)
	b.ReportMetric(0, "ns/op") // a whole scroll's time says nothing
	for _, part := range []struct {
		name string
		at   float64
	}{{"median-ms/frame", 0.5}, {"99%-ms/frame", 0.99}, {"longest-ms/frame", 1}} {
		b.ReportMetric(times[int(part.at*float64(len(times)-1))], part.name)
	}
}

package lecture

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gosnn/kernel/e2e/browser"
	"gosnn/kernel/host/setup"
)

// allLive goes to the next figure that is not drawn yet, as a figure waits until it is seen, and reports whether there is none.
const allLive = `(() => {
	const figures = [...document.querySelectorAll(".gosnn-figure[data-kind]")];
	const next = figures.find((f) => f.dataset.state !== "live");
	next?.scrollIntoView({ behavior: "instant" });
	return figures.length > 0 && !next;
})()`

// formulas are those that the browser has drawn.
const formulas = `[...document.querySelectorAll("math")].filter((m) => m.getBoundingClientRect().width > 0).length`

// tutorial is the committed notebook, and the library that set-up has fetched.
func tutorial(t *testing.T) (*Notebook, string) {
	t.Helper()
	home, err := setup.Find()
	if err != nil {
		t.Fatal(err)
	}
	n, err := ReadNotebook(filepath.Join(dir, "tutorial_1_spike_encoding.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	return n, home.ECharts()
}

// show opens a file in a browser that knows no network.
func show(t *testing.T, file string) *browser.Tab {
	t.Helper()
	b := browser.Open(t, 1280, 800, 6*time.Minute)
	b.Do(chromedp.Navigate("file://" + file))
	b.Wait(5*time.Minute, allLive)
	b.Wait(time.Minute, `(scrollTo({ top: 0, behavior: "instant" }), scrollY === 0)`)
	return b
}

func TestPageInBrowser(t *testing.T) {
	n, echarts := tutorial(t)
	file := filepath.Join(t.TempDir(), "page.html")
	if err := WritePage(file, n, echarts); err != nil {
		t.Fatal(err)
	}
	b := show(t, file)
	if got := browser.Value[int](b, formulas); got < 10 {
		t.Errorf("%d formulas are drawn, want those of the prose", got)
	}
	if !browser.Value[bool](b, `document.documentElement.scrollWidth <= innerWidth`) {
		t.Error("the page is wider than the window")
	}
	b.Quiet()
}

// overflowing lists slides whose content does not fit: it is beyond the slide's edge, scaled so far down that nobody can read it, or a line of
// code is cut off.
const overflowing = `[...document.querySelectorAll(".slide")].flatMap((slide, i) => {
	const inner = slide.firstChild, outer = slide.getBoundingClientRect(), box = inner.getBoundingClientRect();
	const wrong = [];
	if (box.left < outer.left || box.right > outer.right + 0.5 || box.top < outer.top - 0.5 || box.bottom > outer.bottom + 0.5)
		wrong.push("goes beyond its edge");
	const full = Math.min(innerWidth / 1280, innerHeight / 720);
	if (inner.getBoundingClientRect().width / inner.offsetWidth < 0.65 * full) wrong.push("is too small to read");
	for (const code of inner.querySelectorAll("pre"))
		if (code.checkVisibility() && code.scrollWidth > code.clientWidth) wrong.push("cuts off " + code.textContent.slice(0, 60));
	return wrong.map((what) => "slide " + (i + 1) + " " + what + ": " + inner.textContent.trim().slice(0, 60));
})`

func TestSlidesInBrowser(t *testing.T) {
	_, echarts := tutorial(t)
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range editions {
		if e.note != "" { // the instructor's has less on its slides
			continue
		}
		t.Run(e.File, func(t *testing.T) {
			n, err := ReadNotebook(filepath.Join(dir, e.File))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "slides.html")
			if err := WriteSlides(file, n, echarts); err != nil {
				t.Fatal(err)
			}
			b := show(t, file)
			for _, size := range [][2]int64{{1280, 720}, {1024, 768}, {1920, 1080}} {
				b.Do(chromedp.EmulateViewport(size[0], size[1]))
				b.Wait(10*time.Second, fmt.Sprintf("innerWidth === %d", size[0]))
				browser.Value[bool](b, `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => drawn(true), 200))))`)
				for _, wrong := range browser.Value[[]string](b, overflowing) {
					t.Errorf("%d x %d: %s", size[0], size[1], wrong)
				}
			}
			at := func(want int) {
				t.Helper()
				b.Wait(20*time.Second, fmt.Sprintf(`document.querySelector("#place").textContent.startsWith("%d / ")`, want))
			}
			at(1)
			for _, key := range []struct {
				key  string
				want int
			}{{"n", 2}, {kb.PageDown, 3}, {"p", 2}, {kb.End, browser.Value[int](b, "slides.length")}, {kb.Home, 1}} {
				b.Do(chromedp.KeyEvent(key.key))
				at(key.want)
			}
			// Keys that come faster than the page scrolls all count, and a slide is then in its place.
			presses := min(22, browser.Value[int](b, "slides.length")-1)
			b.Do(chromedp.KeyEvent(strings.Repeat(kb.ArrowRight, presses)))
			at(presses + 1)
			if top := browser.Value[float64](b, fmt.Sprintf("slides[%d].getBoundingClientRect().top", presses)); math.Abs(top) >= 1 {
				t.Errorf("after %d quick presses the slide is %v pixels beside its place", presses, top)
			}
			b.Quiet()
		})
	}
}

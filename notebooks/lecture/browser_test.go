package lecture

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gosnn/kernel/e2e/browser"
	"gosnn/kernel/setup"
)

// allLive goes to the next figure that is not drawn yet, as a figure waits until it is seen, and tells whether there is none.
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
	return n, filepath.Join(home.Dir, "echarts.min.js")
}

// show opens a file in a browser that knows no network.
func show(t *testing.T, file string) *browser.Tab {
	t.Helper()
	b := browser.Open(t, 1280, 800, 3*time.Minute)
	b.Do(chromedp.Navigate("file://" + file))
	b.Wait(2*time.Minute, allLive)
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

func TestSlidesInBrowser(t *testing.T) {
	n, echarts := tutorial(t)
	file := filepath.Join(t.TempDir(), "slides.html")
	if err := WriteSlides(file, n, echarts); err != nil {
		t.Fatal(err)
	}
	b := show(t, file)
	at := func(want string) {
		t.Helper()
		b.Wait(20*time.Second, `document.querySelector("#place").textContent.startsWith("`+want+` / ")`)
	}
	at("1")
	b.Do(chromedp.KeyEvent("n"))
	at("2")
	b.Do(chromedp.KeyEvent("n"))
	at("3")
	b.Do(chromedp.KeyEvent("p"))
	at("2")
	b.Quiet()
}

package plots

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gosnn/plots/echarts"
	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
)

// everyFigure makes the fragment of a figure of each kind, all with the same words.
func everyFigure(t *testing.T, words string) []string {
	var all []string
	add := func(f *Figure, err error) {
		t.Helper()
		all = append(all, fragment(t, f, err))
	}
	add(Animator(sweep(t), Title(words)))
	add(Animator(sweep(t), Title(words), RunningMean(true)))
	trains := sweep(t).MustView([]int64{6, 42}, false)
	t.Cleanup(trains.MustDrop)
	add(Raster(trains, Title(words), XLabel(words), YLabel(words)))
	left, right := must[*Figure](t)(Animator(sweep(t), Title(words))), must[*Figure](t)(Raster(trains, Title(words)))
	add(Grid([]*Figure{left, right}, Title(words)))
	return all
}

// figures is how many figures a page with these fragments has: a Grid has several.
func figures(fragments []string) int {
	return strings.Count(strings.Join(fragments, ""), `class="gosnn-figure"`)
}

// seeAll scrolls through the page, since a figure comes to life only near the screen.
func (b *tab) seeAll() {
	b.Helper()
	b.Do(chromedp.Evaluate[chromedp.Void](`(async () => {
		for (const figure of document.querySelectorAll('.gosnn-figure')) {
			figure.scrollIntoView();
			await new Promise((done) => setTimeout(done, 60));
		}
		window.scrollTo(0, 0);
	})()`, chromedp.EvalAwaitPromise))
}

// visibleStills is how many still pictures are loaded and to be seen.
const visibleStills = `[...document.querySelectorAll('.gosnn-still img')].filter(
	(img) => img.complete && img.naturalWidth > 0 && img.checkVisibility({visibilityProperty: true})).length`

func TestBrowserFigures(t *testing.T) {
	all := everyFigure(t, "Some words")
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(all...)).address()))
	b.seeAll()
	b.wait(alive(figures(all)))
	expect(b, visibleStills, 0)
	if canvases := value[int](b, `document.querySelectorAll('.gosnn-figure canvas').length`); canvases < figures(all) {
		t.Errorf("%d canvases for %d figures", canvases, figures(all))
	}
	expect(b, `[...document.querySelectorAll('.gosnn-figure [role=img]')].every((chart) => chart.getAttribute('aria-label'))`, true)
	b.shoot("figures")
	b.Quiet()
}

// TestBrowserOneLibrary: twenty figures of a notebook load ECharts once.
func TestBrowserOneLibrary(t *testing.T) {
	var all []string
	for len(all) < 20 {
		all = append(all, everyFigure(t, "One of many")...)
	}
	s := serve(t, libraryFile(t), page(all...))
	b := open(t)
	b.Do(chromedp.Navigate(s.address()))
	b.seeAll()
	b.wait(alive(figures(all)))
	if n := s.libraries.Load(); n != 1 {
		t.Errorf("ECharts was asked for %d times", n)
	}
	expect(b, `document.querySelectorAll('script[src]').length`, 1)
	b.Quiet()
}

// TestBrowserNoLibrary: without any ECharts, on a server or in a file, the still pictures stay.
func TestBrowserNoLibrary(t *testing.T) {
	all := everyFigure(t, "Some words")
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page(all...)), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]string{
		"server": serve(t, "", page(all...)).address(),
		"file":   "file://" + file,
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			b.Do(chromedp.Navigate(address))
			b.seeAll()
			b.wait(fmt.Sprintf(`document.querySelectorAll('.gosnn-figure[data-state="still"]').length === %d`, figures(all)))
			expect(b, visibleStills, figures(all))
			expect(b, `document.querySelectorAll('canvas').length`, 0)
			b.shoot("still")
			for _, said := range b.Console() {
				if !strings.Contains(said, "the figure stays a still picture") && !strings.Contains(said, echarts.File) &&
					!strings.Contains(said, "Failed to load resource") {
					t.Errorf("the console says %q", said)
				}
			}
		})
	}
}

// TestBrowserStillReducedMotion: a reader who prefers reduced motion gets the first frame where no script runs.
func TestBrowserStillReducedMotion(t *testing.T) {
	f, err := Animator(sweep(t))
	all := fragment(t, f, err)
	for reduce, want := range map[string]func() ([]byte, error){"reduce": f.moving.first, "no-preference": f.moving.page} {
		b := open(t)
		b.prefer("prefers-reduced-motion", reduce)
		b.Do(chromedp.Navigate(serve(t, "", page(all)).address()))
		b.wait(`document.querySelector('.gosnn-figure[data-state="still"]')`)
		expect(b, `document.querySelector('.gosnn-still img').currentSrc`, live.DataURI("image/gif", must[[]byte](t)(want())))
	}
}

// TestBrowserScriptsDisabled: what an untrusted notebook or a viewer that runs no scripts shows.
func TestBrowserScriptsDisabled(t *testing.T) {
	all := everyFigure(t, "Some words")
	b := open(t)
	b.Do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate(serve(t, libraryFile(t), page(all[0])).address()))
	shows(t, b.shoot("no_scripts"), colors.At("plasma", 0), colors.At("plasma", 1))
	nodes, err := chromedp.Run(b.Ctx, chromedp.Nodes(chromedp.CSSAll(".gosnn-figure")))
	if err != nil {
		t.Fatal(err)
	}
	if state, ran := nodes[0].Attribute("data-state"); ran {
		t.Errorf("a script has run: the figure is %s", state)
	}
	b.Quiet()
}

// shows fails if the picture has nowhere one of the colors.
func shows(t *testing.T, picture []byte, wanted ...color.RGBA) {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range wanted {
		if !has(m, want) {
			t.Errorf("nothing in the picture has the color %s", colors.CSS(want))
		}
	}
}

func has(m image.Image, want color.RGBA) bool {
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			if color.RGBAModel.Convert(m.At(x, y)) == want {
				return true
			}
		}
	}
	return false
}

// TestBrowserPage: the stand-alone page plays from a file.
func TestBrowserPage(t *testing.T) {
	libraryFile(t)
	f, err := Animator(sweep(t), Title("By itself"))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "spikes.html")
	if err := f.WriteFile(name); err != nil {
		t.Fatal(err)
	}
	b := open(t)
	b.Do(chromedp.Navigate("file://" + name))
	b.wait(alive(1))
	b.wait(stepShown + " > 1")
	expect(b, `document.title`, f.Alt())
	b.Quiet()
}

// TestBrowserWordsAreText: HTML in a title is shown, not run, neither in the still picture's words nor in the chart.
func TestBrowserWordsAreText(t *testing.T) {
	const words = `</script><script>window.run = 1</script><img src=x onerror="window.run = 2">'"&amp;`
	all := everyFigure(t, words)
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(all...)).address()))
	b.seeAll()
	b.wait(alive(figures(all)))
	expect(b, `typeof window.run`, "undefined")
	expect(b, `document.querySelectorAll('img[src=x]').length`, 0)
	expect(b, `document.querySelector('.gosnn-still div').textContent`, words)
	expect(b, fmt.Sprintf(`[...document.querySelectorAll('.gosnn-still img')].every((img) => img.alt.startsWith(%q))`, words), true)
	expect(b, heatMap+`.getOption().title[0].text.replace(/\s/g, '')`, strings.ReplaceAll(words, " ", ""))
	b.shoot("words")
	b.Quiet()
}

// TestBrowserThemes: figures follow JupyterLab's theme, and a change of it.
func TestBrowserThemes(t *testing.T) {
	all := everyFigure(t, "Some words")
	b := open(t)
	dark := `<style>[data-jp-theme-light=false]{background:#111;color:#eee;--jp-content-font-color0:#fafafa;--jp-content-font-color1:#eee;--jp-layout-color0:#111}</style>`
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(append([]string{dark}, all...)...)).address()))
	b.Do(chromedp.Evaluate[chromedp.Void](`document.body.dataset.jpThemeLight = 'true'`))
	b.seeAll()
	b.wait(alive(figures(all)))
	ink := `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]')).getOption().title[0].textStyle.color`
	expect(b, ink, "#111111")
	expect(b, `document.querySelector('.gosnn-player').style.colorScheme`, "light")
	b.shoot("light")
	// As JupyterLab does it, which hides all meanwhile.
	b.Do(chromedp.Evaluate[chromedp.Void](`document.body.style.display = 'none'; document.body.dataset.jpThemeLight = 'false'; queueMicrotask(() => document.body.style.display = '')`))
	b.wait(ink + ` === '#fafafa'`)
	b.wait(`[...document.querySelectorAll('.gosnn-figure canvas')].every((canvas) => canvas.width > 0)`)
	expect(b, `document.querySelector('.gosnn-player').style.colorScheme`, "dark")
	b.wait(alive(figures(all)))
	b.shoot("dark")
	b.Quiet()
}

// TestBrowserGrounds: figures follow the page that they are on, and paper is always white.
func TestBrowserGrounds(t *testing.T) {
	f := smallRaster(t)
	const ink = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]')).getOption().title[0].textStyle.color`
	for name, c := range map[string]struct {
		page string // what the page has before the figure
		dark bool
	}{
		"VS Code, dark":    {`<script>document.body.className = 'vscode-body vscode-dark'</script>`, true},
		"VS Code, light":   {`<style>html{background:#111}</style><script>document.body.className = 'vscode-light'</script>`, false},
		"a dark ground":    {`<style>main{background:#15202b}</style><main>`, true},
		"a theme":          {`<style>:root[data-theme=dark]{background:#000}</style><script>document.documentElement.dataset.theme = 'dark'</script>`, true},
		"a light ground":   {`<style>:root{color-scheme:dark}body{background:#fafafa}</style>`, false},
		"the page's own":   {`<style>:root{color-scheme:dark}</style>`, true},
		"nothing of these": {``, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(c.page+fragment(t, f, nil))).address()))
			b.wait(alive(1))
			want := "#111111"
			if c.dark {
				want = "#f5f5f5"
			}
			expect(b, ink, want)
			b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
				_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
				return err
			}))
			expect(b, `getComputedStyle(document.querySelector('.gosnn-still')).visibility`, "visible")
			expect(b, `getComputedStyle(document.querySelector('.gosnn-live')).display`, "none")
			b.Quiet()
		})
	}
}

// TestBrowserPrintedCaption: the title of a moving figure, which is text of the page, is dark on paper, though the page is dark.
func TestBrowserPrintedCaption(t *testing.T) {
	f, err := Animator(sweep(t), Title("Sweep"))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(`<style>body{background:#111;color:#eee}</style>`, fragment(t, f, err))).address()))
	b.wait(alive(1))
	b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	expect(b, `getComputedStyle(document.querySelector('.gosnn-still > div')).color`, "rgb(17, 17, 17)")
	b.Quiet()
}

// TestDollars: between two dollars in one piece of text JupyterLab would typeset a formula.
func TestDollars(t *testing.T) {
	a := must[*Figure](t)(Animator(sweep(t), Title("from $5 to $10")))
	for _, f := range []*Figure{a, must[*Figure](t)(Grid([]*Figure{a}, Title("$x$")))} {
		shown := regexp.MustCompile(`(?s)<script.*?</script>|<style.*?</style>`).ReplaceAllString(fragment(t, f, nil), "")
		for piece := range strings.SplitSeq(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(shown, "\x00"), "\x00") {
			if strings.Count(piece, "$") > 1 {
				t.Errorf("%q is a formula", piece)
			}
		}
	}
}

package plots

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gosnn/kernel/setup"
	"gosnn/plots/echarts"
)

// The tests named TestBrowser… look at figures as readers have them: in Chromium.

// libraryFile is the pinned ECharts that set-up has placed on this machine.
func libraryFile(t testing.TB) string {
	t.Helper()
	home, err := setup.Find()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(echartsEnv, home.ECharts())
	if _, err := readECharts(); err != nil {
		t.Fatalf("%v: make test-setup brings it", err)
	}
	return home.ECharts()
}

// tab is a page of a Chromium of its own.
type tab struct {
	testing.TB
	ctx context.Context

	mu      sync.Mutex
	console []string // warnings, errors and exceptions
}

// open starts Chromium with an empty page. No address but this machine's is known to it: no test depends on a network,
// and what asks for ECharts at its CDN sees a machine without one.
func open(t testing.TB) *tab {
	t.Helper()
	path, err := setup.Chromium()
	if err != nil {
		t.Fatalf("%v: the figures cannot be tested without one. What to do: install it (apt install chromium, "+
			"brew install --cask chromium, ...), or set GOSNN_CHROMIUM to a Chromium or Chrome", err)
	}
	limited, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	allocator, cancel := chromedp.NewExecAllocator(limited, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1000, 800),
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &tab{TB: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank"))
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleWarning || m.Type == chromedp.ConsoleError || m.IsException() {
				b.mu.Lock()
				b.console = append(b.console, m.Text)
				b.mu.Unlock()
			}
		}
	}()
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// value evaluates JavaScript.
func value[T any](b *tab, script string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v; console: %q", script, err, b.said())
	}
	return v
}

// wait waits until JavaScript gives something true. It asks again if the page changes just then.
func (b *tab) wait(script string) {
	b.Helper()
	var err error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var done bool
		if done, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+script+")")); done && err == nil {
			return
		}
	}
	b.Fatalf("%s is not so after 20 s; error: %v; console: %q", script, err, b.said())
}

// said is what the page has written to the console so far.
func (b *tab) said() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.console...)
}

// quiet fails the test if the page has written warnings or errors.
func (b *tab) quiet() {
	b.Helper()
	if said := b.said(); len(said) > 0 {
		b.Errorf("the console says %q", said)
	}
}

// shoot keeps a screenshot of the page: with go test -artifacts it stays, to be looked at.
func (b *tab) shoot(name string) []byte {
	b.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.ArtifactDir(), name+".png"), picture, 0o644); err != nil {
		b.Fatal(err)
	}
	return picture
}

// prefer sets what the reader's system prefers: "prefers-reduced-motion", "reduce".
func (b *tab) prefer(feature, is string) {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: feature, Value: is}}})
		return err
	}))
}

// site serves a page as JupyterLab does: at <base>/lab/, with the kernelspec's ECharts if it has any.
type site struct {
	*httptest.Server
	libraries atomic.Int32 // how often ECharts has been asked for
}

func serve(t testing.TB, library, page string) *site {
	s := &site{}
	mux := http.NewServeMux()
	mux.HandleFunc("/user/a/lab/tree/notebook.ipynb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	})
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, _ *http.Request) {})
	mux.HandleFunc("/user/a/kernelspecs/gosnn/"+echarts.File, func(w http.ResponseWriter, r *http.Request) {
		s.libraries.Add(1)
		if library == "" {
			http.NotFound(w, r)
			return
		}
		http.ServeFile(w, r, library)
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *site) address() string { return s.URL + "/user/a/lab/tree/notebook.ipynb" }

// page sets fragments below each other.
func page(fragments ...string) string {
	return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Figures</title><body>` + strings.Join(fragments, "<hr>") + "</body></html>"
}

func fragment(t testing.TB, f *Figure, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	h, err := f.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// live is a script that is true once each of n figures has been brought to life.
func live(n int) string {
	return fmt.Sprintf(`document.querySelectorAll('.gosnn-figure[data-state="live"]').length === %d`, n)
}

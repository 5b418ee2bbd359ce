package plots

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gosnn/kernel/e2e/browser"
	"gosnn/kernel/host/setup"
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
	t.Setenv(echarts.FileEnv, home.ECharts())
	if _, err := echarts.Find(); err != nil {
		t.Fatalf("%v: make test-setup brings it", err)
	}
	return home.ECharts()
}

// tab is a page of a Chromium of its own.
type tab struct{ *browser.Tab }

func open(t testing.TB) *tab { return &tab{browser.Open(t, 1000, 800, 2*time.Minute)} }

// value evaluates JavaScript.
func value[T any](b *tab, script string) T { b.Helper(); return browser.Value[T](b.Tab, script) }

// wait waits until JavaScript gives something true.
func (b *tab) wait(script string) { b.Helper(); b.Wait(20*time.Second, script) }

// shoot keeps a screenshot of the page: with go test -artifacts it stays, to be looked at.
func (b *tab) shoot(name string) []byte {
	b.Helper()
	picture := b.Screenshot()
	if err := os.WriteFile(filepath.Join(b.ArtifactDir(), name+".png"), picture, 0o644); err != nil {
		b.Fatal(err)
	}
	return picture
}

// prefer sets what the reader's system prefers: "prefers-reduced-motion", "reduce".
func (b *tab) prefer(feature, is string) {
	b.Helper()
	b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
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

// alive is a script that is true once each of n figures has been brought to life.
func alive(n int) string {
	return fmt.Sprintf(`document.querySelectorAll('.gosnn-figure[data-state="live"]').length === %d`, n)
}

// Package browser drives Chromium for tests that look at pages as readers have them.
package browser

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gosnn/kernel/host/setup"
)

// Tab is a page of a Chromium of its own. What goes wrong fails the test.
type Tab struct {
	testing.TB
	Ctx context.Context // for chromedp's own functions

	mu      sync.Mutex
	console []string // warnings, errors and exceptions
}

// Open starts Chromium with an empty page of width x height pixels, for at most limit. It knows no address but this machine's: no
// test depends on a network, and what asks for ECharts at its content network sees a machine without one.
// Without a Chromium the test fails and says how to get one.
func Open(t testing.TB, width, height int, limit time.Duration) *Tab {
	t.Helper()
	path, err := setup.Chromium()
	if err != nil {
		t.Fatalf("%v: pages cannot be tested without one. What to do: install it (apt install chromium, "+
			"brew install --cask chromium, ...), or set GOSNN_CHROMIUM to a Chromium or Chrome", err)
	}
	limited, cancel := context.WithTimeout(context.Background(), limit) // cleanups may still look at the page
	t.Cleanup(cancel)
	allocator, cancel := chromedp.NewExecAllocator(limited, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(width, height),
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &Tab{TB: t, Ctx: ctx}
	b.Do(chromedp.Navigate("about:blank"))
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

// Do does these steps, one after the other.
func (b *Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.Ctx, steps...); err != nil {
		b.Fatalf("%v; console: %q", err, b.Console())
	}
}

// Value evaluates JavaScript.
func Value[T any](b *Tab, script string) T {
	b.Helper()
	v, err := chromedp.Run(b.Ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v; console: %q", script, err, b.Console())
	}
	return v
}

// Wait waits until JavaScript gives something true. It asks again if the page changes just then.
func (b *Tab) Wait(limit time.Duration, script string) {
	b.Helper()
	var err error
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var done bool
		if done, err = chromedp.Run(b.Ctx, chromedp.Evaluate[bool]("!!("+script+")")); done && err == nil {
			return
		}
	}
	b.Fatalf("%s is not so after %s; error: %v; console: %q", script, limit, err, b.Console())
}

// Console is the warnings, errors and exceptions that the page has written to the console so far.
func (b *Tab) Console() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.console)
}

// Quiet wants no warning, error or exception on the console.
func (b *Tab) Quiet() {
	b.Helper()
	if said := b.Console(); len(said) > 0 {
		b.Errorf("the console says %q", said)
	}
}

// Screenshot is the page as PNG, beyond the edge of the window too.
func (b *Tab) Screenshot() []byte {
	b.Helper()
	picture, err := chromedp.Run(b.Ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Fatal(err)
	}
	return picture
}

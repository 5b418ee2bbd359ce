package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gosnn/kernel/e2e/browser"
)

// nextPicture scrolls to a still picture of a figure, not looked at yet, in JupyterLab, and is true once it is seen; false if there is none.
const nextPicture = `(async () => {` + inTurn + `
	return !!await next('.jp-OutputArea-output img', (p) => p.complete && p.naturalWidth > 0 && p.getBoundingClientRect().width > 100);
})()`

// TestLabUntrusted opens the tutorial as it comes, with outputs that this user's Jupyter has not made: JupyterLab takes the scripts
// out, and the pictures stay.
func TestLabUntrusted(t *testing.T) {
	t.Parallel()
	file := filepath.Join(home(t).Root, "notebooks", "tutorial_1_spike_encoding.ipynb")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b := openContent(t, file, content, "untrusted")
	b.Wait(time.Minute, `document.querySelector('.jp-OutputArea-output')`)
	n := figuresIn(readNotebook(t, file))
	if n < 10 {
		t.Errorf("%d figures, want one a section at least", n)
	}
	for i := range n {
		if !browser.Value[bool](b.Tab, nextPicture) {
			t.Fatalf("pictures of %d of %d figures are seen", i, n)
		}
	}
	if n := browser.Value[int](b.Tab, `document.querySelectorAll('.jp-OutputArea-output :is(canvas, script)').length`); n > 0 {
		t.Errorf("%d scripts or canvases are in the outputs of a notebook that is not trusted", n)
	}
	b.Quiet()
}

// TestNbconvertWithoutScripts has nbconvert make a page of the tutorial, and looks at it where no script runs.
func TestNbconvertWithoutScripts(t *testing.T) {
	t.Parallel()
	h, dir := home(t), t.TempDir()
	cmd := h.Command("jupyter", "nbconvert", "--to", "html", "--output-dir", dir, filepath.Join(h.Root, "notebooks", "tutorial_1_spike_encoding.ipynb"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("nbconvert: %v\n%s", err, out)
	}
	b := &lab{Tab: browser.Open(t, 1000, 900, 2*time.Minute)}
	b.Do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate("file://"+filepath.Join(dir, "tutorial_1_spike_encoding.html")))
	b.keepScreenshot("nbconvert")
	// No timer runs either, so that this cannot scroll: pictures are there from the start.
	if n := browser.Value[int](b.Tab, `[...document.querySelectorAll('.gosnn-figure img')].filter((picture) =>
			picture.complete && picture.naturalWidth > 100 && picture.getBoundingClientRect().width > 100).length`); n < 10 {
		t.Errorf("%d pictures are seen, want one a section at least", n)
	}
	if n := browser.Value[int](b.Tab, `document.querySelectorAll('.gosnn-figure[data-state]').length`); n > 0 {
		t.Errorf("the scripts of %d figures have run", n)
	}
}

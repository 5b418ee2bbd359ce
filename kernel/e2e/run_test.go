package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gosnn/kernel/e2e/browser"
)

// openCells opens a notebook of these code cells in JupyterLab.
func openCells(t testing.TB, screenshot string, sources ...string) *lab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cells.ipynb")
	writeNotebook(t, file, sources...)
	return openLab(t, file, screenshot)
}

// command runs one of JupyterLab's commands on the notebook, as its menus do. The notebook is named: without, a command does nothing that comes before JupyterLab
// has made the open notebook the current one.
func (b *lab) command(id string) {
	b.Helper()
	b.Wait(cellLimit, inPage)
	browser.Value[bool](b.Tab, fmt.Sprintf(`(() => { window.jupyterapp.commands.execute(%q, { semanticWidget: %s.id }); return true; })()`, id, inPage))
}

// prompts are the brackets beside the code cells.
func (b *lab) prompts() []string {
	b.Helper()
	return browser.Value[[]string](b.Tab, `[...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')].map((p) => p.textContent)`)
}

// settled is true in a page whose kernel has nothing to do, and no cell waits.
const settled = kernelIdle + ` && ![...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')].some((p) => p.textContent === '[*]:')`

// errorsShown are the errors below cells.
const errorsShown = `[...document.querySelectorAll('.jp-Notebook .jp-OutputArea-output')].filter((o) =>
	/^(panic|fatal error|CompileError|SyntaxError|exit status|Interrupted)/.test(o.textContent.trim()))`

// errorShown is true in a page with an error.
const errorShown = errorsShown + ".length > 0"

// TestLabRunAll runs all cells of a notebook of which the second panics, and again after a restart: those below are not run.
func TestLabRunAll(t *testing.T) {
	t.Parallel()
	b := openCells(t, "run-all", "fmt.Println(\"one\")", "var a []int\nfmt.Println(a[3])", "fmt.Println(\"three\")", "fmt.Println(\"four\")")
	want := []string{"[1]:", "[2]:", "[ ]:", "[ ]:"}
	b.command("notebook:run-all-cells")
	b.Wait(cellLimit, errorShown+" && "+settled)
	if got := b.prompts(); !slices.Equal(got, want) {
		t.Errorf("run all: %q, want %q", got, want)
	}
	b.Quiet() // later JupyterLab says that it has lost the kernel that it restarts
	b.command("notebook:restart-run-all")
	b.Wait(time.Minute, `document.querySelector('.jp-Dialog .jp-mod-warn')`)
	b.Do(chromedp.Click(chromedp.CSS(".jp-Dialog .jp-mod-warn")))
	b.Wait(cellLimit, `!(`+errorShown+`)`) // outputs are cleared
	b.Wait(cellLimit, errorShown+" && "+settled)
	if got := b.prompts(); !slices.Equal(got, want) {
		t.Errorf("restart and run all: %q, want %q", got, want)
	}
}

// TestLabManyCells runs 80 cells of which the first cannot be read: no other is run.
func TestLabManyCells(t *testing.T) {
	t.Parallel()
	sources := []string{"fmt.Println(\"one\""}
	for i := range 79 {
		sources = append(sources, fmt.Sprintf("fmt.Println(%d)", i))
	}
	b := openCells(t, "many-cells", sources...)
	b.command("notebook:run-all-cells")
	b.Wait(cellLimit, errorShown+" && "+settled)
	for i, p := range b.prompts() {
		if want := map[bool]string{true: "[1]:", false: "[ ]:"}[i == 0]; p != want {
			t.Errorf("cell %d: %q, want %q", i+1, p, want)
		}
	}
	b.Quiet()
}

// TestLabFlood prints without an end. The page answers, and the button with the square ends the cell.
func TestLabFlood(t *testing.T) {
	b := openCells(t, "flood", "for i := 0; ; i++ {\n\tfmt.Println(i)\n}")
	b.command("notebook:run-all-cells")
	b.Wait(cellLimit, `document.querySelector('.jp-OutputArea-output')`)
	for range 10 {
		asked := time.Now()
		browser.Value[int](b.Tab, `new Promise((done) => requestAnimationFrame(() => done(1)))`)
		if took := time.Since(asked); took > 5*time.Second { // far more than a page that answers takes on a busy machine
			t.Errorf("the page answers after %s", took)
		}
	}
	b.Do(chromedp.Click(chromedp.CSS(`.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"], .jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"]`)))
	b.Wait(time.Minute, errorShown+" && "+settled)
	b.Quiet()
}

// TestLabFirstSecond runs a cell as soon as JupyterLab has begun to start a kernel, and long before that is ready: it is run when it is, and
// no question asked. A run before that JupyterLab forgets, whatever the kernel.
func TestLabFirstSecond(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "first.ipynb")
	writeNotebook(t, file, "fmt.Println(\"hello\")")
	b := openPage(t, file, notRun(t, file), "first-second")
	b.Wait(cellLimit, `document.querySelector('.jp-Notebook .jp-CodeCell .cm-content') && `+inPage+`?.sessionContext.session?.kernel`)
	b.command("notebook:run-all-cells")
	b.Wait(cellLimit, `[...document.querySelectorAll('.jp-OutputArea-output')].some((o) => o.textContent.trim() === 'hello')`)
	if browser.Value[bool](b.Tab, `!!document.querySelector('.jp-Dialog, .Toastify__toast')`) {
		t.Error("there is a question, or a message")
	}
}

// errorCells are one of each kind.
var errorCells = []string{
	"func spike(x []float64, i int) float64 {\n\treturn x[i]\n}\n\nfmt.Println(spike(nil, 7))",
	"local := 1\nfmt.Println(locl, local)",
	"for i := range 3 {\n\tfmt.Println(i",
	"import \"gosnn/snn\"\nx := snn.Rate(nil)\nfmt.Println(x)",
	"fmt.Fprintln(os.Stderr, \"about to leave\")\nos.Exit(3)",
	"var c chan int\n<-c",
	"%%bash\necho no such luck >&2\nexit 4",
	"for i := range 100_000 {\n\tfmt.Println(i)\n}\npanic(\"after a flood\")",
}

// TestLabErrors runs a cell of each kind of error, all of which may fail, and keeps screenshots in the light and the dark theme.
func TestLabErrors(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "errors.ipynb")
	writeNotebook(t, file, errorCells...)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	may := bytes.ReplaceAll(text, []byte(`"metadata":{},"outputs"`), []byte(`"metadata":{"tags":["raises-exception"]},"outputs"`))
	b := openContent(t, file, may, "errors")
	b.command("notebook:run-all-cells")
	shown := fmt.Sprintf("%s.length === %d", errorsShown, len(errorCells))
	b.Wait(2*cellLimit, shown+" && "+settled)
	for _, theme := range []string{"Light", "Dark"} {
		browser.Value[bool](b.Tab, fmt.Sprintf(`(() => { window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab %s' }); return true; })()`, theme))
		b.Wait(time.Minute, fmt.Sprintf(`document.body.dataset.jpThemeLight === '%t'`, theme == "Light"))
		for i := range errorCells {
			browser.Value[bool](b.Tab, fmt.Sprintf(`new Promise((done) => {
				%s[%d].scrollIntoView({ block: 'end', behavior: 'instant' });
				requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
			})`, errorsShown, i))
			b.keepScreenshot(fmt.Sprintf("error-%d-%s", i+1, strings.ToLower(theme)))
		}
	}
}

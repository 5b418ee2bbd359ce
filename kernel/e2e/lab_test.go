package e2e

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gosnn/kernel/e2e/browser"
)

// TestLabRaster runs the cell of a small notebook as a reader does, with Shift+Enter, and looks at the raster.
func TestLabRaster(t *testing.T) {
	t.Parallel()
	b := openLab(t, "testdata/raster.ipynb", "raster")
	b.shiftEnter()
	b.Wait(cellLimit, `document.querySelector('.jp-CodeCell .jp-InputPrompt').textContent === '[1]:'`)
	b.Wait(time.Minute, `document.querySelector('.gosnn-figure[data-state="live"] canvas')`)
	// There are about 2000 spikes; the words and the frame without any make fewer black pixels than these.
	if n := browser.Value[int](b.Tab, black); n < 3000 {
		t.Errorf("the raster's canvas has %d black pixels", n)
	}
	b.Quiet()
}

// black counts the black pixels of the figure's canvas.
const black = `(() => {
	const canvas = document.querySelector('.gosnn-figure canvas');
	const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
	let n = 0;
	for (let i = 0; i < pixels.length; i += 4) n += pixels[i + 3] > 200 && pixels[i] + pixels[i + 1] + pixels[i + 2] < 150;
	return n;
})()`

// TestLabTutorial runs all cells of the tutorial, and looks at each figure.
func TestLabTutorial(t *testing.T) {
	t.Parallel()
	b := openTutorial(t, "tutorial")
	b.playAnimation()
	n := figuresIn(readNotebook(t, b.file))
	if n < 10 {
		t.Errorf("%d figures, want one a section at least", n)
	}
	b.lookAtFigures("figures", n)
	b.Quiet()
}

// openTutorial opens the tutorial in JupyterLab and runs all of its cells. What became of them is in the file.
func openTutorial(t testing.TB, screenshot string) *lab {
	t.Helper()
	b := openLab(t, filepath.Join(home(t).Root, "notebooks", "tutorial_1_spike_encoding.ipynb"), screenshot)
	b.command("notebook:run-all-cells")
	b.Wait(5*time.Minute, kernelIdle+" && "+ended)
	for _, c := range b.saved() {
		if c.failed() || c.waits {
			t.Fatal(c.report())
		}
	}
	return b
}

// ended is true in a page whose code cells have all been run, or one has failed, after which JupyterLab runs no other.
const ended = `((cells) => cells.every((c) => c.executionCount) ||
		cells.some((c) => Array.from({ length: c.outputs.length }, (_, i) => c.outputs.get(i)).some((o) => o.type === 'error')))(
	[...` + inPage + `.content.model.cells].filter((c) => c.type === 'code'))`

// saved saves the notebook, and returns the code cells of its file.
func (b *lab) saved() []cell {
	b.Helper()
	b.Do(ctrl("s"))
	b.Wait(time.Minute, `!`+inPage+`.content.model.dirty`)
	return readNotebook(b, b.file)
}

// lab is a tab with a notebook in JupyterLab.
type lab struct {
	*browser.Tab
	file string // the notebook
}

// slow are JupyterLab's own warnings on a machine that has much else to do.
var slow = regexp.MustCompile(`^(Plugin \S+ (.*took [0-9.]+ms|is taking too long) to activate\.|Item with index \d+ did not appear within \d+ ms)$`)

// Quiet wants no other warning, error or exception on the console.
func (b *lab) Quiet() {
	b.Helper()
	if said := slices.DeleteFunc(b.Console(), slow.MatchString); len(said) > 0 {
		b.Errorf("the console says %q", said)
	}
}

// openLab opens a copy of a notebook, without its outputs, in a JupyterLab that nothing of this user's own settings reaches. When
// the test ends, passed or failed, a screenshot of that name is kept.
func openLab(t testing.TB, notebook, screenshot string) *lab {
	t.Helper()
	return openContent(t, notebook, notRun(t, notebook), screenshot)
}

// openContent is openLab with the notebook's content. It waits until a kernel is there and has nothing to do.
func openContent(t testing.TB, notebook string, content []byte, screenshot string) *lab {
	t.Helper()
	b := openPage(t, notebook, content, screenshot)
	b.Wait(cellLimit, `document.querySelector('.jp-Notebook .jp-CodeCell') &&
		document.querySelector('.jp-KernelName').textContent === 'Go (SNN)' && `+kernelIdle)
	return b
}

// kernelIdle is true in a page whose kernel is there and has nothing to do. The page's own sign of that is there before any kernel is, and JupyterLab
// forgets what is run then.
const kernelIdle = inPage + `?.sessionContext.session?.kernel?.status === 'idle'`

// inPage is the open notebook in a page.
const inPage = `[...window.jupyterapp.shell.widgets('main')].find((w) => w.sessionContext)`

// openPage is openContent without waiting.
func openPage(t testing.TB, notebook string, content []byte, screenshot string) *lab {
	t.Helper()
	dir := t.TempDir()
	b := &lab{file: filepath.Join(dir, filepath.Base(notebook))}
	if err := os.WriteFile(b.file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	address := serveLab(t, dir)
	b.Tab = browser.Open(t, 1200, 900, 8*time.Minute)
	t.Cleanup(func() {
		b.keepScreenshot(screenshot)
		if t.Failed() {
			t.Logf("prompts: %q", b.prompts())
		}
	})
	base, token, _ := strings.Cut(address, "/lab")
	b.Do(chromedp.Navigate(base + "/lab/tree/" + filepath.Base(notebook) + token))
	return b
}

// serveLab starts JupyterLab in a folder, as `make lab` does, and returns the address with the token that it prints.
func serveLab(t testing.TB, dir string) string {
	t.Helper()
	return serve(t, dir, t.TempDir())
}

// serve is serveLab with the folder of the server's settings and connection files, and variables of its environment.
func serve(t testing.TB, dir, settings string, variables ...string) string {
	t.Helper()
	args := []string{"lab", "--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
		"--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.expose_app_in_browser=True"}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	cmd := home(t).Command("jupyter", args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Env, "JUPYTER_CONFIG_DIR="+settings, "JUPYTER_DATA_DIR="+settings, "JUPYTER_RUNTIME_DIR="+settings)
	cmd.Env = append(cmd.Env, variables...)
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	log := new(strings.Builder)
	address, ended := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(ended)
		found := regexp.MustCompile(`http://127\.0\.0\.1:\d+/lab\?token=\w+`)
		for lines := bufio.NewReader(out); ; {
			line, err := lines.ReadString('\n')
			log.WriteString(line)
			if a := found.FindString(line); a != "" && len(address) == 0 {
				address <- a
			}
			if err != nil {
				io.Copy(io.Discard, out)
				return
			}
		}
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM) // asks no question, and ends the kernels
		<-ended
		cmd.Wait()
		if t.Failed() {
			t.Logf("JupyterLab's log:\n%s", log)
		}
	})
	select {
	case a := <-address:
		return a
	case <-ended:
		t.Fatal("JupyterLab ended before it printed an address")
	case <-time.After(cellLimit):
		t.Fatal("JupyterLab printed no address")
	}
	return ""
}

// shiftEnter runs the first cell as a reader does.
func (b *lab) shiftEnter() {
	b.Helper()
	b.Do(chromedp.Click(chromedp.CSS(".jp-CodeCell .cm-content")), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierShift)))
}

// ctrl presses a key with Ctrl.
func ctrl(key string) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierCtrl))
}

// keepScreenshot writes it into the home, which outlives the test.
func (b *lab) keepScreenshot(name string) {
	b.Helper()
	dir := filepath.Join(home(b).Dir, "screenshots")
	file := filepath.Join(dir, name+".png")
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(file, b.Screenshot(), 0o644)); err != nil {
		b.Fatal(err)
	}
	b.Logf("screenshot: %s", file)
}

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a Jupyter server as `make lab` starts it, without a browser.
type server struct {
	address, settings, kept string
}

// newServer starts one in a folder. What cells keep goes to kept.
func newServer(t *testing.T, dir, kept string) *server {
	t.Helper()
	s := &server{settings: t.TempDir(), kept: kept}
	s.address = serve(t, dir, s.settings, "GOSNN_KEEP_DIR="+kept)
	return s
}

// open opens a notebook of the server's folder with the kernel "gosnn", as JupyterLab does.
func (s *server) open(t *testing.T, notebook string) *driver {
	t.Helper()
	cmd := driverCommand(t, s.address, notebook)
	cmd.Env = append(os.Environ(), "JUPYTER_RUNTIME_DIR="+s.settings)
	return drive(t, cmd)
}

// newNotebookFile writes a notebook without cells.
func newNotebookFile(t *testing.T, file string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(`{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`), 0o644); err != nil {
		t.Fatal(err)
	}
}

// folderOfClass is a folder with spaces and letters of several scripts in its name.
func folderOfClass(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "수업 자료 ö")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// busyCell holds the lock of a file for as long as its program lives, says so, and then says and does nothing else: no broken pipe ends
// it.
const busyCell = `import "syscall"

%%%%
f, err := os.OpenFile(%q, os.O_CREATE|os.O_RDWR, 0o600)
if err != nil {
	panic(err)
}
if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
	panic(err)
}
fmt.Println("locked")
for i := 0; ; i++ {
}`

// TestKilledKernel kills the kernel in the middle of a cell, as a machine that runs out of memory does. Jupyter restarts it: what the cell
// was doing has ended, the next cell works, and kept values are still there.
func TestKilledKernel(t *testing.T) {
	t.Parallel()
	dir := folderOfClass(t)
	newNotebookFile(t, filepath.Join(dir, "숙제 1.ipynb"))
	k := newServer(t, dir, filepath.Join(dir, "kept")).open(t, "숙제 1.ipynb")
	k.want(keepCell, "computing")
	lock := filepath.Join(t.TempDir(), "lock")

	k.begin(fmt.Sprintf(busyCell, lock))
	k.waitFor("locked")
	if free(t, lock) {
		t.Fatal("the cell does not run")
	}
	if err := syscall.Kill(gonbOf(t, filepath.Join(dir, "kept")), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	k.revived()
	wantFree(t, lock)
	k.want(keepCell, "")
	k.want(sumCell, "[1.5]")

	// The button "Restart" does the same.
	k.begin(fmt.Sprintf(busyCell, lock))
	k.waitFor("locked")
	k.restart()
	wantFree(t, lock)
	k.want(keepCell, "")
	k.want(sumCell, "[1.5]")
}

// gonbOf returns GoNB's process of a kernel that keeps values in a folder of its own.
func gonbOf(t *testing.T, kept string) int {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/comm")
	if err != nil {
		t.Fatal(err)
	}
	for _, comm := range all {
		name, _ := os.ReadFile(comm) // it may have ended
		env, _ := os.ReadFile(filepath.Join(filepath.Dir(comm), "environ"))
		if string(name) != "gonb\n" || !strings.Contains(string(env), "GOSNN_KEEP_DIR="+kept+"\x00") {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(comm)))
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
	t.Fatal("no GoNB runs")
	return 0
}

// free reports whether nobody holds the lock of a file.
func free(t *testing.T, file string) bool {
	t.Helper()
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// wantFree waits a little for the cell that holds a file's lock to end.
func wantFree(t *testing.T, file string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !free(t, file); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the cell of a kernel that has ended still runs")
		}
	}
}

// TestTwoLabs has two JupyterLabs with the same notebook open. What both want is computed once, each sees the values of its own
// code, and neither loses any by what the other forgets.
func TestTwoLabs(t *testing.T) {
	t.Parallel()
	dir, kept := folderOfClass(t), filepath.Join(t.TempDir(), "kept")
	newNotebookFile(t, filepath.Join(dir, "shared.ipynb"))
	one, two := newServer(t, dir, kept).open(t, "shared.ipynb"), newServer(t, dir, kept).open(t, "shared.ipynb")
	slow := strings.Replace(keepCell, "fmt.Println(\"computing\")", "fmt.Println(\"computing\")\n\ttime.Sleep(3 * time.Second)", 1)
	one.begin(slow)
	two.begin(slow)
	first, second := one.end(cellLimit), two.end(cellLimit)
	if first.failed() || second.failed() || strings.Count(first.text()+second.text(), "computing") != 1 {
		t.Errorf("both were to use what one computed:\n%s\n%s", first.text(), second.text())
	}
	one.want("var gain = 0.5", "computing")
	for range 2 {
		one.want(sumCell, "[3]")
		two.want(sumCell, "[1.5]")
	}
	one.want("%%\nfmt.Println(kernel.ForgetAll())", "<nil>")
	two.want(sumCell, "computing\n[1.5]")
	one.want(sumCell, "computing\n[3]")
	two.want(sumCell, "[1.5]")
}

// TestMovedNotebook moves a notebook while its kernel runs, and puts another in its place. Kept values are always those of the code; those
// that cannot be found are computed again.
func TestMovedNotebook(t *testing.T) {
	t.Parallel()
	dir := folderOfClass(t)
	s := newServer(t, dir, filepath.Join(t.TempDir(), "kept"))
	newNotebookFile(t, filepath.Join(dir, "one.ipynb"))
	if err := os.Mkdir(filepath.Join(dir, "다른 폴더"), 0o755); err != nil {
		t.Fatal(err)
	}
	k := s.open(t, "one.ipynb")
	k.want(keepCell, "computing")
	k.rename("다른 폴더/둘.ipynb")
	k.want(sumCell, "[1.5]")

	newNotebookFile(t, filepath.Join(dir, "one.ipynb"))
	other := s.open(t, "one.ipynb")
	other.want(strings.Replace(keepCell, "0.25", "2.5", 1), "computing")
	other.want(sumCell, "[15]")
	k.want(sumCell, "[1.5]")

	k.restart() // now the kernel has the new place
	k.want(keepCell, "computing")
	k.want(sumCell, "[1.5]")
	other.want(sumCell, "[15]")
}

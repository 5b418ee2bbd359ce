package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// gonbCommand prints the number of GoNB's process: the parent of the stub, which is the shell's.
const gonbCommand = "!cut -d' ' -f4 /proc/$PPID/stat"

// TestLongSession runs 40 cells in one kernel, of which a quarter panics. What the kernel takes after ten, it takes after all: memory, open
// files, processes, and files in its temporary folder.
func TestLongSession(t *testing.T) {
	t.Parallel()
	dir, temp := t.TempDir(), t.TempDir()
	k := start(t, dir, "TMPDIR="+temp, "GOSNN_KEEP_DIR="+filepath.Join(dir, "kept"), "JPY_SESSION_NAME="+filepath.Join(dir, "long.ipynb"))
	pid, err := strconv.Atoi(strings.TrimSpace(k.run(gonbCommand).text()))
	if err != nil {
		t.Fatal(err)
	}
	k.want(keepCell, "computing")
	k.want("import \"gosnn/plots\"", "")
	var before held
	for i := range 40 {
		switch i % 4 {
		case 0:
			k.want(fmt.Sprintf("func spike%d() int { return %d }\n\n%%%%\nfmt.Println(spike%d())", i, i, i), fmt.Sprint(i))
		case 1:
			k.want(sumCell, "[1.5]")
		case 2:
			r := k.run(fmt.Sprintf("%%%%\nplots.Show(snn.Must(plots.Raster(snn.Must(snn.Rate(spikes, snn.NumSteps(%d), snn.Seed(1))).MustReshape([]int64{-1, 6}, true))))", i))
			if r.failed() || len(r.outputs) == 0 {
				t.Errorf("cell %d: %q\n%.2000s", i, r.status, r.text())
			}
		case 3:
			if r := k.run(fmt.Sprintf("%%%%\npanic(%d)", i)); !r.failed() {
				t.Errorf("cell %d did not panic", i)
			}
		}
		if i == 9 {
			before = heldBy(t, pid, temp)
		}
	}
	after := heldBy(t, pid, temp)
	t.Logf("after 10 cells %+v, after 40 %+v", before, after)
	if after.memory > before.memory+32<<20 || after.open > before.open+4 || after.processes > before.processes || after.files > before.files+8 {
		t.Errorf("after 10 cells %+v, after 40 %+v", before, after)
	}
	if after.processes < 1 { // gopls
		t.Errorf("%d processes of a kernel that runs: this test has looked at another", after.processes)
	}
}

// held is what a kernel takes.
type held struct {
	memory    int // resident, bytes
	open      int // files, pipes and sockets
	processes int // that it has started
	files     int // in its temporary folder
}

func heldBy(t *testing.T, pid int, temp string) (h held) {
	t.Helper()
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	statm, err := os.ReadFile(filepath.Join(proc, "statm"))
	if err != nil {
		t.Fatal(err)
	}
	var size, resident int
	if _, err := fmt.Fscan(bytes.NewReader(statm), &size, &resident); err != nil {
		t.Fatal(err)
	}
	open, err := os.ReadDir(filepath.Join(proc, "fd"))
	if err != nil {
		t.Fatal(err)
	}
	h.memory, h.open = resident*os.Getpagesize(), len(open)
	children, err := filepath.Glob(filepath.Join(proc, "task", "*", "children"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range children {
		list, _ := os.ReadFile(file) // a thread may have ended
		h.processes += len(bytes.Fields(list))
	}
	if err := filepath.WalkDir(temp, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			h.files++
		}
		return nil // what has just been removed is no file
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gosnn/kernel/host/hot"
	"gosnn/kernel/host/hot/client"
	"gosnn/kernel/host/stub/protocol"
)

// hotKernel is a kernel whose cells are hot.
type hotKernel struct {
	*driver
	folder string // GoNB's
}

// startHot starts a kernel, and runs a first cell, which is hot.
func startHot(t testing.TB, dir string, variables ...string) *hotKernel {
	t.Helper()
	if why := makeHost(t); why != "" {
		t.Skip(why)
	}
	k := &hotKernel{driver: start(t, dir, append(variables, hot.Variable+"=")...)}
	r := k.run("import \"gosnn/snn\"\n%%\nfmt.Println(os.Getenv(\"GONB_TMP_DIR\"), snn.NumSteps(1))")
	if r.failed() {
		t.Fatal(r.text())
	}
	k.folder = strings.Fields(r.stream("stdout"))[0]
	k.isHot("the first cell")
	return k
}

func (k *hotKernel) isHot(what string) {
	k.Helper()
	if !client.IsImage(filepath.Join(k.folder, protocol.Program)) {
		why, _ := os.ReadFile(filepath.Join(k.folder, client.Folder, "ordinary"))
		k.Fatalf("%s was built the ordinary way: %s", what, why)
	}
}

// zygote is the process of the kernel's zygote.
func (k *hotKernel) zygote() int {
	k.Helper()
	state, err := os.ReadFile(filepath.Join(k.folder, client.Folder, hot.StateFile))
	if err != nil {
		k.Fatal(err)
	}
	words := strings.Fields(string(state))
	pid, err := strconv.Atoi(words[len(words)-1])
	if err != nil {
		k.Fatal(err)
	}
	return pid
}

// gone reports whether a process has ended.
func gone(pid int) bool {
	state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || bytes.Contains(state, []byte(") Z "))
}

const pidCell = "%%%%\nfmt.Println(\"pid\", os.Getpid(), snn.NumSteps(%d))\nselect {}"

// endless runs a cell that does not end, and returns its process.
func (k *hotKernel) endless(n int) int {
	k.Helper()
	k.begin(fmt.Sprintf(pidCell, n))
	words := strings.Fields(k.waitFor("pid "))
	pid, err := strconv.Atoi(words[1])
	if err != nil {
		k.Fatal(err)
	}
	k.isHot("an endless cell")
	return pid
}

// TestHotKilled kills each process that has to do with a hot cell. The next cell is hot again.
func TestHotKilled(t *testing.T) {
	t.Parallel()
	k := startHot(t, t.TempDir())
	next := func(n int) {
		t.Helper()
		k.want(fmt.Sprintf("%%%%\nfmt.Println(snn.NumSteps(%d))", n), strconv.Itoa(n))
		k.isHot("the next cell")
	}
	zygote := k.zygote()
	syscall.Kill(zygote, syscall.SIGKILL)
	until(t, "the zygote ends", func() bool { return gone(zygote) })
	next(1)

	cell := k.endless(2)
	syscall.Kill(k.zygote(), syscall.SIGKILL)
	if r := k.end(cellLimit); !r.failed() || !gone(cell) {
		t.Errorf("the zygote was killed: %s, %s", r.status, r.text())
	}
	next(3)

	cell = k.endless(4)
	syscall.Kill(cell, syscall.SIGKILL)
	if r := k.end(cellLimit); !r.failed() || !strings.Contains(r.text(), "killed") {
		t.Errorf("the cell was killed: %s, %s", r.status, r.text())
	}
	next(5)

	cell = k.endless(6)
	for _, pid := range stubs(k.folder) {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	if r := k.end(cellLimit); !r.failed() {
		t.Errorf("the stub was killed: %s, %s", r.status, r.text())
	}
	until(t, "the cell ends with its stub", func() bool { return gone(cell) })
	next(7)

	cell = k.endless(8)
	k.interrupt()
	if r := k.end(cellLimit); !r.failed() || !gone(cell) {
		t.Errorf("an interrupt: %s, %s", r.status, r.text())
	}
	next(9)

	cell, zygote = k.endless(10), k.zygote()
	syscall.Kill(k.pid, syscall.SIGKILL)
	until(t, "all end with the kernel", func() bool { return gone(cell) && gone(zygote) })
}

// stubs lists the processes that run as the program in a folder of GoNB's.
func stubs(folder string) (pids []int) {
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range lines {
		text, _ := os.ReadFile(name)
		program, _, _ := bytes.Cut(text, []byte{0})
		if exe, _ := os.Readlink(filepath.Join(filepath.Dir(name), "exe")); filepath.Dir(string(program)) == folder && filepath.Base(exe) == "stub" {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			pids = append(pids, pid)
		}
	}
	return pids
}

// TestHotLeavesNothing runs forty cells: no process, file or mapping stays of them.
func TestHotLeavesNothing(t *testing.T) {
	t.Parallel()
	k := startHot(t, t.TempDir())
	zygote := k.zygote()
	state := func() (s [5]int) {
		files, _ := filepath.Glob(filepath.Join(k.folder, ".gosnn*")) // GoNB and gopls have others there
		hidden, _ := filepath.Glob(filepath.Join(k.folder, client.Folder, "*"))
		descriptors, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", zygote))
		maps, _ := os.ReadFile(fmt.Sprintf("/proc/%d/maps", zygote))
		children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", zygote, zygote))
		return [5]int{len(files), len(hidden), len(descriptors), bytes.Count(maps, []byte("\n")), len(strings.Fields(string(children)))}
	}
	cell := func(n int) {
		t.Helper()
		k.want(fmt.Sprintf("%%%%\nfmt.Println(snn.NumSteps(%d))", n), strconv.Itoa(n))
	}
	cell(0)
	before := state() // the first cell's process may be just ending
	for n := range 40 {
		cell(n + 1)
	}
	k.isHot("the last cell")
	var after [5]int
	until(t, "what the last cell's process had is gone", func() bool {
		after = state()
		for i := range after {
			if after[i] > before[i] {
				return false
			}
		}
		return after[4] == 0
	})
	t.Log("files, those for hot cells, descriptors, mappings, children:", before, after)
	if k.zygote() != zygote {
		t.Error("there is another zygote")
	}
}

// TestHotStudent has a kernel whose user may not write to the home's build cache, as in a class: its cells are hot by the home's host.
func TestHotStudent(t *testing.T) {
	t.Parallel()
	startHot(t, t.TempDir(), "GOCACHEPROG="+home(t).CacheProgram())
}

// TestHotKeep keeps values in hot cells and takes them in ordinary ones, and the other way round.
func TestHotKeep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	variables := []string{"GOSNN_KEEP_DIR=" + filepath.Join(dir, "kept"), "JPY_SESSION_NAME=" + filepath.Join(dir, "lecture.ipynb")}
	k := startHot(t, dir, variables...)
	k.want(keepCell, "computing")
	k.isHot("a cell that keeps")
	k.want(sumCell, "[1.5]")
	ordinary := start(t, dir, append(variables, hot.Variable+"=off")...)
	ordinary.want("import \"gosnn/snn\"\n%%\nfmt.Println(snn.NumSteps(1))", "1")
	ordinary.want(keepCell, "")
	ordinary.want(sumCell, "[1.5]")
	ordinary.want("var gain = 0.5", "computing")
	k.want("var gain = 0.5", "")
	k.want(sumCell, "[3]")
	k.isHot("a cell that takes a kept value")
}

// TestHotEnvironment changes a variable that libraries read when they load: the zygote is another then.
func TestHotEnvironment(t *testing.T) {
	t.Parallel()
	k := startHot(t, t.TempDir())
	zygote := k.zygote()
	k.want("%env OMP_NUM_THREADS 1\n%%\nfmt.Println(snn.NumSteps(2), os.Getenv(\"OMP_NUM_THREADS\"))", "Set: OMP_NUM_THREADS=\"1\"\n2 1")
	k.isHot("a cell after %env")
	until(t, "the zygote before ends", func() bool { return gone(zygote) })
}

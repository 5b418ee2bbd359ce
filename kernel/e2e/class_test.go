package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gosnn/notebooks/lecture"
)

// classCells is how many of the tutorial's code cells the test of a class runs: those on data and rate coding, with all kinds of
// figures. BenchmarkClass runs the whole tutorial.
const classCells = 15

// TestClass has a class of eight log in at a JupyterHub and work through the tutorial at the same time. Each must see what the
// committed notebook shows, and the build cache that they share must stay as it is.
func TestClass(t *testing.T) {
	runClass(t, 8, classCells, false)
}

// BenchmarkClass measures what the whole tutorial takes of a class of one and of eight, and of eight whose lecturer has run it before.
func BenchmarkClass(b *testing.B) {
	for _, class := range []struct {
		users int
		run   bool
	}{{1, false}, {8, false}, {8, true}} {
		users := class.users
		b.Run(fmt.Sprintf("users=%d/run=%t", users, class.run), func(b *testing.B) {
			for b.Loop() {
				c := runClass(b, users, 0, class.run)
				b.ReportMetric(0, "ns/op") // one round's time says nothing more
				b.ReportMetric(c.took.Seconds(), "s")
				b.ReportMetric(c.median().Seconds(), "median-s/cell")
				b.ReportMetric(c.slowest().Seconds(), "slowest-s/cell")
				b.ReportMetric(c.cpu().Seconds(), "cpu-s/cell")
				b.ReportMetric(float64(c.memory.all)/float64(users)/(1<<20), "MB/user")
				b.ReportMetric(float64(c.disk)/(1<<20), "disk-MB/user")
			}
		})
	}
}

// classRun is what was seen of a class.
type classRun struct {
	users  int
	took   time.Duration
	times  []time.Duration // of all cells of all users, sorted
	all    time.Duration   // of all processors
	memory *memory
	disk   int64 // bytes of a home folder at the end
	own    int64 // bytes of it in the user's own build cache
}

func (c classRun) median() time.Duration  { return c.times[len(c.times)/2] }
func (c classRun) slowest() time.Duration { return c.times[len(c.times)-1] }
func (c classRun) cpu() time.Duration     { return c.all / time.Duration(len(c.times)) }

// log reports the measurements.
func (c classRun) log(t testing.TB) {
	t.Helper()
	t.Logf("%d users, %d cells each: %s from the first login to the last cell", c.users, len(c.times)/c.users, c.took.Round(time.Second))
	t.Logf("a cell: median %.2f s, slowest %.2f s; processor time per cell, with all that starts, %.2f s",
		c.median().Seconds(), c.slowest().Seconds(), c.cpu().Seconds())
	t.Logf("memory of a user at most: %s; of all together %d MB", c.memory.user(), c.memory.all>>20)
	t.Logf("disk of a user: %d MB, of which the build cache %d MB", c.disk>>20, c.own>>20)
}

// runClass runs the first code cells of the tutorial, or all for 0, as that many users of a hub, and compares what they see. All cells are new
// to the class, unless the lecturer has run them.
func runClass(t testing.TB, users, cells int, run bool) classRun {
	t.Helper()
	want, file := firstCells(t, cells)
	makeHost(t) // as set-up does
	// What cells import is compiled before the class, as by set-up: the sources may have changed since.
	lecturer := start(t, t.TempDir())
	for i, cell := range codeOf(want) {
		if i == 0 || run {
			if r := lecturer.run(cell); r.failed() {
				t.Fatal(r.text())
			}
		}
	}
	cache, hosts := newSharedCache(t), hostsOf(t)
	hb := startHub(t, cache.dir)
	hb.wantLoopback(t)
	names := make([]string, users)
	for i := range names {
		names[i] = fmt.Sprintf("student%d", i+1)
	}
	c := classRun{users: users, memory: watchMemory(t, filepath.Join(hb.dir, "home"))}
	start := time.Now()
	hb.class(t, file, names, func(_ string, _ int, took time.Duration) { c.times = append(c.times, took) })
	c.took = time.Since(start)
	c.memory.stop()
	hb.stop()
	c.all = hb.cpu
	slices.Sort(c.times)
	for _, name := range names {
		got, err := lecture.ReadNotebook(filepath.Join(hb.dir, "home", name, "notebook.ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := got.Diff(want, true); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		own := size(t, filepath.Join(hb.dir, "home", name, ".cache", "gosnn", "build"))
		if own == 0 {
			t.Errorf("%s has built nothing in a build cache of their own", name)
		}
		c.own, c.disk = max(c.own, own), max(c.disk, size(t, filepath.Join(hb.dir, "home", name)))
	}
	cache.unchanged(t)
	if now := hostsOf(t); !slices.Equal(now, hosts) {
		t.Errorf("the class has made hosts for hot cells, though there was one: %q, before %q", now, hosts)
	}
	c.log(t)
	return c
}

// firstCells is the committed tutorial up to its n-th code cell, all of it for 0, and a file of it as nobody has run it.
func firstCells(t testing.TB, n int) (run *lecture.Notebook, file string) {
	t.Helper()
	run, err := lecture.ReadNotebook(filepath.Join(home(t).Root, "notebooks", "tutorial_1_spike_encoding.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	run.Afresh()
	for i, c := range run.Cells {
		if c.Type == "code" && *c.Count == n {
			run.Cells = run.Cells[:i+1]
			break
		}
	}
	notRun := *run
	notRun.Cells = slices.Clone(run.Cells)
	for i := range notRun.Cells {
		notRun.Cells[i].Outputs, notRun.Cells[i].Count = nil, nil
	}
	file = filepath.Join(t.TempDir(), "tutorial.ipynb")
	if err := notRun.WriteFile(file); err != nil {
		t.Fatal(err)
	}
	return run, file
}

// codeOf is the source of a notebook's cells with code.
func codeOf(n *lecture.Notebook) (cells []string) {
	for _, c := range n.Cells {
		if c.Type == "code" {
			cells = append(cells, string(c.Source))
		}
	}
	return cells
}

// size is the number of bytes in the files below a folder.
func size(t testing.TB, dir string) (n int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Error(err)
	}
	return n
}

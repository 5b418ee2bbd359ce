package hot

import (
	"bytes"
	"context"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func command(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }

// TestGoroot runs Go's own test programs, those that begin with "// run", both ways: one in 24 of them, chosen by the hash of
// its name, or all with GOSNN_TEST_HOT=all.
func TestGoroot(t *testing.T) {
	const sample = 24
	h := find(t)
	root, err := h.goroot()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "test")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("this Go comes without its tests: ", err)
	}
	var files []string
	for _, pattern := range []string{"*.go", "*/*.go", "*/*/*.go"} {
		more, _ := filepath.Glob(filepath.Join(dir, pattern))
		files = append(files, more...)
	}
	all := os.Getenv("GOSNN_TEST_HOT") == "all"
	next := make(chan string)
	var ran, refused atomic.Int32
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		trial := newTrial(t, h)
		workers.Go(func() {
			for file := range next {
				switch trial.goroot(t, file) {
				case "ran":
					ran.Add(1)
				case "refused":
					refused.Add(1)
				}
			}
		})
	}
	for _, file := range files {
		name := strings.TrimPrefix(file, dir)
		hash := fnv.New32a()
		hash.Write([]byte(name))
		text, err := os.ReadFile(file)
		if err == nil && (all || hash.Sum32()%sample == 0) && bytes.HasPrefix(text, []byte("// run\n")) && !strings.Contains(lowAddress, name) {
			next <- file
		}
	}
	close(next)
	workers.Wait()
	t.Logf("%d programs ran both ways, %d were refused", ran.Load(), refused.Load())
	if ran.Load() < 20 || refused.Load() > ran.Load()/50 {
		t.Errorf("%d programs ran, %d were refused", ran.Load(), refused.Load())
	}
}

// lowAddress wants its variables below an address at which they are nearly never.
const lowAddress = "/nilptr.go"

// goroot runs one of Go's test programs both ways.
func (t *Trial) goroot(test *testing.T, file string) string {
	source, err := os.ReadFile(file)
	if err != nil {
		test.Error(err)
		return ""
	}
	if err := os.WriteFile(filepath.Join(t.dir, "main.go"), source, 0o600); err != nil {
		test.Error(err)
		return ""
	}
	// Not all of them would be admitted: they have no C in them, or directives for the compiler.
	cell := &Cell{Dir: t.dir, Module: "gonb_trial", source: source}
	if err := t.host.Build(cell, t.image()); err != nil {
		if strings.Contains(err.Error(), "hot linker: ") {
			test.Logf("%s: %v", file, err)
			return "refused"
		}
		return "" // one that wants flags of the compiler's, or is for another system
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	hot, err := t.Hot(ctx)
	if err != nil && ctx.Err() == nil {
		test.Errorf("%s: %v", file, err)
		return ""
	}
	want, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if hot.Status.ExitStatus() == 0 && hot.Stdout+hot.Stderr == string(want) {
		return "ran"
	}
	ctx, cancel = context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	ordinary, err := t.Ordinary(ctx)
	if err != nil && ctx.Err() == nil {
		test.Errorf("%s: %v", file, err)
		return ""
	}
	if hot.Status != ordinary.Status || ordinary.Status.ExitStatus() == 0 && hot != ordinary {
		test.Errorf("%s: hot: %v\n%.2000s%.2000s\nordinary: %v\n%.2000s%.2000s", file, hot.Status, hot.Stdout, hot.Stderr, ordinary.Status, ordinary.Stdout, ordinary.Stderr)
	}
	return "ran"
}

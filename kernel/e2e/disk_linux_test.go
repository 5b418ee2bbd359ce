package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// bigCell keeps two values that do not fit on a small disk.
const bigCell = `import "github.com/sugarme/gotch/ts"

%%
big := kernel.Keep("big", func() (*ts.Tensor, error) {
	return ts.Full([]int64{20, 1000, 1000}, ts.FloatScalar(0.5), gotch.Float, gotch.CPU)
})
text := kernel.Keep("text", func() (string, error) { return strings.Repeat("spike", 16_000_000), nil })
fmt.Println(big.MustSum(gotch.Double, false).Float64Values(), len(text))`

// smallDisk is the size in bytes of a disk on which a cell's program has room, but not bigCell's values, of 80 MB each.
const smallDisk = 64 << 20

// TestFullDiskKeep has no room for what cells keep. They work, and say why they keep nothing; what finds room is kept.
func TestFullDiskKeep(t *testing.T) {
	t.Parallel()
	small := t.TempDir()
	prefix, ok := mounted(small, fmt.Sprint("size=", smallDisk))
	reason := "no space left on device"
	if !ok { // no file may be larger
		prefix = []string{"prlimit", fmt.Sprint("--fsize=", smallDisk)}
		reason = "file too large"
	}
	k := startMounted(t, prefix, t.TempDir(), "GOSNN_KEEP_DIR="+filepath.Join(small, "kept"))
	for range 2 {
		r := k.run(bigCell)
		if r.failed() || strings.TrimSpace(r.stream("stdout")) != "[1e+07] 80000000" {
			t.Errorf("status %q\n%s", r.status, r.text())
		}
		for _, part := range []string{"kernel.Keep: big: computed, not kept", reason, "What to do: kernel.ForgetAll() or free some space"} {
			if !strings.Contains(r.stream("stderr"), part) {
				t.Errorf("no %q in %s", part, r.text())
			}
		}
	}
	k.want(keepCell, "computing")
	k.want(sumCell, "[1.5]")
}

// TestFullDiskBuild fills the disk on which cells are built, and then makes room: a cell finds what it needs or says what to do, and then
// all work again.
func TestFullDiskBuild(t *testing.T) {
	t.Parallel()
	small := t.TempDir()
	prefix, ok := mounted(small, fmt.Sprint("size=", smallDisk))
	k := startMounted(t, prefix, t.TempDir(), "TMPDIR="+small)
	kernel := strings.TrimSpace(k.run(gonbCommand).text())
	fill := func() { k.run("!head -c 1G /dev/zero > $TMPDIR/fill") }
	free := func() { k.run("!rm $TMPDIR/fill") }
	says := []string{"What to do: free some space"}
	if !ok { // no file may be larger than a byte, which is as good a reason to fail
		limit := func(size string) {
			if out, err := exec.Command("prlimit", "--pid="+kernel, "--fsize="+size+":").CombinedOutput(); err != nil {
				t.Fatalf("prlimit: %v\n%s", err, out)
			}
		}
		fill, free, says = func() { limit("1") }, func() { limit("unlimited") }, nil
	}
	k.want(gotchCell, "[6]")
	for _, c := range []struct{ code, want string }{{"%%\nfmt.Println(\"full\")", "full"}, {gotchCell, "[6]"}} {
		fill()
		for range 2 {
			r := k.run(c.code)
			if !r.failed() && strings.TrimSpace(r.stream("stdout")) == c.want {
				continue // the room of the last cell's program did for this one
			}
			if r.status != "error" || len(r.text()) == 0 {
				t.Errorf("status %q\n%s", r.status, r.text())
			}
			for _, part := range says {
				if !strings.Contains(r.text(), part) {
					t.Errorf("no %q in\n%s", part, r.text())
				}
			}
		}
		free()
		k.want(gotchCell, "[6]")
	}
}

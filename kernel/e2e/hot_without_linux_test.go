package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gosnn/kernel/host/hot/client"
	"gosnn/kernel/host/stub/protocol"
)

// TestHotWithoutZygote runs a hot cell whose zygote was killed since: it is linked by Go's linker then.
func TestHotWithoutZygote(t *testing.T) {
	t.Parallel()
	k := startHot(t, t.TempDir())
	k.want("%%\nfmt.Println(snn.NumSteps(len(os.Args)+2), kernel.Keep(\"x\", func() (int, error) { return 4, nil }))", "3 4")
	k.isHot("the cell")
	zygote := k.zygote()
	syscall.Kill(zygote, syscall.SIGKILL)
	until(t, "the zygote ends", func() bool { return gone(zygote) })
	programs, _ := filepath.Glob(filepath.Join(k.folder, "gonb_*"))
	if len(programs) != 1 {
		t.Fatal(programs)
	}
	for range 2 { // the second time it is there
		cmd := exec.Command(programs[0])
		cmd.Env = append(os.Environ(), kernelEnvironment(t)...)
		if out, err := cmd.CombinedOutput(); err != nil || string(out) != "3 4\n" {
			t.Errorf("%v: %s", err, out)
		}
		if client.IsImage(filepath.Join(k.folder, protocol.Program)) {
			t.Error("it is hot still")
		}
	}
}

// TestHotWithoutMemory limits the zygote's memory to what it has: a cell that finds no room there is linked by Go's linker, and the one
// after the limit is gone is hot.
func TestHotWithoutMemory(t *testing.T) {
	t.Parallel()
	k := startHot(t, t.TempDir())
	zygote := k.zygote()
	var before unix.Rlimit
	if err := unix.Prlimit(zygote, unix.RLIMIT_AS, nil, &before); err != nil {
		t.Fatal(err)
	}
	if err := unix.Prlimit(zygote, unix.RLIMIT_AS, &unix.Rlimit{Cur: 1 << 20, Max: before.Max}, nil); err != nil {
		t.Fatal(err)
	}
	k.want("%%\nfmt.Println(snn.NumSteps(7))", "7")
	if client.IsImage(filepath.Join(k.folder, protocol.Program)) {
		t.Error("there was room for a hot cell")
	}
	if err := unix.Prlimit(zygote, unix.RLIMIT_AS, &before, nil); err != nil {
		t.Fatal(err)
	}
	k.want("%%\nfmt.Println(snn.NumSteps(8))", "8")
	k.isHot("the cell that finds room again")
	if k.zygote() != zygote {
		t.Error("there is another zygote")
	}
}

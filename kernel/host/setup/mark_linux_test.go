package setup

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// mountNamespace is set in a process that may mount.
const mountNamespace = "GOSNN_TEST_MOUNTS"

// TestRemoveMounted has a folder of another disk inside of a home, and a home that is one.
func TestRemoveMounted(t *testing.T) {
	if os.Getenv(mountNamespace) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestRemoveMounted$", "-test.v")
		cmd.Env = append(os.Environ(), mountNamespace+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
		out, err := cmd.CombinedOutput()
		if err != nil && os.Geteuid() != 0 {
			t.Skipf("mounting is for root: %v", err)
		}
		if err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	if err := syscall.Mount("", "/", "", syscall.MS_PRIVATE|syscall.MS_REC, ""); err != nil {
		t.Fatal(err)
	}
	for _, below := range []string{"", "data of mine"} {
		h, disk := testHome(t), t.TempDir()
		if err := os.MkdirAll(h.path(below), 0o755); err != nil {
			t.Fatal(err)
		}
		if below == "" {
			if err := syscall.Mount(disk, h.Dir, "", syscall.MS_BIND, ""); err != nil {
				t.Fatal(err)
			}
		}
		write(t, h.path(markFile), mark{h.Dir, h.Root}.String())
		if below != "" {
			if err := syscall.Mount(disk, h.path(below), "", syscall.MS_BIND, ""); err != nil {
				t.Fatal(err)
			}
		}
		write(t, h.path(below, "thesis.tex"), "years of work")
		if err := h.Remove(); err == nil || !strings.Contains(err.Error(), "mount point") {
			t.Errorf("a home with a mount point: %v", err)
		}
		read(t, h.path(below, "thesis.tex"))
		if err := syscall.Unmount(h.path(below), 0); err != nil {
			t.Fatal(err)
		}
	}
}

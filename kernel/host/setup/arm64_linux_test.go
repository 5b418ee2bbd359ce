package setup

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestArm64 sets up for Linux on arm64 on a machine of another kind, by a cross compiler, and runs snn's tests against snnTorch's values
// and a cell's program there by emulation. It is `make test-arm64`: to compile gotch by the cross
// compiler takes minutes, as set-up does.
func TestArm64(t *testing.T) {
	if os.Getenv("GOSNN_TEST_ARM64") == "" {
		t.Skip("this is make test-arm64")
	}
	h, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"qemu-aarch64", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Fatalf("%v. What to do: apt install qemu-user g++-aarch64-linux-gnu", err)
		}
	}
	t.Setenv("GOSNN_CXX", "aarch64-linux-gnu-g++")
	arm := Home{Dir: h.path("arm64"), Root: h.Root}
	t.Setenv("LIBTORCH", arm.path("libtorch"))
	if err := os.MkdirAll(arm.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go", "venv", "models", "mnist"} { // serve both kinds
		if err := os.Symlink(h.path(name), arm.path(name)); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	log, err := os.Create(arm.path("setup.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	r := newReport(log, log)
	if arm.checkLibtorch() != nil {
		if err := arm.fetchLibtorch(t.Context(), r, "linux-arm64"); err != nil {
			t.Fatal(err)
		}
	}
	if err := arm.run(t.Context(), r, []step{arm.stubStep(), arm.gradStep(), arm.gotchStep(), arm.libgotchStep()}); err != nil {
		t.Fatal(err)
	}
	// A cross compiler does not look at LIBRARY_PATH.
	lib := filepath.Join(arm.Libtorch(), "lib")
	t.Setenv("CGO_LDFLAGS", strings.Join([]string{"-L" + arm.gotchLib(), "-L" + lib, "-L" + arm.path("stubs"), "-Wl,-rpath-link," + lib}, " "))
	emulate := "qemu-aarch64 -L /usr/aarch64-linux-gnu"
	for _, args := range [][]string{
		{"test", "-exec", emulate, "-timeout=60m", "-run=Golden|Example|Philox|Seed", "./snn/..."},
		{"run", "-exec", emulate, "./kernel/host/setup/internal/try"},
	} {
		cmd := arm.Command("go", args...)
		cmd.Dir = arm.Root
		cmd.Env = append(cmd.Env, "GOARCH=arm64", "GOOS=linux", "CGO_ENABLED=1", "CC=aarch64-linux-gnu-gcc", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		t.Logf("go %s\n%s", strings.Join(args, " "), out)
		if err != nil {
			t.Error(err)
		}
	}
}

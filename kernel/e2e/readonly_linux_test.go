package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestReadOnly has a home folder, or a folder for kept values, that cannot be written to. Cells work, and say why they keep nothing; what
// the message says to do helps.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		variables func(folder string) []string
	}{
		{"home", func(folder string) []string { return []string{"HOME=" + folder, "XDG_CACHE_HOME=", "GOSNN_KEEP_DIR="} }},
		{"store", func(folder string) []string { return []string{"GOSNN_KEEP_DIR=" + filepath.Join(folder, "kept")} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder, prefix := readOnly(t)
			k := startMounted(t, prefix, t.TempDir(), c.variables(folder)...)
			k.want(snnCell, "[5 2] [5]")
			k.want("import \"github.com/sugarme/gotch/ts\"", "")
			for range 2 {
				r := k.run(keepCell)
				if r.failed() || strings.TrimSpace(r.stream("stdout")) != "computing" {
					t.Errorf("status %q\n%s", r.status, r.text())
				}
				for _, part := range []string{"kernel.Keep: spikes: computed, not kept", folder, "What to do: set GOSNN_KEEP_DIR to a folder of your own"} {
					if !strings.Contains(r.stream("stderr"), part) {
						t.Errorf("no %q in %s", part, r.text())
					}
				}
			}
			k.run("%env GOSNN_KEEP_DIR " + filepath.Join(t.TempDir(), "kept"))
			k.want(keepCell, "computing")
			k.want(sumCell, "[1.5]")
		})
	}
}

// TestNoSharedMemory takes away /dev/shm, which many a container has little of. Nothing of a cell's uses it: kept tensors are mapped
// from ordinary files.
func TestNoSharedMemory(t *testing.T) {
	t.Parallel()
	prefix, ok := mounted("/dev/shm", "ro")
	k := startMounted(t, prefix, t.TempDir(), "GOSNN_KEEP_DIR="+filepath.Join(t.TempDir(), "kept"))
	if ok {
		k.want("%%\n_, err := os.Create(\"/dev/shm/x\")\nfmt.Println(err != nil)", "true")
	}
	k.want(keepCell, "computing")
	k.want(sumCell, "[1.5]")
	k.want("%%\nspikes.MustSum(gotch.Float, false)\nmaps, err := os.ReadFile(\"/proc/self/maps\")\n"+
		"fmt.Println(err, bytes.Contains(maps, []byte(\"spikes@\")), bytes.Contains(maps, []byte(\"/dev/shm\")))", "<nil> true false")
}

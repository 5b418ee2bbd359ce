package e2e

import (
	"os"
	"os/exec"
	"testing"
)

// mounted is what to put before a command so that it sees an empty file system in memory on a folder, which nobody else sees. It takes no
// root, but a system that lets its users have namespaces: where it does not, ok is false.
func mounted(folder, options string) (prefix []string, ok bool) {
	const mount = `mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"`
	for _, unshare := range [][]string{{"unshare", "--map-root-user", "--mount"}, {"unshare", "--mount"}} {
		prefix = append(unshare, "sh", "-c", mount, "sh", options, folder)
		if exec.Command(prefix[0], append(prefix[1:], "true")...).Run() == nil {
			return prefix, true
		}
	}
	return nil, false
}

// startMounted is [start] behind such a prefix.
func startMounted(t *testing.T, prefix []string, dir string, variables ...string) *driver {
	t.Helper()
	cmd := driverCommand(t, append([]string{"gosnn"}, variables...)...)
	if args := append(prefix, cmd.Args...); len(prefix) > 0 {
		cmd = exec.Command(args[0], args[1:]...)
	}
	cmd.Dir = dir
	return drive(t, cmd)
}

// readOnly makes a folder that this user cannot write to, and what to put before a command that is to see it so. For root, who may
// write to every folder, it is one of a read-only file system; or if none can be mounted, one that no file can be made in.
func readOnly(t *testing.T) (folder string, prefix []string) {
	t.Helper()
	folder = t.TempDir()
	if prefix, ok := mounted(folder, "ro"); ok {
		return folder, prefix
	}
	if os.Geteuid() == 0 {
		return "/proc", nil
	}
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	return folder, nil
}

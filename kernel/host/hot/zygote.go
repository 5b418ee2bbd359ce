package hot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"gosnn/kernel/host/hot/client"
)

// Wake sees to it that the notebook in a folder has a zygote of this host, which ends with the kernel, a process. It does not wait
// until that has loaded libtorch: a cell that asks before is answered then.
//
// Libraries read their variables of the environment when they load. If one has changed, as by %env, another zygote is started.
func (h *Host) Wake(dir string, kernel int) error {
	folder := filepath.Join(dir, workFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	unlock, err := lock(filepath.Join(folder, "lock"), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer unlock()
	socket, state := filepath.Join(folder, client.Socket), filepath.Join(folder, StateFile)
	now := h.Dir + " " + environmentHash()
	if conn, err := client.Dial(socket); err == nil {
		conn.Close()
		if was, err := os.ReadFile(state); err == nil && strings.HasPrefix(string(was), now+" ") {
			return nil
		}
		if err := client.Leave(socket); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(socket); err != nil {
		return err
	}
	pid, err := h.start(folder, kernel)
	if err != nil {
		return err
	}
	return os.WriteFile(state, fmt.Appendf(nil, "%s %d", now, pid), 0o600)
}

// StateFile is, in a notebook's folder of hot cells, what is known of its zygote: its host, a hash of its environment, its process.
const StateFile = "zygote.state"

// start starts a zygote, and gives it the socket to listen at.
func (h *Host) start(folder string, kernel int) (pid int, err error) {
	dir, err := os.Open(folder)
	if err != nil {
		return 0, err
	}
	defer dir.Close()
	// A socket's path may not be long.
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), client.Socket), Net: "unix"})
	if err != nil {
		return 0, err
	}
	listener.SetUnlinkOnClose(false)
	defer listener.Close()
	file, err := listener.File()
	if err != nil {
		return 0, err
	}
	defer file.Close()
	fd, err := pidfd(kernel)
	if err != nil {
		return 0, err
	}
	end := os.NewFile(uintptr(fd), "kernel")
	defer end.Close()
	if kernel != os.Getppid() && syscall.Kill(kernel, 0) != nil {
		return 0, errors.New("the kernel has ended")
	}
	cmd := exec.Command(h.executable())
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "GOSNN_ZYGOTE=1", "LD_PRELOAD="+h.path("libzygote.so"))
	cmd.ExtraFiles = []*os.File{file, end}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // signals to the kernel's group are not for it
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	pid = cmd.Process.Pid
	return pid, cmd.Process.Release()
}

// environmentHash is the hash of the variables that libraries may read when they load: of all but those that are known to differ
// between cells, or to be of no library's.
func environmentHash() string {
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		return strings.HasPrefix(name, "GO") || slices.Contains([]string{"PWD", "OLDPWD", "SHLVL", "_"}, name)
	})
	slices.Sort(env)
	sum := sha256.Sum256([]byte(strings.Join(env, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Sleep has the notebook's zygote end, if there is one.
func (h *Host) Sleep(dir string) { _ = client.Leave(filepath.Join(dir, workFolder, client.Socket)) }

package hot

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"gosnn/kernel/host/stub/protocol"
)

// MakeLater makes the host beside, in a process of its own, unless it is being made or could not be made before.
func (k Kernel) MakeLater() {
	self, err := os.Executable()
	if err != nil {
		return
	}
	if cmd := later(self); cmd.Start() == nil {
		_ = cmd.Process.Release()
	}
}

// later is the command. The notebook's front is not to hear of the module and the programs that it makes: they would pass for the notebook's.
func later(self string) *exec.Cmd {
	cmd := exec.Command(self, "hot", "make-later")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), protocol.Variable+"=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd
}

// makeBeside is what [Kernel.MakeLater] runs.
func (k Kernel) makeBeside() error {
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) // cells come first
	unlock, err := lock(filepath.Join(k.folder(), "lock"), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil
	}
	if err != nil {
		return err
	}
	key, err := k.Key()
	if err != nil {
		return err
	}
	if _, err := os.Stat(k.failure(key)); err == nil {
		return nil
	}
	unlock()
	_, err = k.Make()
	return err
}

// failure is the file that says why a host could not be made.
func (k Kernel) failure(key string) string { return filepath.Join(k.folder(), key+".failed") }

var errChanged = errors.New("making a host: what it is made of has changed meanwhile")

// changedSince returns errChanged if the key is no longer what it was.
func (k Kernel) changedSince(key string) error {
	if now, err := k.Key(); err != nil || now != key {
		return errors.Join(errChanged, err)
	}
	return nil
}

// remember notes whether the host could be made, so that it is not tried again for each cell.
func (k Kernel) remember(key string, err error) {
	switch {
	case err == nil:
		_ = os.RemoveAll(k.failure(key))
	case !errors.Is(err, errChanged):
		_ = os.WriteFile(k.failure(key), []byte(err.Error()+"\n"), 0o644)
	}
}

package front

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// nice is gopls's priority: a cell comes first, its own user's and others'.
const nice = 10

// Gopls becomes gopls, which lies beside this program. GoNB starts it in a group of processes of its own, and would leave it behind when it
// is killed: it ends with GoNB. It returns the reason why it cannot be started.
func Gopls(args []string) error {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		return err
	}
	runtime.LockOSThread() // what follows counts for the thread that becomes the program
	giveWay()
	if err := endWithParent(); err != nil {
		return err
	}
	return syscall.Exec(filepath.Join(filepath.Dir(self), "gopls"), args, os.Environ())
}

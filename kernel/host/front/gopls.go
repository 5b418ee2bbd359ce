package front

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"gosnn/kernel/host/stub/protocol"
)

// nice is gopls's priority: a cell comes first, its own user's and others'.
const nice = 10

// Gopls is gopls, which lies beside this program. As GoNB starts it, to listen at a socket, it is a [relay] between the two, which starts it
// again when GoNB has connected; otherwise it becomes gopls. It returns the reason why that cannot be started.
func Gopls(args []string) error {
	if i := slices.Index(args, "-listen"); i > 0 && i+1 < len(args) {
		if at, ok := strings.CutPrefix(args[i+1], "unix;"); ok {
			if front := protocol.Dial(); front != nil {
				runtime.LockOSThread() // as in endWithParent
				if err := endWithParent(); err != nil {
					return err
				}
				return serveGopls(at, exec.Command(args[0]), front)
			}
		}
	}
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		return err
	}
	runtime.LockOSThread() // what follows counts for the thread that becomes the program
	if err := endWithParent(); err != nil {
		return err
	}
	giveWay()
	return syscall.Exec(filepath.Join(filepath.Dir(self), "gopls"), args, os.Environ())
}

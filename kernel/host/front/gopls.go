package front

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"gosnn/kernel/host/stub/protocol"
)

// nice is gopls's priority: a cell comes first, its own user's and others'.
const nice = 10

// Gopls is gopls, which lies beside this program. As GoNB starts it, to listen at a socket, it is a [relay] between the two, which starts
// this again; otherwise it becomes gopls. It returns the reason why that cannot be started.
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
	program, err := goplsProgram()
	if err != nil {
		return err
	}
	runtime.LockOSThread() // what follows counts for the thread that becomes the program
	if err := endWithParent(); err != nil {
		return err
	}
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice)
	return syscall.Exec(program, args, os.Environ())
}

// goplsProgram is where gopls is.
func goplsProgram() (string, error) {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	return filepath.Join(filepath.Dir(self), "gopls"), err
}

// built reports whether gopls is there. Set-up builds it beside the first notebook.
func built() bool {
	program, err := goplsProgram()
	if err == nil {
		_, err = os.Stat(program)
	}
	return err == nil
}

const (
	calm       = 12 * time.Second // a kernel's first moments are for its first cells
	spareAsked = time.Second      // then it is looked for a processor to spare so often
)

// serveGopls is gopls for the one connection that GoNB makes to a socket, until that ends.
func serveGopls(at string, gopls *exec.Cmd, front *protocol.Conn) error {
	l, err := net.Listen("unix", at)
	if err != nil {
		return err
	}
	if err := front.Send(protocol.Message{Verb: protocol.Names}); err != nil {
		return err
	}
	r := newRelay(front)
	ended := make(chan error, 2)
	go r.listenToFront()
	go func() {
		conn, err := l.Accept()
		if err == nil {
			err = r.fromGonb(conn, conn)
		}
		ended <- err
	}()
	go func() { ended <- r.run(gopls) }()
	if err := <-ended; !errors.Is(err, io.EOF) {
		return err
	}
	return nil // GoNB or gopls has ended
}

// listenToFront hears of the first Tab.
func (r *relay) listenToFront() {
	for {
		m, err := r.front.Receive()
		if err != nil {
			return
		}
		if m.Verb == protocol.Read {
			close(r.wanted)
			return
		}
	}
}

// run starts gopls when it is time. It gives way to cells until somebody has pressed Tab, and waits for it.
func (r *relay) run(gopls *exec.Cmd) error {
	if ownSession() {
		setSessionPriority(nice)
		go func() {
			<-r.wanted
			setSessionPriority(0)
		}()
	}
	r.wait(calm)
	in, err := gopls.StdinPipe()
	if err != nil {
		return err
	}
	out, err := gopls.StdoutPipe()
	if err != nil {
		return err
	}
	gopls.Env = append(os.Environ(), "GOPROXY=off") // it would ask the network what go.mod may lack: cells get that
	if _, err := startWithParent(gopls); err != nil {
		return err
	}
	return r.fromGopls(in, out)
}

// wait returns when gopls is there and is to start.
func (r *relay) wait(calm time.Duration) {
	for pause := calm; ; pause = spareAsked {
		wanted := false
		select {
		case <-r.wanted:
			wanted = true
		case <-time.After(pause):
		}
		switch {
		case !r.built():
			time.Sleep(spareAsked)
		case wanted || r.spare():
			return
		}
	}
}

// spare reports whether the machine has had a processor to spare in the last minute, and has one now, where the system says so; elsewhere it always has.
func spare() bool {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return true
	}
	var minute, five, fifteen float64
	var now int // what runs, this process included
	if _, err := fmt.Sscanf(string(text), "%f %f %f %d/", &minute, &five, &fifteen, &now); err != nil {
		return true
	}
	n := runtime.NumCPU()
	return minute < float64(n) && now <= n
}

// Package front stands between Jupyter and GoNB, and makes a kernel of it that behaves as others do.
//
// GoNB knows Go: it makes a program of cells and runs it. It reports any program as a success, answers a part of the protocol, and
// keeps all that a program prints. The front is what Jupyter starts. It starts GoNB, on sockets in a folder of its own, and gives
// it one request at a time:
//
//	queue.go        requests and their order; what is queued after an error is aborted
//	run.go          a cell's beginning; gonb.go and interrupt.go are its course, clock.go what is due
//	answers.go      what the front answers itself: kernel_info, is_complete, history
//	output.go       what a cell shows, and how much of it; hold.go stops a program that shows more
//	errors.go       one error a cell, with the user's line; trace.go reads a panic's, place.go finds lines, hints.go helps
//	stubs.go        how programs end, see package stub
//	shows.go        displays wait for what was printed before them, see package order
//	sockets.go      both sides' sockets; packages zmtp and wire are the protocol
//	completion.go   names and help: gopls's, or else those of package index; gopls.go starts that one, relay.go and lsp.go pass its messages on
//	cell            the source of a cell
//
// GOSNN_FRONT=off in a kernelspec's environment runs GoNB without all of this.
package front

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"gosnn/kernel/host/front/index"
	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/setup"
	"gosnn/kernel/host/stub/protocol"
)

const (
	gonbStarts = 30 * time.Second
	gonbAsked  = 10 * time.Millisecond // again, until it publishes
	gonbEnds   = 1500 * time.Millisecond

	memory = 40 << 20 // above it garbage is collected more often: cells that show very much make it faster than it is collected otherwise

	parentVariable = "JPY_PARENT_PID" // jupyter_client sets it for a kernel that ends with its parent, and not for one that is independent
	serverAsked    = time.Second      // as ipykernel does
)

// front is a running kernel.
type front struct {
	dir        string
	clients    *sockets
	gonbs      *sockets // nil until GoNB listens
	command    *exec.Cmd
	stubs      map[*stubConn]bool // that run a program
	shows      []*showing         // programs that wait, in the order in which they asked
	session    *session
	relay      *stubConn // to gopls, if it is there
	asked      bool      // the relay, to have gopls read
	ending     bool
	subscribed bool
}

// Run is a kernel: it serves the connection file until Jupyter ends it. The command is GoNB's, in which the file's name stands for
// that of another. It returns nil if a client wished the end.
func Run(file string, command []string, stub string) error {
	if len(command) == 0 {
		return errors.New("front: no kernel's command")
	}
	if os.Getenv(protocol.Variable) == protocol.Off {
		path, err := exec.LookPath(command[0])
		if err != nil {
			return err
		}
		return syscall.Exec(path, command, os.Environ())
	}
	debug.SetMemoryLimit(memory)
	c, err := readConnection(file)
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	if os.Getenv(parentVariable) != "" {
		go endWithServer(signals)
	}
	f := &front{stubs: map[*stubConn]bool{}}
	if f.clients, err = listen(c); err != nil {
		return err
	}
	var lock *os.File
	if f.dir, lock, err = newFolder(); err != nil {
		return err
	}
	defer lock.Close() // and so it is open until then: a file that nobody refers to is closed
	defer remove(f.dir)
	f.session = newSession(f, time.Now, stub, names())
	f.session.publish(wire.New("status", nil, map[string]string{"execution_state": "starting"}))
	return f.serve(file, command, signals)
}

// endWithServer ends this kernel when the server that started it has ended without ending its kernels: it was killed. Others are the parents of
// orphans then.
func endWithServer(signals chan<- os.Signal) {
	for server := os.Getppid(); os.Getppid() == server; time.Sleep(serverAsked) {
	}
	signals <- syscall.SIGTERM
}

// names is the index of names that cells may use.
func names() *index.Index {
	goroot, _ := setup.GoRoot(os.Getenv("GOSNN_GO")) // without one the index has no standard library
	i := index.New(os.Getenv("GOSNN_ROOT"), goroot, os.Getenv("GOMODCACHE"))
	go func() {
		i.Warm("gosnn/snn", "gosnn/plots", "gosnn/kernel", "fmt", "github.com/sugarme/gotch", "github.com/sugarme/gotch/ts")
		debug.FreeOSMemory() // what reading took is six times what stays, and a class has a front each
	}()
	return i
}

// serve starts GoNB and is the loop that all events come to.
func (f *front) serve(file string, command []string, signals <-chan os.Signal) error {
	listener, stubs, err := listenToStubs(filepath.Join(f.dir, "stubs"))
	if err != nil {
		return err
	}
	defer listener.Close()
	inner, ended, err := f.startGonb(file, command)
	if err != nil {
		return err
	}
	fromClients, fromGonb := make(chan received), make(chan received, 64)
	f.clients.receive(fromClients, shell, control, stdin)
	dialed := make(chan *sockets, 1)
	go func() {
		if s, err := dial(inner, gonbStarts); err == nil {
			dialed <- s
		} else {
			fmt.Fprintln(os.Stderr, "front: GoNB does not listen:", err)
		}
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for !f.ending {
		if at := f.session.wake(); !at.IsZero() {
			timer.Reset(time.Until(at))
		}
		if f.gonbs != nil && !f.subscribed {
			timer.Reset(gonbAsked)
		}
		select {
		case m := <-fromClients:
			if m.channel == stdin {
				f.session.input(m.message)
			} else {
				f.session.fromClient(m.channel, m.message)
			}
		case m := <-fromGonb:
			f.fromGonb(m)
		case e := <-stubs:
			f.stub(e)
		case s := <-dialed:
			f.gonbs = s
			s.receive(fromGonb, shell, control, stdin, iopub)
			f.askGonb()
		case s := <-signals:
			if s == syscall.SIGINT {
				f.session.interrupt()
			} else {
				f.ending = true
			}
		case err := <-ended:
			f.clients.close()
			return fmt.Errorf("front: GoNB has ended: %w", cmpErr(err))
		case <-timer.C:
			if !f.subscribed && f.gonbs != nil {
				f.askGonb()
			}
			f.session.tick()
		}
	}
	f.clients.close()
	_ = f.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(gonbEnds):
		_ = f.command.Process.Kill()
	}
	return nil
}

// cmpErr is an error that is there.
func cmpErr(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}

// startGonb starts GoNB on sockets in the front's folder.
func (f *front) startGonb(file string, command []string) (inner connection, ended <-chan error, err error) {
	inner = connection{Transport: "ipc", IP: filepath.Join(f.dir, "k"), Shell: 1, Control: 2, Stdin: 3, IOPub: 4, Heartbeat: 5,
		Key: wire.NewID(), Scheme: "hmac-sha256"}
	text, err := json.Marshal(inner)
	if err != nil {
		return inner, nil, err
	}
	name := filepath.Join(f.dir, filepath.Base(file)) // GoNB takes the kernel's identity from it, for widgets
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return inner, nil, err
	}
	args := slices.Clone(command)
	for i, a := range args {
		if a == file {
			args[i] = name
		}
	}
	f.command = exec.Command(args[0], args[1:]...)
	f.command.Env = append(os.Environ(), protocol.Variable+"="+filepath.Join(f.dir, "stubs"))
	f.command.Stderr = os.Stderr
	ended, err = startWithParent(f.command)
	return inner, ended, err
}

// askGonb asks GoNB for something that it publishes a status for, until one comes: then it has the subscription.
func (f *front) askGonb() {
	f.gonb(shell, wire.New("kernel_info_request", nil, map[string]any{}))
}

// fromGonb takes a message of GoNB's.
func (f *front) fromGonb(m received) {
	switch m.channel {
	case iopub:
		if !f.subscribed {
			f.subscribed = true
			f.session.begun()
		}
		f.session.fromIOPub(m.message)
		f.through()
	case shell:
		f.session.fromShell(m.message)
	case stdin:
		f.session.ask(m.message)
	case control: // GoNB answers on shell
	}
}

func (f *front) client(ch channel, m *wire.Message) { f.clients.send(ch, m) }

func (f *front) gonb(ch channel, m *wire.Message) {
	if f.gonbs != nil { // a widget's message may come before
		f.gonbs.send(ch, m)
	}
}

func (f *front) order(verb string) {
	for c := range f.stubs {
		_ = c.Send(protocol.Message{Verb: verb})
	}
}

func (f *front) backlog() int { return f.clients.at[iopub].Backlog() }

func (f *front) folder() string { return gonbFolder(f.dir) }

func (f *front) end() { f.ending = true }

// interruptBuild ends the go command and what else makes a program of a cell: GoNB does not look for an interrupt then.
func (f *front) interruptBuild() {
	for pid, name := range children(f.command.Process.Pid) {
		if name == "go" || name == "goimports" {
			signalAll(pid, syscall.SIGINT)
		}
	}
}

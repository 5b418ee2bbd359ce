// Package protocol is what a stub and the front say to each other, over a Unix socket in the front's folder.
//
// A message is a line. A stub says what it is about to run, and starts it if the front answers so; it reports how the program
// ended, and ends itself when the front has read that. So the front knows of the end before GoNB does.
//
//	stub                front
//	begin cell          go, or no: the cell was interrupted while it was compiled
//	pid 4711            interrupt, stop, continue, at any time
//	printed 120 0       count: how many bytes the program has printed, to its output and its errors
//	exit 3, signal 9    ok
//
// A connection that ends without exit or signal is that of a stub that was killed. A cell's program connects, too, before it shows
// something: see package order.
//
//	program             front
//	show                ok: what it printed before is through
//
// So does what stands between GoNB and gopls.
//
//	names               read: somebody has pressed Tab
//	ready: it answers
package protocol

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"syscall"

	"gosnn/plots/display/order"
)

// Variable is the environment variable that names the front's socket. "off" in a kernelspec runs GoNB without a front.
const Variable = "GOSNN_FRONT"

// Off is the value of [Variable] for a kernel without a front.
const Off = "off"

// The verbs of what stands between GoNB and gopls.
const (
	Names = "names" // it is there
	Read  = "read"  // the front's: gopls is wanted, and is to read the sources now
	Ready = "ready" // gopls has read them, and GoNB may be asked
)

// Kind is what a stub runs.
type Kind string

const (
	Cell   Kind = "cell"   // a cell's program
	Shell  Kind = "shell"  // the command of a line that begins with an exclamation mark
	Script Kind = "script" // the program of %%bash, %%sh or %%script
)

// Message is one line.
type Message struct {
	Verb   string // begin, pid, printed, exit or signal of a stub; show of a program; names or ready; go, no, interrupt, stop, continue, count, ok or read of the front
	Kind   Kind   // of begin
	Number int    // of pid, exit, signal, and printed: to standard output
	Errors int    // of printed: to standard error
}

func (m Message) String() string {
	switch m.Verb {
	case "begin":
		return "begin " + string(m.Kind)
	case "pid", "exit", "signal":
		return fmt.Sprintf("%s %d", m.Verb, m.Number)
	case "printed":
		return fmt.Sprintf("printed %d %d", m.Number, m.Errors)
	}
	return m.Verb
}

var errMessage = errors.New("not a message of a stub's or the front's")

// Parse reads a line.
func Parse(line string) (m Message, err error) {
	m.Verb = line
	switch line {
	case "go", "no", "interrupt", "stop", "continue", "count", order.Show, order.OK, Names, Read, Ready:
		return m, nil
	}
	var word string
	if n, _ := fmt.Sscanf(line, "%s %s", &m.Verb, &word); n != 2 {
		return m, errMessage
	}
	switch m.Verb {
	case "begin":
		m.Kind = Kind(word)
		if m.Kind != Cell && m.Kind != Shell && m.Kind != Script {
			return m, errMessage
		}
	case "pid", "exit", "signal":
		if n, err := fmt.Sscanf(word, "%d", &m.Number); n != 1 || err != nil {
			return m, errMessage
		}
	case "printed":
		if n, err := fmt.Sscanf(line, "printed %d %d", &m.Number, &m.Errors); n != 2 || err != nil {
			return m, errMessage
		}
	default:
		return m, errMessage
	}
	if m.String() != line {
		return m, errMessage
	}
	return m, nil
}

// Conn is a connection, of either side. Send may be called by several goroutines, Receive by one.
type Conn struct {
	conn  net.Conn
	lines *bufio.Scanner
	mu    sync.Mutex
}

// New is the connection over conn.
func New(conn net.Conn) *Conn { return &Conn{conn: conn, lines: bufio.NewScanner(conn)} }

// Dial connects a stub to the front that [Variable] names, and takes the variable out of the environment: it means nothing
// to the program. It returns nil where there is no front.
func Dial() *Conn {
	name := os.Getenv(Variable)
	_ = os.Unsetenv(Variable)
	if name == "" || name == Off {
		return nil
	}
	conn, err := net.Dial("unix", name)
	if err != nil {
		return nil
	}
	return New(conn)
}

// Send sends a message. An error means that the other side has ended, which Receive reports, too.
func (c *Conn) Send(m Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := fmt.Fprintln(c.conn, m)
	return err
}

// Receive returns the next message.
func (c *Conn) Receive() (Message, error) {
	if !c.lines.Scan() {
		return Message{}, errors.Join(c.lines.Err(), net.ErrClosed)
	}
	return Parse(c.lines.Text())
}

// Close ends the connection.
func (c *Conn) Close() error { return c.conn.Close() }

// Ended is the message of how a program ended.
func Ended(status syscall.WaitStatus) Message {
	if status.Signaled() {
		return Message{Verb: "signal", Number: int(status.Signal())}
	}
	return Message{Verb: "exit", Number: status.ExitStatus()}
}

// Program is the file, beside main.go, that a cell is built to. GoNB runs the stub in its place.
const Program = ".gosnn-cell"

// Folder is the file beside the front's socket that names GoNB's folder, with main.go. The kernel's go command writes it.
const Folder = "gonb"

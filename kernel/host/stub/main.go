// Command stub is what GoNB runs instead of a cell's program.
//
// GoNB reports every program that it has run as a success, and keeps all that one prints. The stub runs the program, with
// arguments, input and environment as they are, and is between the two: it reports to the front how the program ended, holds a
// flood of output back, and passes interrupts on. The kernel's go command builds a cell to the file [protocol.Program] and
// leaves a link to the stub under the name that GoNB runs. By its own name the stub runs a command:
//
//	stub shell bash -c COMMAND
//	stub script bash
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"gosnn/kernel/host/stub/protocol"
	"gosnn/plots/display/order"
)

// patience is how long a program may go on after an interrupt. GoNB's is 5 s; then it would kill the stub.
const patience = 4 * time.Second

// notStarted is a shell's exit status for a command that cannot be run.
const notStarted = 127

func main() {
	kind, path, args := protocol.Cell, filepath.Join(filepath.Dir(os.Args[0]), protocol.Program), os.Args
	if filepath.Base(os.Args[0]) == "stub" {
		if len(os.Args) < 3 {
			fmt.Fprintln(os.Stderr, "usage: stub shell|script COMMAND [ARG ...]")
			os.Exit(notStarted)
		}
		kind = protocol.Kind(os.Args[1])
		path, args = command(os.Args[2:])
	}
	os.Exit(run(kind, path, args))
}

// run runs the program, and returns the status to exit with.
func run(kind protocol.Kind, path string, args []string) int {
	address := os.Getenv(protocol.Variable)
	front := protocol.Dial()
	orders := make(chan protocol.Message)
	if front != nil {
		go func() {
			defer close(orders)
			for {
				m, err := front.Receive()
				if err != nil {
					return
				}
				orders <- m
			}
		}()
		_ = front.Send(protocol.Message{Verb: "begin", Kind: kind})
		if m := <-orders; m.Verb != "go" {
			return 128 + int(syscall.SIGINT)
		}
	}
	if front != nil && kind == protocol.Cell {
		_ = os.Setenv(order.Variable, address)
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	out, outEnd, errOut := os.Pipe()
	er, erEnd, errErr := os.Pipe()
	if errOut != nil || errErr != nil {
		fmt.Fprintln(os.Stderr, "stub:", errOut, errErr)
		return notStarted
	}
	stdout, stderr := &stream{file: out}, &stream{file: er}
	program, err := launch(path, args, os.Stdin, outEnd, erEnd)
	outEnd.Close()
	erEnd.Close()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return end(front, orders, protocol.Message{Verb: "exit", Number: notStarted})
	}
	if front != nil {
		_ = front.Send(protocol.Message{Verb: "pid", Number: program.pid()})
	}
	killed, ended := make(chan struct{}), make(chan struct{})
	var watching sync.WaitGroup
	count := func() {
		_ = front.Send(protocol.Message{Verb: "printed", Number: stdout.printed(), Errors: stderr.printed()})
	}
	watching.Go(func() { watch(program, signals, orders, count, killed, ended) })
	var streams sync.WaitGroup
	streams.Go(func() { pace(os.Stdout, stdout) })
	streams.Go(func() { pace(os.Stderr, stderr) })
	drained := make(chan struct{})
	go func() { streams.Wait(); close(drained) }()
	status := program.wait()
	select { // as GoNB does: until nobody holds the pipes, be it another program that this one has started
	case <-drained:
	case <-killed:
		select {
		case <-drained:
		case <-time.After(500 * time.Millisecond):
		}
	}
	close(ended)
	watching.Wait() // the front's answer is for end
	return end(front, orders, protocol.Ended(status))
}

// end reports how the program ended, waits until the front has read that, and returns the status to exit with.
func end(front *protocol.Conn, orders <-chan protocol.Message, m protocol.Message) int {
	if front != nil && front.Send(m) == nil {
		for o := range orders {
			if o.Verb == "ok" {
				break
			}
		}
	}
	if m.Verb == "signal" {
		return 128 + m.Number
	}
	return m.Number
}

// watch passes signals and the front's orders on to the program until ended is closed; asked to, it counts what was printed. If it has
// to kill the program, it closes killed: what holds the pipes then is not waited for.
func watch(program process, signals <-chan os.Signal, orders <-chan protocol.Message, count func(), killed, ended chan struct{}) {
	var late <-chan time.Time
	kill := func() {
		program.signal(syscall.SIGKILL)
		close(killed)
		late, orders, signals = nil, nil, nil
	}
	interrupt := func(s syscall.Signal) {
		program.signal(s)
		program.signal(syscall.SIGCONT)
		if late == nil {
			late = time.After(patience)
		}
	}
	for {
		select {
		case <-ended:
			return
		case s := <-signals:
			interrupt(s.(syscall.Signal))
		case o, ok := <-orders:
			switch {
			case !ok: // the front has died
				kill()
			case o.Verb == "interrupt":
				interrupt(syscall.SIGINT)
			case o.Verb == "stop":
				program.signal(syscall.SIGSTOP)
			case o.Verb == "count":
				count()
			case o.Verb == "continue":
				program.signal(syscall.SIGCONT)
			}
		case <-late:
			kill()
		}
	}
}

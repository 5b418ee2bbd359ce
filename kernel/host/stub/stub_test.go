package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gosnn/kernel/host/stub/protocol"
)

// TestMain lets the test binary be the stub.
func TestMain(m *testing.M) {
	if os.Getenv("GOSNN_TEST_STUB") != "" {
		_ = os.Unsetenv("GOSNN_TEST_STUB")
		main()
	}
	os.Exit(m.Run())
}

// limit is far more than anything here takes.
const limit = time.Minute

// front is the other side of a stub's connection.
type front struct {
	testing.TB
	*protocol.Conn
}

// start runs a shell script as a cell's program, with arguments, and returns the front's side.
func start(t *testing.T, script string, args ...string) (*exec.Cmd, front) {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "gonb_cell")
	err = errors.Join(os.Symlink(self, name), os.Symlink(self, filepath.Join(dir, "stub")),
		os.WriteFile(filepath.Join(dir, protocol.Program), []byte("#!/bin/sh\n"+script), 0o700))
	if err != nil {
		t.Fatal(err)
	}
	return connect(t, exec.Command(name, args...), dir)
}

// connect starts a stub and waits for its connection.
func connect(t *testing.T, cmd *exec.Cmd, dir string) (*exec.Cmd, front) {
	t.Helper()
	listener, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	cmd.Env = append(os.Environ(), "GOSNN_TEST_STUB=1", protocol.Variable+"="+filepath.Join(dir, "s"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(limit))
	return cmd, front{t, protocol.New(conn)}
}

// want receives a message.
func (f front) want(verb string) protocol.Message {
	f.Helper()
	m, err := f.Receive()
	if err != nil || m.Verb != verb {
		f.Fatalf("the stub says %v, %v, want %s", m, err, verb)
	}
	return m
}

func (f front) say(verb string) {
	f.Helper()
	if err := f.Send(protocol.Message{Verb: verb}); err != nil {
		f.Fatal(err)
	}
}

// status is the exit status of a stub that ends.
func status(cmd *exec.Cmd) int {
	_ = cmd.Wait()
	return cmd.ProcessState.ExitCode()
}

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		script, want string
		status       int
	}{
		{"exit 0", "exit 0", 0},
		{"exit 3", "exit 3", 3},
		{"kill -9 $$", "signal 9", 137},
		{"kill -INT $$", "signal 2", 130},
	} {
		cmd, f := start(t, c.script)
		if m := f.want("begin"); m.Kind != protocol.Cell {
			t.Errorf("kind %q", m.Kind)
		}
		f.say("go")
		f.want("pid")
		m, err := f.Receive()
		if err != nil || m.String() != c.want {
			t.Errorf("%s: %v, %v, want %s", c.script, m, err, c.want)
		}
		if cmd.Process.Signal(syscall.Signal(0)) != nil {
			t.Errorf("%s: the stub has ended before the front has read how", c.script)
		}
		f.say("ok")
		if got := status(cmd); got != c.status {
			t.Errorf("%s: the stub's status is %d, want %d", c.script, got, c.status)
		}
	}
}

// TestSurroundings wants arguments, input, output and environment of the program as GoNB gives them, but for the front's variable.
func TestSurroundings(t *testing.T) {
	cmd, f := connectScript(t, `read line; echo "$0 $1 $line $GOSNN_FRONT."; echo error >&2; pwd`, "a b")
	f.want("begin")
	f.say("go")
	f.want("pid")
	f.want("exit")
	f.say("ok")
	_ = cmd.Wait()
	want := fmt.Sprintf("a b typed .\n%s\n", cmd.Dir)
	if out := cmd.Stdout.(*bytes.Buffer).String(); !strings.HasSuffix(out, want) {
		t.Errorf("printed %q, want %q", out, want)
	}
	if err := cmd.Stderr.(*bytes.Buffer).String(); err != "error\n" {
		t.Errorf("on stderr %q", err)
	}
}

// connectScript is [start] with input and output.
func connectScript(t *testing.T, script string, args ...string) (*exec.Cmd, front) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "gonb_cell")
	err = errors.Join(os.Symlink(self, name), os.WriteFile(filepath.Join(dir, protocol.Program), []byte("#!/bin/sh\n"+script), 0o700))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader("typed\n"), new(bytes.Buffer), new(bytes.Buffer)
	return connect(t, cmd, dir)
}

// TestNotBegun has a cell interrupted while it was compiled.
func TestNotBegun(t *testing.T) {
	cmd, f := connectScript(t, "echo began")
	f.want("begin")
	f.say("no")
	if got := status(cmd); got != 130 || cmd.Stdout.(*bytes.Buffer).Len() > 0 {
		t.Errorf("status %d, printed %q", got, cmd.Stdout)
	}
}

// TestInterrupt interrupts a shell that waits for another program: both end.
func TestInterrupt(t *testing.T) {
	for name, interrupt := range map[string]func(*exec.Cmd, front){
		"by the front": func(_ *exec.Cmd, f front) { f.say("interrupt") },
		"by GoNB":      func(cmd *exec.Cmd, _ front) { _ = cmd.Process.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			cmd, f := start(t, "sleep 1000; echo slept")
			f.want("begin")
			f.say("go")
			pid := f.want("pid").Number
			for len(descendants(pid)) == 0 && descendants(os.Getpid()) != nil {
				time.Sleep(time.Millisecond)
			}
			interrupt(cmd, f)
			if m, err := f.Receive(); err != nil || m.String() == "exit 0" {
				t.Errorf("%v, %v", m, err)
			}
			f.say("ok")
			status(cmd)
		})
	}
}

// TestIgnored has a program that takes no notice: it is killed.
func TestIgnored(t *testing.T) {
	cmd, f := start(t, "trap '' INT\nwhile :; do :; done")
	f.want("begin")
	f.say("go")
	pid := f.want("pid").Number
	for { // until the trap is set; other signals may be ignored since whoever runs the tests ignores them
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			t.Skip("no /proc")
		}
		_, rest, _ := strings.Cut(string(text), "SigIgn:\t")
		mask, _, _ := strings.Cut(rest, "\n")
		if ignored, _ := strconv.ParseUint(mask, 16, 64); ignored>>(syscall.SIGINT-1)&1 == 1 {
			break
		}
	}
	f.say("interrupt")
	if m := f.want("signal"); m.Number != int(syscall.SIGKILL) {
		t.Errorf("ended by %v", m)
	}
	f.say("ok")
	status(cmd)
}

// TestFrontDies wants the program and the stub gone with the front.
func TestFrontDies(t *testing.T) {
	cmd, f := start(t, "trap '' INT TERM\nwhile :; do :; done")
	f.want("begin")
	f.say("go")
	pid := f.want("pid").Number
	f.Close()
	status(cmd)
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the program is still there: %v", err)
	}
}

// TestStopped stops and continues a program.
func TestStopped(t *testing.T) {
	cmd, f := start(t, "sleep 0.01")
	f.want("begin")
	f.say("go")
	f.want("pid")
	f.say("stop")
	f.say("continue")
	f.want("exit")
	f.say("ok")
	status(cmd)
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		args []string
		kind protocol.Kind
		want string
	}{
		{[]string{"shell", "sh", "-c", "exit 4"}, protocol.Shell, "exit 4"},
		{[]string{"script", "true"}, protocol.Script, "exit 0"},
		{[]string{"script", "no-such-program"}, protocol.Script, "exit 127"},
	} {
		dir := t.TempDir()
		self, err := os.Executable()
		if err == nil {
			err = os.Symlink(self, filepath.Join(dir, "stub"))
		}
		if err != nil {
			t.Fatal(err)
		}
		cmd, f := connect(t, exec.Command(filepath.Join(dir, "stub"), c.args...), dir)
		if m := f.want("begin"); m.Kind != c.kind {
			t.Errorf("%v: kind %s, want %s", c.args, m.Kind, c.kind)
		}
		f.say("go")
		m, err := f.Receive()
		if err == nil && m.Verb == "pid" {
			m, err = f.Receive()
		}
		if err != nil || m.String() != c.want {
			t.Errorf("%v: %v, %v, want %s", c.args, m, err, c.want)
		}
		f.say("ok")
		status(cmd)
	}
}

// TestWithoutFront runs a program as if there were no stub.
func TestWithoutFront(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "gonb_cell")
	err = errors.Join(os.Symlink(self, name), os.WriteFile(filepath.Join(dir, protocol.Program), []byte("#!/bin/sh\necho here; exit 3"), 0o700))
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range []string{"off", "", filepath.Join(dir, "gone")} {
		cmd := exec.Command(name)
		cmd.Env = append(os.Environ(), "GOSNN_TEST_STUB=1", protocol.Variable+"="+variable)
		if out, err := cmd.Output(); string(out) != "here\n" || cmd.ProcessState.ExitCode() != 3 {
			t.Errorf("%q: printed %q, %v", variable, out, err)
		}
	}
}

// TestPace copies more than the burst, in small pieces: nothing is lost, and what is few comes at once.
func TestPace(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("0123456789\n", 2*burst/11)
	go func() {
		for rest := text; rest != ""; rest = rest[min(len(rest), 1000):] {
			_, _ = w.WriteString(rest[:min(len(rest), 1000)])
		}
		w.Close()
	}()
	var out bytes.Buffer
	pace(&out, &stream{file: r})
	if out.String() != text {
		t.Errorf("%d bytes became %d", len(text), out.Len())
	}
}

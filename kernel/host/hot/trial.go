package hot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"gosnn/kernel/host/hot/client"
)

// Trial runs programs both ways, to compare: as hot cells, and linked by Go's linker.
type Trial struct {
	host *Host
	dir  string // of a module as a notebook's
}

// Outcome is what a program does.
type Outcome struct {
	Stdout, Stderr string
	Status         syscall.WaitStatus
}

// Trial prepares a folder, which is not there yet, for trials.
func (h *Host) Trial(dir string) (*Trial, error) {
	const module = "gonb_trial"
	err := os.MkdirAll(dir, 0o700)
	for name, text := range map[string]string{"go.mod": strings.Replace(h.Plan.GoMod, "module "+h.Plan.Module, "module "+module, 1), "go.work": h.Plan.GoWork} {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	if err == nil {
		err = h.Wake(dir, os.Getpid())
	}
	return &Trial{h, dir}, err
}

// Compile compiles a program, and links it as a hot cell. One that may not be hot is an error.
func (t *Trial) Compile(source []byte) error {
	if err := os.WriteFile(filepath.Join(t.dir, "main.go"), source, 0o600); err != nil {
		return err
	}
	cell, err := t.host.Admit(t.dir)
	if err != nil {
		return err
	}
	return t.host.Build(cell, t.image())
}

func (t *Trial) image() string { return filepath.Join(t.dir, "hot") }

func (t *Trial) program() string { return filepath.Join(t.dir, "ordinary") }

// Hot runs what was compiled as a hot cell.
func (t *Trial) Hot(ctx context.Context, args ...string) (Outcome, error) {
	return t.run(ctx, func(stdout, stderr *os.File) (wait func() syscall.WaitStatus, kill func(), err error) {
		c, err := client.Start(client.Program{Image: t.image(), Args: append([]string{"cell"}, args...), Dir: t.dir, Env: os.Environ(),
			Stream: [3]*os.File{os.Stdin, stdout, stderr}})
		if err != nil {
			return nil, nil, err
		}
		return c.Wait, func() { c.Signal(syscall.SIGKILL) }, nil
	})
}

// Ordinary links it by Go's linker, and runs it as a program of its own.
func (t *Trial) Ordinary(ctx context.Context, args ...string) (Outcome, error) {
	if err := Relink(t.dir, t.program()); err != nil {
		return Outcome{}, err
	}
	return t.run(ctx, func(stdout, stderr *os.File) (wait func() syscall.WaitStatus, kill func(), err error) {
		cmd := exec.Command(t.program())
		cmd.Args, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = append([]string{"cell"}, args...), t.dir, os.Stdin, stdout, stderr
		if err := cmd.Start(); err != nil {
			return nil, nil, err
		}
		wait = func() syscall.WaitStatus {
			_ = cmd.Wait()
			return cmd.ProcessState.Sys().(syscall.WaitStatus)
		}
		return wait, func() { _ = cmd.Process.Kill() }, nil
	})
}

// run runs a program that start starts, with its output to files: of pipes nobody would wait for the other end.
func (t *Trial) run(ctx context.Context, start func(stdout, stderr *os.File) (wait func() syscall.WaitStatus, kill func(), err error)) (o Outcome, err error) {
	var files [2]*os.File
	for i := range files {
		if files[i], err = os.CreateTemp(t.dir, "output"); err != nil {
			return o, err
		}
		defer os.Remove(files[i].Name())
		defer files[i].Close()
	}
	wait, kill, err := start(files[0], files[1])
	if err != nil {
		return o, err
	}
	stop := context.AfterFunc(ctx, kill)
	o.Status = wait()
	stop()
	stdout, err1 := os.ReadFile(files[0].Name())
	stderr, err2 := os.ReadFile(files[1].Name())
	o.Stdout, o.Stderr = string(stdout), comparable(string(stderr))
	return o, errors.Join(ctx.Err(), err1, err2)
}

// differs are what two runs of one program write differently: addresses, numbers of goroutines, the time in a log.
var differs = regexp.MustCompile(`0x[0-9a-f]+\??|goroutine \d+|gp=\S+|m=\d+|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`)

// comparable is what two runs write alike. After a fatal error the runtime's own goroutines are listed too, as they happen to be.
func comparable(stderr string) string {
	if strings.Contains(stderr, "fatal error: ") {
		stderr, _, _ = strings.Cut(stderr, " m=nil [")
		stderr = stderr[:max(strings.LastIndex(stderr, "\n\n"), 0)]
	}
	return differs.ReplaceAllString(stderr, "...")
}

// Compare runs a program both ways, and returns an error that says how they differ.
func (t *Trial) Compare(source []byte, args ...string) error {
	if err := t.Compile(source); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	hot, err := t.Hot(ctx, args...)
	if err != nil {
		return err
	}
	ordinary, err := t.Ordinary(ctx, args...)
	if err != nil {
		return err
	}
	if hot != ordinary {
		return fmt.Errorf("hot: status %v\n%s%s\nordinary: status %v\n%s%s", hot.Status, hot.Stdout, hot.Stderr, ordinary.Status, ordinary.Stdout, ordinary.Stderr)
	}
	return nil
}

package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// dead is an address where nobody answers.
const dead = "http://127.0.0.1:9"

// noNetwork are the variables that send pip and go there, and keep pip from asking again and again.
var noNetwork = []string{"HTTP_PROXY=" + dead, "HTTPS_PROXY=" + dead, "http_proxy=" + dead, "https_proxy=" + dead, "NO_PROXY=", "no_proxy=",
	"GOPROXY=" + dead, "PIP_INDEX_URL=" + dead, "PIP_FIND_LINKS=", "PIP_RETRIES=0"}

// TestMakeTellsTheCure takes away what `make setup` needs at its very start.
func TestMakeTellsTheCure(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("make")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, home string
		variables  []string
		says, cure string
	}{
		{"no Go", t.TempDir(), []string{"PATH=" + t.TempDir()}, "Go is missing", "install Go 1.26 or later"},
		{"no folder", filepath.Join(file, "home"), nil, "Not a directory", "GOSNN_HOME to a folder that you may write to"},
		{"no network", t.TempDir(), noNetwork, "connection refused", "connect to the network"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command(program, "--no-print-directory", "setup", "GOSNN_HOME="+c.home)
			cmd.Dir, cmd.Env = home(t).Root, append(os.Environ(), c.variables...)
			wantCure(t, cmd, c.says, c.cure)
		})
	}
}

// TestSetupTellsTheCure takes away what set-up needs later.
func TestSetupTellsTheCure(t *testing.T) {
	t.Parallel()
	fakes := func(name, script string) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
		return "PATH=" + dir + ":" + os.Getenv("PATH")
	}
	full := map[string]string{"linux": "/proc/gosnn"}[runtime.GOOS] // a file system without space
	if full == "" {
		full = "/dev/gosnn"
	}
	command := buildCommand(t)
	for _, c := range []struct {
		name, home string
		variables  []string
		says, cure string
	}{
		{"no compiler", t.TempDir(), []string{"CXX=", fakes("g++", "exit 1")}, "C++ compiler", "apt install g++"},
		{"no venv", t.TempDir(), []string{fakes("python3", `case "$*" in *ensurepip*) exit 1;; esac; echo Python 3.12`)}, "venv", "apt install python3-venv"},
		{"no space", full, nil, "0.0 GB are free", "larger disk"},
		{"no network", t.TempDir(), noNetwork, "failed", "connect to the network"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantCure(t, setupCommand(t, command, c.home, c.variables...), c.says, c.cure)
		})
	}
}

// wantCure runs a command that must fail with one message, not long, that names the cure.
func wantCure(t *testing.T, cmd *exec.Cmd, says, cure string) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	text := string(out)
	if err == nil || !strings.Contains(text, says) || strings.Count(text, "What to do") != 1 || !strings.Contains(text, cure) {
		t.Errorf("%v, want a failure that says %q and %q; it prints\n%s", err, says, cure, text)
	}
	if n := strings.Count(text, "\n"); n > 18 {
		t.Errorf("the message has %d lines:\n%s", n, text)
	}
}

// TestSetupGoesOn has a set-up without network, then with it (this test needs it, as set-up does) but interrupted, and
// then again: that one does not do again what was done, and does not trip over what was half done.
func TestSetupGoesOn(t *testing.T) {
	t.Parallel()
	command, dir := buildCommand(t), t.TempDir()
	wantCure(t, setupCommand(t, command, dir, noNetwork...), "failed", "connect to the network")
	first := interrupted(t, setupCommand(t, command, dir))
	if second := interrupted(t, setupCommand(t, command, dir)); title(second) == title(first) {
		t.Errorf("after %q the next set-up begins with %q", first, second)
	}
}

// title is the step that a line of set-up's is about.
func title(line string) string {
	_, rest, _ := strings.Cut(line, "] ")
	name, _, _ := strings.Cut(rest, "  ")
	return name
}

// interrupted runs set-up and interrupts it after its first line, that of a step that has ended, which it returns.
func interrupted(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errors strings.Builder
	cmd.Stderr = &errors
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := time.AfterFunc(5*time.Minute, func() { cmd.Process.Kill() })
	defer end.Stop()
	lines := bufio.NewScanner(out)
	lines.Scan()
	first := lines.Text()
	cmd.Process.Signal(os.Interrupt)
	for lines.Scan() {
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(errors.String(), "goes on where this stopped") {
		t.Errorf("interrupted after %q: %v, %s", first, err, &errors)
	}
	return first
}

// buildCommand builds gosnn-kernel as it is in the source tree.
func buildCommand(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "gosnn-kernel")
	cmd := exec.Command("go", "build", "-o", file, "./kernel/gosnn-kernel")
	cmd.Dir = home(t).Root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return file
}

// setupCommand prepares a set-up in a folder of its own.
func setupCommand(t *testing.T, command, dir string, variables ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(command, "setup")
	cmd.Dir, cmd.Env = home(t).Root, append(append(os.Environ(), "LIBTORCH=", "GOSNN_HOME="+dir), variables...)
	return cmd
}

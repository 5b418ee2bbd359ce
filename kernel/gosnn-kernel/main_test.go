package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets the test binary be the command.
func TestMain(m *testing.M) {
	if os.Getenv("GOSNN_TEST_COMMAND") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// command runs gosnn-kernel in the source tree, with an empty home, and returns all that it prints.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(cmd.Environ(), "GOSNN_TEST_COMMAND=1", "GOSNN_HOME="+filepath.Join(t.TempDir(), "home"), "LIBTORCH=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
		fine bool
	}{
		{[]string{"help"}, "uninstall", true},
		{[]string{"version"}, " (" + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH + ")\n", true},
		{nil, "no command given", false},
		{[]string{"dance"}, `unknown command "dance"`, false},
		{[]string{"doctor", "now"}, `takes no argument "now"`, false},
		{[]string{"install", "-colour", "red"}, "not defined", false},
		{[]string{"uninstall"}, "no kernel is installed", false},
		{[]string{"install", "-user", "-prefix", "/tmp"}, "choose one", false},
		{[]string{"doctor"}, "What to do", false},
		{[]string{"run"}, "which command?", false},
		{[]string{"run", "no-such-program"}, "no-such-program", false},
	} {
		out, err := command(t, c.args...)
		if (err == nil) != c.fine || !strings.Contains(out, c.want) {
			t.Errorf("%v: %v, printed %q, want %q", c.args, err, out, c.want)
		}
	}
}

// TestUmask has a user whose umask lets all write: what a command writes, nobody else may.
func TestUmask(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	if out, err := command(t, "run", "sh", "-c", "umask"); err != nil || strings.TrimSpace(out) != "0022" {
		t.Errorf("a command's umask is %s, %v", out, err)
	}
}

// TestRun looks at the environment that a command gets: each variable once, or programs disagree about its value.
func TestRun(t *testing.T) {
	out, err := command(t, "run", "env")
	if err != nil {
		t.Fatal(err, out)
	}
	seen := map[string]string{}
	for line := range strings.Lines(out) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok {
			continue
		}
		if _, twice := seen[name]; twice {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = value
	}
	if home := seen["GOSNN_HOME"]; home == "" || !strings.HasPrefix(seen["PATH"], home+"/bin:"+home+"/venv/bin:") {
		t.Errorf("home %q, PATH %q", home, seen["PATH"])
	}
	if out, err := command(t, "run", "sh", "-c", "exit 7"); err == nil || err.(*exec.ExitError).ExitCode() != 7 {
		t.Errorf("exit status 7 became %v, %s", err, out)
	}
}

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLintAsksDatabases has scripts stand for the linters that ask a database. What the database knows fails; where it does not answer
// the check is NOT CHECKED, and a release is not ready.
func TestLintAsksDatabases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, goSays, pythonSays string
		fails                    bool   // make lint's part
		unchecked                string // in the summary
	}{
		{"nothing found", "echo No vulnerabilities found.", "echo No known vulnerabilities found", false, ""},
		{"a call of what is vulnerable", "echo 'Your code is affected by 1 vulnerability from 1 module.'; exit 3", "", true, ""},
		{"a package that is vulnerable", "", "echo Found 2 known vulnerabilities in 1 package; exit 1", true, ""},
		{"no answer about modules", "echo 'govulncheck: fetching vulnerabilities: no such host'; exit 1", "", false, "known vulnerabilities of Go modules"},
		{"no answer about packages", "", "echo requests.exceptions.ProxyError; exit 1", false, "known vulnerabilities of Python packages"},
		{"a package that the index does not know", "", "echo a: Dependency not found and could not be audited; exit 1", false, "known vulnerabilities of Python packages"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"bin/gosnn-kernel": c.goSays, "lint/bin/pip-audit": c.pythonSays} {
				file := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			out, err := makeIn(t, dir, "--keep-going", "lint-go-vulnerabilities", "lint-python-vulnerabilities")
			if (err != nil) != c.fails || strings.Contains(out, "NOT CHECKED") != (c.unchecked != "") {
				t.Errorf("%v, prints\n%s", err, out)
			}
			if c.fails {
				return
			}
			for version, ready := range map[string]bool{"": true, "v0.1.0": c.unchecked == ""} {
				out, err := makeIn(t, dir, "release-summary", "VERSION="+version)
				if (err == nil) != ready || strings.Contains(out, "ready: ") != ready || !strings.Contains(out, c.unchecked) ||
					strings.Contains(out, "NOT CHECKED") != (c.unchecked != "") {
					t.Errorf("the summary for version %q: %v, prints\n%s", version, err, out)
				}
			}
		})
	}
}

// makeIn runs make in the source tree for another home, and returns what it prints.
func makeIn(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	out, err := makeCommand(t, dir, args...).CombinedOutput()
	return string(out), err
}

// makeCommand prepares make in the source tree for another home.
func makeCommand(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("make", append([]string{"--no-print-directory", "GOSNN_HOME=" + dir}, args...)...)
	cmd.Dir, cmd.Env = home(t).Root, append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=")
	return cmd
}

package tensortest

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

var peers sync.Map // of a command: func() (map[string]float64, error)

// Peer returns the numbers that a Python script prints as JSON, times in milliseconds, run by the interpreter that an environment variable names:
// none without the variable. A script runs once in a test's process, for equal arguments.
func Peer(t testing.TB, variable, script string, args ...string) map[string]float64 {
	t.Helper()
	python := os.Getenv(variable)
	if python == "" {
		return nil
	}
	ask, _ := peers.LoadOrStore(strings.Join(append([]string{python, script}, args...), "\n"), sync.OnceValues(func() (times map[string]float64, err error) {
		run := exec.Command(python, append([]string{script}, args...)...)
		run.Stderr = os.Stderr
		run.Env = append(os.Environ(), "LD_LIBRARY_PATH=") // its own libraries, not ours
		text, err := run.Output()
		if err == nil {
			err = json.Unmarshal(text, &times)
		}
		return times, err
	}))
	times, err := ask.(func() (map[string]float64, error))()
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return times
}

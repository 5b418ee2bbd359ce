package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gosnn/kernel/host/hot"
)

// makeHost makes the host for hot cells, if it is not there yet. Where there can be none, it returns why.
func makeHost(t testing.TB) (why string) {
	t.Helper()
	h := home(t)
	run := func(what string) (string, error) {
		cmd := h.Command(h.Kernel(), "hot", what)
		cmd.Env = append(append(cmd.Env, kernelEnvironment(t)...), hot.Variable+"=")
		out, err := cmd.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	out, err := run("make")
	if err == nil {
		return ""
	}
	if state, _ := run("state"); strings.HasPrefix(state, "off: ") {
		return state
	}
	t.Fatalf("%v: %s", err, out)
	return ""
}

// hostsOf lists the hosts for hot cells in the home.
func hostsOf(t testing.TB) []string {
	t.Helper()
	hosts, err := filepath.Glob(filepath.Join(home(t).Dir, "hot", "*", "host"))
	if err != nil {
		t.Fatal(err)
	}
	return hosts
}

// kernelEnvironment is what the kernelspec puts into the environment.
func kernelEnvironment(t testing.TB) (env []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(home(t).Venv(), "share/jupyter/kernels/gosnn/kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var k struct{ Env map[string]string }
	if err := json.Unmarshal(text, &k); err != nil {
		t.Fatal(err)
	}
	for name, value := range k.Env {
		env = append(env, name+"="+strings.ReplaceAll(value, "${PATH}", os.Getenv("PATH")))
	}
	return env
}

package setup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// hotStep makes the host that cells are linked against (see package hot), and tests it. Where cells cannot be hot they are built the
// ordinary way: that is no reason for set-up to fail. It says why, and so does doctor.
func (h Home) hotStep() step {
	return step{
		name: "hot", title: "hot cells", needs: []string{"kernel"},
		key: func() string {
			// The kernel sees a later state of the sources, too, and makes its host. Its first cells do not have one meanwhile.
			var files strings.Builder
			err := CellFiles(h.Root, func(file string) error {
				text, err := os.ReadFile(file)
				fmt.Fprintf(&files, "%s %d\n%s", file, len(text), text)
				return err
			})
			kernel, kerr := os.ReadFile(h.Kernel()) // another one may want another host
			return fmt.Sprint(strings.Join(h.kernelEnv(""), "\n"), h.sources("go.mod", "go.sum"), files.String(), string(kernel), err, kerr)
		},
		done: func() bool {
			made, _ := filepath.Glob(h.path("hot", "*", "tested"))
			return len(made) > 0
		},
		do: func(_ context.Context, r *report) error {
			state, err := h.hotState()
			if err != nil {
				state = "off: " + err.Error()
				r.say("hot cells are %s", firstLineOf(state))
			}
			r.logf("%s", state)
			return nil
		},
	}
}

// checkHot is the doctor's line.
func (h Home) checkHot() (string, error) {
	state, err := h.hotState()
	return firstLineOf(state), err
}

// hotState makes and tests the host in the kernel's environment, and says whether cells are hot.
func (h Home) hotState() (string, error) {
	dir, err := h.specDir(Spec{})
	if err != nil {
		return "", err
	}
	cmd := lessGC(command(h.kernelEnv(dir), h.Kernel(), "hot", "state"))
	cmd.Dir = h.Dir
	out, err := cmd.CombinedOutput()
	if exit, ok := err.(*exec.ExitError); ok {
		return "", &saidError{exit, strings.TrimSpace(string(out))}
	}
	return strings.TrimSpace(string(out)), err
}

// saidError is a command's error with what it said.
type saidError struct {
	error
	said string
}

func (e *saidError) Error() string { return e.said }

func (e *saidError) Unwrap() error { return e.error }

func firstLineOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

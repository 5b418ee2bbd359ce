// Command lint checks this module's code, its pinned packages and its pages, and tells of all that is wrong, not just of the first:
//
//	lint FOLDER    the folder with the module's go.mod
//
// It ends with an error if a check found something. A check that needs a database which cannot be reached is told as
// "NOT CHECKED": it neither fails nor counts as passed.
//
// The linters are a module of their own: gosnn's go.mod is part of the build of every cell of a notebook, and stays free of what
// only they need. `make lint` builds it, and sets up the Python programs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// check is one thing that is looked at. Its error holds the findings, or is a [notChecked].
type check struct {
	name string
	run  func(ctx context.Context, root string) error
}

var checks = []check{
	{"gofmt", gofmt},
	{"go vet", vet},
	{"staticcheck", staticcheck},
	{"gosec", gosecAll},
	{"figures' scripts", scripts},
	{"spelling", spelling},
	{"known vulnerabilities of Go modules", goVulnerabilities},
	{"known vulnerabilities of Python packages", pythonVulnerabilities},
}

// notChecked tells that a check could not be made, in full or in part, for a reason that is no fault of the code.
type notChecked struct{ why string }

func (n notChecked) Error() string { return n.why }

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: lint FOLDER")
		os.Exit(2)
	}
	root, err := filepath.Abs(os.Args[1])
	if err == nil {
		err = run(context.Background(), os.Stdout, root, checks)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint:", err)
		os.Exit(1)
	}
}

// run makes all checks.
func run(ctx context.Context, out io.Writer, root string, checks []check) error {
	wrong, open := 0, []string{}
	for _, c := range checks {
		err := c.run(ctx, root)
		var not notChecked
		switch {
		case err == nil:
			fmt.Fprintf(out, "ok           %s\n", c.name)
		case errors.As(err, &not):
			open = append(open, c.name)
			fmt.Fprintf(out, "NOT CHECKED  %s: %s\n", c.name, not.why)
		default:
			wrong++
			fmt.Fprintf(out, "WRONG        %s\n%s\n", c.name, indent(err.Error()))
		}
	}
	if len(open) > 0 {
		fmt.Fprintf(out, "not checked: %s\n", strings.Join(open, ", "))
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d checks found something", wrong, len(checks))
	}
	return nil
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")
}

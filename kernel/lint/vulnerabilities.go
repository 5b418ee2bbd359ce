package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/vuln/scan"
)

// goVulnerabilities asks Go's database of vulnerabilities, or the one that GOVULNDB names, for those that this code reaches.
func goVulnerabilities(ctx context.Context, root string) error {
	args := []string{"-C", root, "./..."}
	if db := os.Getenv("GOVULNDB"); db != "" {
		args = append([]string{"-db", db}, args...)
	}
	return govulncheck(ctx, args...)
}

// unreachable are the words of programs that get no answer from a database.
var unreachable = regexp.MustCompile(`(?i)fetching vulnerabilities: |vulndb format|no such host|connection|proxyerror|timed out|timeout|name resolution|unreachable|HTTP GET`)

func govulncheck(ctx context.Context, args ...string) error {
	var out, told bytes.Buffer
	cmd := scan.Command(ctx, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(""), &out, &told
	err := cmd.Start()
	if err == nil {
		err = cmd.Wait()
	}
	var exit interface{ ExitCode() int }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit) && exit.ExitCode() == 3: // it found some
		return errors.New(out.String())
	case unreachable.MatchString(err.Error()):
		return notChecked{err.Error()}
	}
	return fmt.Errorf("%s%s%w", out.String(), told.String(), err)
}

// accepted are Python packages whose known vulnerabilities do not count, and why.
var accepted = map[string]string{
	"torch": "gotch binds libtorch 2.1; set-up takes its C++ libraries alone, and what reads files of Python objects is not in use",
}

// pinned are the files of pinned Python packages whose code runs. That of echarts.txt does not: one file is taken out of it, by a
// hash of its own.
var pinned = []string{"lab", "test", "lint", "bench"}

// pythonVulnerabilities asks the package index for the advisories of the pinned packages.
func pythonVulnerabilities(ctx context.Context, root string) error {
	var all []error
	for _, name := range pinned {
		file := filepath.Join(root, "kernel", "setup", "requirements", name+".txt")
		out, err := output(ctx, root, beside("pip-audit"), "--format=json", "--progress-spinner=off", "--require-hashes", "--disable-pip",
			"--requirement="+file)
		if err = advisories(out, err); err != nil {
			all = append(all, fmt.Errorf("%s.txt: %w", name, err))
		}
	}
	return worst(all)
}

// worst are the findings, or if there are none what was not checked.
func worst(all []error) error {
	found, open := []error{}, []string{}
	for _, err := range all {
		if errors.As(err, new(notChecked)) {
			open = append(open, err.Error())
		} else {
			found = append(found, err)
		}
	}
	if len(found) == 0 && len(open) > 0 {
		return notChecked{strings.Join(open, "; ")}
	}
	return errors.Join(found...)
}

// advisories reads pip-audit's report: what it failed with is not said to be wrong if it found no connection.
func advisories(out string, failed error) error {
	var report struct {
		Dependencies []struct {
			Name, Version string
			Skip          string `json:"skip_reason"`
			Vulns         []struct {
				ID  string
				Fix []string `json:"fix_versions"`
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Dependencies) == 0 {
		if failed != nil && unreachable.MatchString(failed.Error()) {
			all := lines(failed.Error())
			return notChecked{strings.TrimSpace(all[max(0, len(all)-2)])}
		}
		return fmt.Errorf("pip-audit reports nothing: %w", errors.Join(err, failed))
	}
	var found strings.Builder
	unknown := 0
	for _, d := range report.Dependencies {
		if d.Skip != "" {
			unknown++
		}
		for _, v := range d.Vulns {
			if accepted[d.Name] == "" {
				fmt.Fprintf(&found, "%s %s: %s, mended in %s\n", d.Name, d.Version, v.ID, strings.Join(v.Fix, ", "))
			}
		}
	}
	switch {
	case found.Len() > 0:
		return fmt.Errorf("%srun `make pins` for newer versions", found.String())
	case unknown > 0:
		return notChecked{fmt.Sprintf("the index answers no question about %d of %d packages", unknown, len(report.Dependencies))}
	}
	return nil
}

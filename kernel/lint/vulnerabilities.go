package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

// pythonVulnerabilities asks the package index for the advisories of the pinned packages. Of those in echarts.txt no code runs: one
// file is taken out, by a hash of its own.
func pythonVulnerabilities(ctx context.Context, root string) error {
	files, err := filepath.Glob(filepath.Join(root, "kernel", "setup", "requirements", "*.txt"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no pinned packages below %s: %w", root, err)
	}
	var all []dependency
	for _, file := range files {
		if filepath.Base(file) == "echarts.txt" {
			continue
		}
		out, err := output(ctx, root, beside("pip-audit"), "--format=json", "--progress-spinner=off", "--require-hashes", "--disable-pip",
			"--requirement="+file)
		some, err := report(out, err)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	return judge(all)
}

// dependency is a package as pip-audit reports it.
type dependency struct {
	Name, Version string
	Skip          string `json:"skip_reason"`
	Vulns         []struct {
		ID  string
		Fix []string `json:"fix_versions"`
	}
}

// report reads what pip-audit prints. It fails for findings, too, so that its failure alone says nothing.
func report(out string, failed error) ([]dependency, error) {
	var r struct{ Dependencies []dependency }
	err := json.Unmarshal([]byte(out), &r)
	switch {
	case err == nil && len(r.Dependencies) > 0:
		return r.Dependencies, nil
	case failed != nil && unreachable.MatchString(failed.Error()):
		all := lines(failed.Error())
		return nil, notChecked{strings.TrimSpace(all[max(0, len(all)-2)])}
	}
	return nil, fmt.Errorf("pip-audit reports nothing: %w", errors.Join(err, failed))
}

// judge fails if packages have vulnerabilities that are not accepted, or if the index says nothing about some.
func judge(all []dependency) error {
	found, unknown := map[string]bool{}, map[string]bool{}
	for _, d := range all {
		if d.Skip != "" {
			unknown[d.Name] = true
		}
		for _, v := range d.Vulns {
			if accepted[d.Name] == "" {
				found[fmt.Sprintf("%s %s: %s, mended in %s\n", d.Name, d.Version, v.ID, strings.Join(v.Fix, ", "))] = true
			}
		}
	}
	switch {
	case len(found) > 0:
		return fmt.Errorf("%srun `make pins` for newer versions", strings.Join(slices.Sorted(maps.Keys(found)), ""))
	case len(unknown) > 0:
		return notChecked{fmt.Sprintf("the package index answers no question about %d packages", len(unknown))}
	}
	return nil
}

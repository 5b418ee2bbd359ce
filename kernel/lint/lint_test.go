package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun has a check of each end.
func TestRun(t *testing.T) {
	ends := func(err error) func(context.Context, string) error {
		return func(context.Context, string) error { return err }
	}
	for _, c := range []struct {
		name   string
		checks []check
		fails  bool
		says   []string
	}{
		{"well", []check{{"one", ends(nil)}}, false, []string{"ok           one\n"}},
		{"no database", []check{{"one", ends(nil)}, {"two", ends(notChecked{"no answer"})}}, false,
			[]string{"NOT CHECKED  two: no answer\n", "not checked: two\n"}},
		{"findings", []check{{"one", ends(errors.New("a\nb\n"))}, {"two", ends(notChecked{"no answer"})}, {"three", ends(nil)}}, true,
			[]string{"WRONG        one\n    a\n    b\n", "NOT CHECKED  two", "ok           three\n"}},
	} {
		var out strings.Builder
		if err := run(t.Context(), &out, ".", c.checks); (err != nil) != c.fails {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, says := range c.says {
			if !strings.Contains(out.String(), says) {
				t.Errorf("%s: does not say %q:\n%s", c.name, says, &out)
			}
		}
	}
}

// TestGoVulnerabilities asks a database in testdata, and one that does not answer.
func TestGoVulnerabilities(t *testing.T) {
	database, err := filepath.Abs("testdata/vulndb")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOVULNDB", "file://"+database)
	err = goVulnerabilities(t.Context(), "testdata/vulnerable")
	var not notChecked
	if err == nil || errors.As(err, &not) || !strings.Contains(err.Error(), "GO-2026-0001") {
		t.Errorf("a call of what the database calls vulnerable: %v", err)
	}
	if err := goVulnerabilities(t.Context(), "testdata/weak"); err != nil {
		t.Errorf("no such call: %v", err)
	}
	if err := goVulnerabilities(t.Context(), t.TempDir()); err == nil || errors.As(err, &not) {
		t.Errorf("a folder without a module: %v", err)
	}
	t.Setenv("GOVULNDB", "http://127.0.0.1:9")
	if err := goVulnerabilities(t.Context(), "testdata/weak"); !errors.As(err, &not) {
		t.Errorf("a database that does not answer: %v", err)
	}
}

func TestAdvisories(t *testing.T) {
	failed := errors.New("pip-audit: exit status 1")
	dependency := `{"name": %q, "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}`
	for _, c := range []struct {
		name, out string
		failed    error
		says      string // "" for nothing found
		open      bool
	}{
		{"nothing", `{"dependencies": [{"name": "a", "version": "1.0", "vulns": []}]}`, nil, "", false},
		{"a finding", fmt.Sprintf(`{"dependencies": [`+dependency+`]}`, "a"), failed, "a 1.0: PYSEC-2026-1, mended in 1.1", false},
		{"an accepted one", fmt.Sprintf(`{"dependencies": [`+dependency+`]}`, "torch"), failed, "", false},
		{"a finding beside one not known", fmt.Sprintf(`{"dependencies": [`+dependency+`, {"name": "b", "skip_reason": "none"}]}`, "a"), failed, "PYSEC", false},
		{"not known", `{"dependencies": [{"name": "a", "skip_reason": "none"}, {"name": "b", "version": "1.0", "vulns": []}]}`, nil, "about 1 packages", true},
		{"no connection", "", errors.New("requests.exceptions.ProxyError: no\npip-audit: exit status 1"), "ProxyError", true},
		{"no program", "", errors.New("pip-audit: no such file or directory"), "no such file", false},
		{"no report", "{}", nil, "reports nothing", false},
	} {
		all, err := report(c.out, c.failed)
		if err == nil {
			err = judge(all)
		}
		var not notChecked
		switch {
		case c.says == "" && err == nil:
		case c.says == "" || err == nil || !strings.Contains(err.Error(), c.says) || errors.As(err, &not) != c.open:
			t.Errorf("%s: %v, want %q, not checked: %v", c.name, err, c.says, c.open)
		}
	}
}

func TestGosec(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	root, err := filepath.Abs("testdata/weak")
	if err != nil {
		t.Fatal(err)
	}
	err = findings(root, root)
	if err == nil || !strings.Contains(err.Error(), "main.go:7: G401") || strings.Contains(err.Error(), "main.go:8") {
		t.Errorf("a weak hash, and one whose line says why: %v", err)
	}
	for id, why := range left {
		if why == "" {
			t.Errorf("%s is left without a reason", id)
		}
	}
}

func TestForeign(t *testing.T) {
	for file, is := range map[string]bool{"docs/page.md": false, "snn/testdata/x.txt": true, "notebooks/source/tutorial_1.ko.md": true,
		"kernel/host/setup/requirements/lab.txt": true, "kernel/host/setup/requirements/lab.in": false, "go.sum": true} {
		if foreign.MatchString("/"+file) != is {
			t.Errorf("%s is taken as foreign: %v", file, !is)
		}
	}
}

package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/securego/gosec/v2"
	"github.com/securego/gosec/v2/analyzers"
	"github.com/securego/gosec/v2/rules"
)

// left are gosec's rules that are not applied, and why. What one of the others finds is mended, or its line tells why it is right.
var left = map[string]string{
	"G103": "the memory of tensors is C's, and package unsafe the way to it",
	"G104": "errors of Close after reading, and of removing what may be gone, are left on purpose",
	"G115": "sizes are checked before they are multiplied; random numbers and bytes of colors are taken apart on purpose",
	"G203": "pages of lectures hold the HTML of the notebooks' own outputs, as those of nbconvert do; figures escape their text themselves",
	"G204": "set-up is there to run programs; none is a shell, which TestNoShell checks",
	"G301": "what set-up makes is for all users of a machine; the store of kept values is private, which TestPrivate checks",
	"G302": "as G301",
	"G304": "files that a user names are read with the user's own rights",
	"G306": "as G301",
	"G702": "as G204",
	"G703": "as G304",
}

// gosecAll looks for what is often a weakness in programs, without the tests. It is gosec's library and not its command, which
// brings a hundred modules along for suggestions that are not wanted here.
func gosecAll(ctx context.Context, root string) error {
	var folders []string
	for _, m := range modules {
		list, err := output(ctx, filepath.Join(root, m), "go", "list", "-f", "{{.Dir}}", "./...")
		if err != nil {
			return err
		}
		folders = append(folders, lines(list)...)
	}
	return findings(root, folders...)
}

// findings runs gosec on folders of Go code.
func findings(root string, folders ...string) error {
	var skip []string
	for id := range left {
		skip = append(skip, id)
	}
	a := gosec.NewAnalyzer(gosec.NewConfig(), false, false, false, runtime.NumCPU(), log.New(io.Discard, "", 0))
	a.LoadRules(rules.Generate(false, rules.NewRuleFilter(true, skip...)).RulesInfo())
	a.LoadAnalyzers(analyzers.Generate(false, analyzers.NewAnalyzerFilter(true, skip...)).AnalyzersInfo())
	// A folder of tests alone is no package to gosec.
	folders = slices.DeleteFunc(folders, func(dir string) bool {
		sources, _ := filepath.Glob(filepath.Join(dir, "*.go"))
		return !slices.ContainsFunc(sources, func(f string) bool { return !strings.HasSuffix(f, "_test.go") })
	})
	if err := a.Process(nil, folders...); err != nil {
		return err
	}
	issues, _, failed := a.Report()
	var text strings.Builder
	for file, errs := range failed {
		for _, e := range errs {
			fmt.Fprintf(&text, "%s:%d: %s\n", file, e.Line, e.Err)
		}
	}
	for _, i := range issues {
		file, err := filepath.Rel(root, i.File)
		if err != nil {
			file = i.File
		}
		fmt.Fprintf(&text, "%s:%s: %s: %s\n", file, i.Line, i.RuleID, i.What)
	}
	if text.Len() > 0 {
		return fmt.Errorf("%smend these, or write `#nosec RULE -- why` on the line", text.String())
	}
	return nil
}

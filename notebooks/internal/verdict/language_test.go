package verdict

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// verb is one of a format: its flags, width and precision, and its letter.
var verb = regexp.MustCompile(`%([+.0-9]*)(?:\[\d+\])?([a-z])`)

func verbs(format string) []string {
	list := verb.FindAllString(regexp.MustCompile(`\[\d+\]`).ReplaceAllString(format, ""), -1)
	slices.Sort(list)
	return list
}

// Each message in the code has its Korean, with the same values in it.
func TestKorean(t *testing.T) {
	used := map[string]bool{"Right: ": true, "Not yet: ": true, NoAnswer: true}
	var files []string
	for _, pattern := range []string{"*.go", "../../check/*.go", "../../check/*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name, ok := call.Fun.(*ast.Ident)
			if selector, qualified := call.Fun.(*ast.SelectorExpr); qualified {
				name, ok = selector.Sel, true
			}
			if !ok || name.Name != "Right" && name.Name != "NotYet" {
				return true
			}
			if literal, ok := call.Args[0].(*ast.BasicLit); ok {
				format, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				used[format] = true
				if n := len(verbs(format)); n != len(call.Args)-1 {
					t.Errorf("%s: %q takes %d values and is given %d", file, format, n, len(call.Args)-1)
				}
			}
			return true
		})
	}
	delete(used, "%v") // an error of package snn, as it is
	for format := range used {
		translated, ok := korean[format]
		if !ok {
			t.Errorf("no Korean for %q", format)
		}
		if got, want := verbs(translated), verbs(format); !slices.Equal(got, want) {
			t.Errorf("%q has the verbs %q, want %q", translated, got, want)
		}
	}
	for format := range korean {
		if !used[format] {
			t.Errorf("nothing says %q", format)
		}
	}
	for format, values := range map[string][]any{
		"there are %.0f spikes, and %.0f pixels of %g and above, which fire once each.": {4.0, 2.0, 0.5},
		"%.0f of %d pixels fire.": {2.0, 4},
	} {
		if said := fmt.Sprintf(korean[format], values...); strings.Contains(said, "%!") {
			t.Errorf("%q says %q", format, said)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for content, want := range map[string]string{
		`{"metadata": {"gosnn": {"language": "ko"}}}`: "ko",
		`{"metadata": {"gosnn": {"language": "en"}}}`: "en",
		`{"metadata": {}}`:                            "en",
		`{"metadata": {"gosnn": 1}}`:                  "en",
		`{`:                                           "en",
	} {
		file := filepath.Join(t.TempDir(), "notebook.ipynb")
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := languageOf(file); got != want {
			t.Errorf("%s: %q, want %q", content, got, want)
		}
	}
	if got := languageOf(filepath.Join(t.TempDir(), "missing.ipynb")); got != "en" {
		t.Errorf("without a notebook: %q", got)
	}
}

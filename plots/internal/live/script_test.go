package live

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

var regen = flag.Bool("regen", false, "write the scripts as they are in pages anew")

// TestScripts is the lint of the figures' JavaScript: esbuild parses each file and warns of what is likely a mistake; and what is in
// pages is what esbuild makes of it. It is a pure-Go library, so that a machine needs neither Node nor npm for it.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			result := api.Transform(string(text), api.TransformOptions{Loader: api.LoaderJS, Target: api.ES2022, Sourcefile: name,
				MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, Charset: api.CharsetASCII})
			for _, m := range append(result.Errors, result.Warnings...) {
				t.Errorf("%s:%d:%d: %s", name, m.Location.Line, m.Location.Column, m.Text)
			}
			if *regen {
				if err := os.WriteFile(filepath.Join("min", name), result.Code, 0o644); err != nil {
					t.Fatal(err)
				}
			} else if string(result.Code) != source(name) {
				t.Errorf("%s has changed: go generate ./plots/internal/live", name)
			}
		})
	}
}

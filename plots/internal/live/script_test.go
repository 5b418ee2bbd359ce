package live

import (
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestScripts is the lint of the embedded JavaScript: esbuild parses each file and warns of what is likely a mistake. It
// is a pure-Go library, so that a machine needs neither Node nor npm for it. `go test -run '^TestScripts$' ./plots`
// runs it alone.
func TestScripts(t *testing.T) {
	names, err := fs.Glob(scripts, "*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := scripts.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, code := range []string{string(text), source(name)} { // as written, and as it is in a page
				result := api.Transform(code, api.TransformOptions{Loader: api.LoaderJS, Target: api.ES2022, Sourcefile: name})
				for _, m := range append(result.Errors, result.Warnings...) {
					t.Errorf("%s:%d:%d: %s", name, m.Location.Line, m.Location.Column, m.Text)
				}
			}
		})
	}
}

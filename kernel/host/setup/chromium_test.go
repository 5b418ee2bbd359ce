package setup

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChromium(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("GOSNN_CHROMIUM", "")
	if path, err := Chromium(); err == nil {
		t.Errorf("an empty PATH has %s", path)
	}
	browser := filepath.Join(dir, "google-chrome")
	script(t, browser, "")
	if path, err := Chromium(); err != nil || path != browser {
		t.Errorf("found %q, %v, want %s", path, err, browser)
	}
	t.Setenv("GOSNN_CHROMIUM", filepath.Join(dir, "nonesuch"))
	if path, err := Chromium(); err == nil {
		t.Errorf("GOSNN_CHROMIUM names nothing, found %s", path)
	}
}

// TestChromiumStep stands a script in for the package manager.
func TestChromiumStep(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	t.Setenv("GOSNN_CHROMIUM", filepath.Join(dir, "chromium"))
	s := testHome(t).chromiumStep()
	script(t, filepath.Join(dir, "apt-get"), `[ "$1" = update ] || printf '#!/bin/sh\n' > "$GOSNN_CHROMIUM" && chmod +x "$GOSNN_CHROMIUM" 2>/dev/null; exit 0`)
	err := s.do(t.Context(), newReport(io.Discard, io.Discard))
	var f *Failure
	switch {
	case os.Geteuid() == 0 && (err != nil || !s.done()):
		t.Errorf("as root: %v", err)
	case os.Geteuid() != 0 && (!errors.As(err, &f) || !strings.Contains(f.Cure, "apt install chromium")):
		t.Errorf("not as root: %v, want the cure", err)
	}
}

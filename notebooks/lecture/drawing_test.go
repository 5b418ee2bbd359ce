package lecture

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEmbedDrawings(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "drawings"), 0o755); err != nil {
		t.Fatal(err)
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">
  <text x="1" data-ko="임계값" y="2">threshold</text>
</svg>
`
	if err := os.WriteFile(filepath.Join(folder, "drawings", "a.svg"), []byte(svg), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"l.md": ">threshold</text></svg>", "l.ko.md": ">임계값</text></svg>"} {
		s, err := Parse(name, "Before\n\n![a \"b\" & c](drawings/a.svg)\n\nAfter\n")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.embedDrawings(folder); err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(`^Before\n\n<img alt="a &#34;b&#34; &amp; c" width="20" height="10" src="data:image/svg\+xml;base64,([^"]*)">\n\nAfter$`).FindStringSubmatch(s.Parts[0].Text)
		if m == nil {
			t.Fatalf("%s: %s", name, s.Parts[0].Text)
		}
		if got, err := base64.StdEncoding.DecodeString(m[1]); err != nil || !strings.HasSuffix(string(got), want) || strings.Contains(string(got), "data-ko") {
			t.Errorf("%s: %v, %s, want %s at its end", name, err, got, want)
		}
		html, err := toHTML(s.Parts[0].Text)
		if err != nil || !strings.Contains(html, `src="data:image/svg+xml;base64,`) || !strings.Contains(html, `width="20"`) {
			t.Errorf("a page has no drawing: %v, %s", err, html)
		}
	}
	s, err := Parse("l.md", "![none](drawings/none.svg)\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.embedDrawings(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a drawing that is not there: %v", err)
	}
}

// Each drawing is XML with colors for a dark page, its words are there in Korean, and a source and its translation show it.
func TestDrawings(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dir, "source", "drawings", "*.svg"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no drawings: %v", err)
	}
	shown := map[bool]string{}
	sources, err := filepath.Glob(filepath.Join(dir, "source", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		shown[strings.HasSuffix(source, ".ko.md")] += string(text)
	}
	words := regexp.MustCompile(`<text([^>]*)>([^<]*)`)
	same := regexp.MustCompile(`^([\d,×.…⋮−+∞ ]*|Leaky|Synaptic|Alpha|spkIn|fc\d, Linear|lif\d, Leaky)$`) // in each language
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(strings.NewReader(string(text))); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
		if !strings.Contains(string(text), "prefers-color-scheme: dark") {
			t.Errorf("%s has no colors for a dark page", file)
		}
		for _, m := range words.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(m[1], "data-ko=") && !strings.Contains(m[1], `class="math"`) && !same.MatchString(m[2]) {
				t.Errorf("%s: %q has no Korean words", file, m[2])
			}
		}
		for _, korean := range []bool{false, true} {
			if !strings.Contains(shown[korean], "](drawings/"+filepath.Base(file)+")") {
				t.Errorf("%s is shown nowhere, Korean %t", file, korean)
			}
		}
	}
}

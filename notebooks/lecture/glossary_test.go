package lecture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGlossary(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.ko.tsv")
	if err := os.WriteFile(file, []byte("\"Spikes\"\t\"스파이크\"\n// a note\t// 메모\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	g, err := readGlossary(file)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{
		"%%\nShow(\"Spikes\") // a note\n": "%%\nShow(\"스파이크\") // 메모\n",
		"Spikes := \"Spikes so far\"":      "Spikes := \"Spikes so far\"",
		"x := \"// a note\"":               "x := \"// a note\"",
		"\"not closed":                     "\"not closed",
	} {
		if got := g.translate(code); got != want {
			t.Errorf("%q is translated as %q, want %q", code, got, want)
		}
	}
	if g, err := readGlossary(file + "x"); g != nil || err != nil || g.translate("\"a\"") != "\"a\"" {
		t.Errorf("no file: %v, %v", g, err)
	}
	for _, bad := range []string{"no tab\n", "\"a\"\t\"b\"\n\"a\"\t\"c\"\n", "\"a\"\t// b\n"} {
		if err := os.WriteFile(file, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := readGlossary(file); err == nil {
			t.Errorf("%q is taken for a glossary", bad)
		}
	}
}

// Each line of a glossary is of a comment or string that the code has, and keeps what a format fills in.
func TestGlossaries(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dir, "source", "*.tsv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no glossaries: %v", err)
	}
	for _, file := range files {
		s, err := Read(strings.TrimSuffix(file, ".ko.tsv") + ".md")
		if err != nil {
			t.Fatal(err)
		}
		g, err := readGlossary(file)
		if err != nil {
			t.Fatal(err)
		}
		for from, to := range g {
			used, one := false, glossary{from: to}
			for _, p := range s.Parts {
				used = used || p.Kind != Prose && p.Kind != Note && one.translate(p.Text) != p.Text
			}
			if !used {
				t.Errorf("%s: no code has %s", file, from)
			}
			if strings.Count(from, "%") != strings.Count(to, "%") || strings.HasSuffix(from, `\n"`) != strings.HasSuffix(to, `\n"`) {
				t.Errorf("%s: %s and %s are filled in differently", file, from, to)
			}
		}
	}
}

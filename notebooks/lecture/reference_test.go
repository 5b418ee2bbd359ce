package lecture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each link of the reference leads to a declaration or page of it, and each exported name of package snn has its place.
func TestReference(t *testing.T) {
	folder := t.TempDir()
	if err := WriteReference(folder, root); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(files) != len(referenced)+1 {
		t.Fatalf("%d pages, want one for each of %v and an index; %v", len(files), referenced, err)
	}
	pages := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages[filepath.Base(file)] = string(text)
	}
	link := regexp.MustCompile(`<a href="([^"#]*)(?:#([^"]*))?"`)
	for name, page := range pages {
		if found := fromNetwork.FindString(page); found != "" {
			t.Errorf("%s would fetch %s", name, found)
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			target, id := m[1], m[2]
			if target == "" {
				target = name
			}
			if to, ok := pages[target]; !ok || id != "" && !strings.Contains(to, `id="`+id+`"`) {
				t.Errorf("%s: the link to %s#%s leads nowhere", name, target, id)
			}
		}
	}
	for _, want := range []string{
		`id="Rate"`, `id="Seed"`, `id="Index"`, `<a href="#RateOption">`, // of declarations
		"Source:", `<a href="#RateConv">`, // of comments
		"<summary>Example</summary>", "<p>Output:</p>",
	} {
		if !strings.Contains(pages["snn.html"], want) {
			t.Errorf("no %s in the page of package snn", want)
		}
	}
}

func TestReferenceOfNoPackage(t *testing.T) {
	if err := WriteReference(t.TempDir(), t.TempDir()); err == nil {
		t.Error("a reference of a folder without packages was written")
	}
}

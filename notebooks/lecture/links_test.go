package lecture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	// link finds the addresses of links and pictures, in Markdown and in HTML.
	link = regexp.MustCompile(`\]\(<?([^)>\s]+)|(?:href|src)="([^"]+)"`)
	// title finds headings, block and inCode those parts that are code.
	title  = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *#*$`)
	block  = regexp.MustCompile("(?ms)^```.*?^```$")
	inCode = regexp.MustCompile("`[^`\n]+`")
	// address is that of another site, which is not looked at here.
	address = regexp.MustCompile(`^[a-z]+:`)
)

// anchors are the names by which a page's headings can be linked to, as GitHub makes them.
func anchors(text string) map[string]bool {
	names := map[string]bool{}
	for _, m := range title.FindAllStringSubmatch(block.ReplaceAllString(text, ""), -1) {
		words := regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`).ReplaceAllString(m[1], "$1")
		names[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, words)] = true
	}
	return names
}

// broken lists the links of a page, which is in a folder, that lead to no file or no heading.
func broken(folder, text string) (list []string) {
	for _, m := range link.FindAllStringSubmatch(inCode.ReplaceAllString(block.ReplaceAllString(text, ""), ""), -1) {
		to := m[1] + m[2]
		if address.MatchString(to) {
			continue
		}
		path, anchor, _ := strings.Cut(to, "#")
		page := text
		if path != "" {
			file := filepath.Join(folder, path)
			content, err := os.ReadFile(file)
			if info, serr := os.Stat(file); serr == nil && info.IsDir() {
				err = nil
			}
			if err != nil || filepath.IsAbs(path) {
				list = append(list, to)
				continue
			}
			page = string(content)
		}
		if anchor != "" && !anchors(page)[anchor] {
			list = append(list, to)
		}
	}
	return list
}

// The links of pages and notebooks to files and headings of this repository lead somewhere.
func TestLinks(t *testing.T) {
	root := filepath.Join(dir, "..")
	pages := 0
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "notebooks/*.md", "notebooks/*/*.md", "notebooks/*.ipynb", "notebooks/*/*.ipynb", "notebooks/*/*/*.ipynb"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			var text string
			if filepath.Ext(file) == ".ipynb" {
				n, err := ReadNotebook(file)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range n.Cells {
					if c.Type == "markdown" {
						text += string(c.Source) + "\n\n"
					}
				}
			} else {
				content, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				text = string(content)
			}
			pages++
			for _, to := range broken(filepath.Dir(file), text) {
				t.Errorf("%s links to %s", file, to)
			}
		}
	}
	if pages < 15 {
		t.Errorf("%d pages and notebooks found", pages)
	}
}

func TestBroken(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "b.md"), []byte("# A page: `Rate` and [others](x)\n\n```sh\n# no heading\n```\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"[b](b.md), [site](https://example.com/#x) and [mail](mailto:a@example.com)": "",
		"[b](b.md#a-page-rate-and-others)":                                           "",
		"## Über uns\n[here](#über-uns)":                                             "",
		"[folder](.)":                                                                "",
		"`[code](none.md)`":                                                          "",
		"```\n[code](none.md)\n```":                                                  "",
		"[none](none.md)":                                                            "none.md",
		"![picture](none.svg)":                                                       "none.svg",
		`<img src="none.png">`:                                                       "none.png",
		"[b](b.md#none)":                                                             "b.md#none",
		"[b](b.md#no-heading)":                                                       "b.md#no-heading",
		"[here](#here)":                                                              "#here",
		"[absolute](/etc/passwd)":                                                    "/etc/passwd",
		"[one](a.md) and\n[two](<c.md#d>)":                                           "a.md c.md#d",
	} {
		if got := strings.Join(broken(folder, text), " "); got != want {
			t.Errorf("%q: broken are %q, want %q", text, got, want)
		}
	}
}

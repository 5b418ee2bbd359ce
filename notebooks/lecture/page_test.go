package lecture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// library stands in for ECharts.
func library(t *testing.T) string {
	file := filepath.Join(t.TempDir(), "echarts.min.js")
	if err := os.WriteFile(file, []byte("window.echarts = {};"), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestToHTML(t *testing.T) {
	for text, want := range map[string]string{
		"costs `$5` and `$6`":                                "<code>$5</code>",
		"$x_1$ and $x_2$":                                    `<annotation encoding="application/x-tex">x_1</annotation>`,
		"$$\na < b\n$$":                                      `display="block"`,
		"```go\nif a < b && c {}\n```":                       `<span class="kd">`,
		"```sh\necho $HOME $PATH\n```":                       "echo $HOME $PATH",
		"<details><summary>H</summary>\n\n*a*\n\n</details>": "<em>a</em>",
		"| a |\n| --- |\n| b |":                              "<table>",
	} {
		if text == "```go\nif a < b && c {}\n```" {
			want = "&lt;"
		}
		got, err := toHTML(text)
		if err != nil || !strings.Contains(got, want) || strings.ContainsRune(got, '\ue000') {
			t.Errorf("toHTML(%q) = %q, %v, want %q in it", text, got, err, want)
		}
	}
}

// fromNetwork finds what a browser would fetch from elsewhere. ECharts's address in a figure's script is not one: it is for pages without the library.
var fromNetwork = regexp.MustCompile(`(?i)<(script|img|link|iframe)[^>]*(src|href)="?(https?:)?//|@import|url\(["']?https?:`)

func TestPagesNeedNoNetwork(t *testing.T) {
	out, echarts := t.TempDir(), library(t)
	n, err := ReadNotebook(filepath.Join(dir, "tutorial_1_spike_encoding.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	if err := WritePage(filepath.Join(out, "page.html"), n, echarts); err != nil {
		t.Fatal(err)
	}
	if err := WriteSlides(filepath.Join(out, "slides.html"), n, echarts); err != nil {
		t.Fatal(err)
	}
	if err := WriteBook(filepath.Join(out, "book"), root, echarts); err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(out, "book", "*.html"))
	if err != nil || len(pages) < 2 {
		t.Fatalf("the book has %d pages, %v", len(pages), err)
	}
	for _, file := range append(pages, filepath.Join(out, "page.html"), filepath.Join(out, "slides.html")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := fromNetwork.Find(text); found != nil {
			t.Errorf("%s would fetch %s", file, found)
		}
		if base := filepath.Base(file); base == "index.html" || strings.HasPrefix(base, "terms") { // these show no figures
			continue
		}
		if strings.Contains(string(text), "$$") || !strings.Contains(string(text), "echarts") {
			t.Errorf("%s has formulas as TeX, or not the library", file)
		}
	}
}

func TestBookLinks(t *testing.T) {
	out := t.TempDir()
	if err := WriteBook(out, root, library(t)); err != nil {
		t.Fatal(err)
	}
	index, err := os.ReadFile(filepath.Join(out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`href="([^"#]+\.html)(?:#([^"]*))?"`).FindAllStringSubmatch(string(index), -1)
	if len(links) < 10 {
		t.Fatalf("%d links in the table of contents", len(links))
	}
	for file, word := range map[string]string{"terms.html": "surrogate gradient", "terms-ko.html": "대리 기울기(surrogate gradient)"} {
		terms, err := os.ReadFile(filepath.Join(out, file))
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(`<td>`+regexp.QuoteMeta(word)+`</td>\s*<td>[^<]+</td>\s*<td><a href="([^"#]+\.html)#([^"]+)"()`).FindAllStringSubmatch(string(terms), -1)
		if len(found) != 1 {
			t.Errorf("%s has %q %d times", file, word, len(found))
		}
		links = append(links, found...)
	}
	for _, link := range links {
		page, err := os.ReadFile(filepath.Join(out, link[1]))
		if err != nil || link[2] != "" && !strings.Contains(string(page), `id="`+link[2]+`"`) {
			t.Errorf("the link %s leads nowhere: %v", link[0], err)
		}
	}
}

package lecture

import (
	"strings"
	"testing"
)

// Nothing of a Markdown cell runs on a page.
func TestProseDoesNotRun(t *testing.T) {
	for _, text := range []string{
		`<script>alert(1)</script>`,
		`<img src="x" onerror="alert(1)">`,
		`<svg onload="alert(1)"></svg>`,
		`<iframe src="https://example.org"></iframe>`,
		`[a](javascript:alert(1))`,
		`<a href="javascript:alert(1)">a</a>`,
		`<details open ontoggle="alert(1)"><summary>a</summary></details>`,
		`<style>@import "https://example.org/x.css"</style>`,
		`<form action="https://example.org"><input name="a"></form>`,
		`<math><mtext><script>alert(1)</script></mtext></math>`,
		"$\\text{<script>alert(1)</script>}$",
		"$\\href{javascript:alert(1)}{a}$",
		"$<img src=x onerror=alert(1)>$",
		"$\\text{<img src=\"x\" onerror=alert(1)>}$",
		"```go\n</code></pre><script>alert(1)</script>\n```",
		`<object data="x.swf"></object><embed src="x"><base href="https://example.org">`,
	} {
		html, err := toHTML(text)
		if err != nil {
			continue // a formula that is none
		}
		for _, bad := range []string{"<script", "<iframe", "<style", "<form", "<object", "<embed", "<base", `" onerror=`, " onload=", " ontoggle=", `"javascript:`} {
			if strings.Contains(html, bad) {
				t.Errorf("%s gives %s", text, html)
			}
		}
	}
}

// What prose needs is left as it is.
func TestProseKeeps(t *testing.T) {
	html, err := toHTML("## A *title*\n\n<details><summary>Hint</summary>\n\n$x^2$ and `code`, [link](https://example.org)\n\n</details>\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n" +
		"![dot](data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==)\n\n```go\nvar x = 1 < 2\n```\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<h2 id="a-title">`, "<details>", "<summary>Hint</summary>", "<msup>", "<code>code</code>", `href="https://example.org"`, "<td", `src="data:image/gif`, `class="chroma"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
}

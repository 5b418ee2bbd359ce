package lecture

import (
	"bytes"
	"fmt"
	stdhtml "html"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/microcosm-cc/bluemonday"
	"github.com/wyatt915/treeblood"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
)

// Prose may hold HTML, such as <details>. It goes through [clean], as a notebook may come from anywhere.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(html.WithUnsafe()))

// clean takes out of HTML what runs: scripts, handlers of events, frames, forms, styles, and addresses of other schemes than a page's.
// Jupyter does the same to Markdown cells.
var clean = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AllowDataURIImages()
	p.RequireNoFollowOnLinks(false)
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-\w+$`)).OnElements("code")
	return p
}()

// cleanMath does so for MathML, since a formula may hold text of any kind.
var cleanMath = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowNoAttrs().OnElements("math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "merror",
		"mpadded", "mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "menclose")
	p.AllowAttrs("xmlns").Matching(regexp.MustCompile(`^http://www\.w3\.org/1998/Math/MathML$`)).OnElements("math")
	p.AllowAttrs("display", "displaystyle", "encoding", "form", "stretchy", "fence", "separator", "symmetric", "largeop", "movablelimits", "accent", "accentunder",
		"mathvariant", "mathsize", "scriptlevel", "linethickness", "lspace", "rspace", "minsize", "maxsize", "width", "height", "depth", "voffset", "notation",
		"columnalign", "rowalign", "columnspacing", "rowspacing", "columnlines", "rowlines", "columnspan", "rowspan", "class").Globally()
	p.AllowAttrs("style").Matching(regexp.MustCompile(`^[a-z0-9 .:;'%-]*$`)).Globally()
	return p
}()

var (
	// formula finds TeX as Jupyter does: $$...$$, and $...$ without a space inside of the dollars or a digit behind. Code is found
	// first, so that dollars in it are left alone.
	formula = regexp.MustCompile("(?s)```.*?\n```|`[^`\n]*`|\\$\\$.+?\\$\\$|\\$[^$\\s](?:[^$\n]*[^$\\s])?\\$")
	// marked is what stands for a formula while Markdown is made into HTML: private characters, which it leaves alone.
	marked  = regexp.MustCompile("\ue000(\\d+)\ue001")
	private = strings.NewReplacer("\ue000", "", "\ue001", "") // in prose they mean nothing
	fenced  = regexp.MustCompile(`(?s)<pre><code class="language-go">(.*?)</code></pre>`)
)

// toHTML turns a prose cell into HTML: formulas into MathML, which browsers draw by themselves, and Go code into colors.
func toHTML(text string) (string, error) {
	var math []string
	var wrong error
	text = formula.ReplaceAllStringFunc(private.Replace(text), func(s string) string {
		tex, isFormula := strings.CutPrefix(s, "$")
		if !isFormula {
			return s
		}
		var m string
		var err error
		if display, ok := strings.CutPrefix(tex, "$"); ok {
			m, err = treeblood.DisplayStyle(strings.TrimSuffix(display, "$$"), nil)
		} else {
			m, err = treeblood.InlineStyle(strings.TrimSuffix(tex, "$"), nil)
		}
		if err != nil {
			wrong = fmt.Errorf("formula %s: %v", s, err)
		}
		math = append(math, cleanMath.Sanitize(m))
		return fmt.Sprintf("\ue000%d\ue001", len(math)-1)
	})
	if wrong != nil {
		return "", wrong
	}
	var b bytes.Buffer
	if err := markdown.Convert([]byte(text), &b); err != nil {
		return "", err
	}
	out := marked.ReplaceAllStringFunc(clean.Sanitize(b.String()), func(s string) string {
		var i int
		fmt.Sscanf(s, "\ue000%d\ue001", &i)
		return math[i]
	})
	return fenced.ReplaceAllStringFunc(out, func(s string) string {
		return highlight(goLexer, stdhtml.UnescapeString(fenced.FindStringSubmatch(s)[1]))
	}), nil
}

var (
	goLexer     = chroma.Coalesce(lexers.Get("go"))
	pythonLexer = chroma.Coalesce(lexers.Get("python"))
	codeColors  = chromahtml.New(chromahtml.WithClasses(true))
)

// highlight is code as HTML, with classes of chroma for its colors.
func highlight(lexer chroma.Lexer, code string) string {
	tokens, err := lexer.Tokenise(nil, strings.TrimRight(code, "\n")+"\n")
	var b bytes.Buffer
	if err == nil {
		err = codeColors.Format(&b, styles.Get("github"), tokens)
	}
	if err != nil { // code that is not the lexer's: as it is
		return "<pre>" + stdhtml.EscapeString(code) + "</pre>"
	}
	return b.String()
}

// highlightCSS is the style sheet of highlight's classes, for a light and a dark page.
func highlightCSS() (string, error) {
	var b bytes.Buffer
	if err := codeColors.WriteCSS(&b, styles.Get("github")); err != nil {
		return "", err
	}
	b.WriteString("@media (prefers-color-scheme: dark) {\n")
	if err := codeColors.WriteCSS(&b, styles.Get("github-dark")); err != nil {
		return "", err
	}
	b.WriteString("}\n")
	return b.String(), nil
}

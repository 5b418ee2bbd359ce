package lecture

import (
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	// drawn finds a line of Markdown that is a drawing: ![what it shows](drawings/NAME.svg).
	drawn = regexp.MustCompile(`(?m)^!\[([^]\n]+)\]\((drawings/[\w-]+\.svg)\)$`)
	// inWords finds a text of a drawing with its translation: <text ... data-ko="...">...</text>.
	inWords = regexp.MustCompile(`( data-ko="([^"]*)")([^>]*>)([^<]*)`)
	// sizes finds the width and the height of a drawing.
	sizes = regexp.MustCompile(`<svg [^>]*width="(\d+)" height="(\d+)"`)
	// space is what stands between two elements of a drawing.
	space = regexp.MustCompile(`>\s+<`)
)

// embedDrawings puts the drawings that the prose names, files below folder, into the prose itself, so that a notebook needs no other file.
// A page knows their sizes before it has drawn them: slides are shared out by heights.
func (s *Source) embedDrawings(folder string) error {
	var wrong error
	for i, p := range s.Parts {
		if p.Kind != Prose {
			continue
		}
		s.Parts[i].Text = drawn.ReplaceAllStringFunc(p.Text, func(line string) string {
			m := drawn.FindStringSubmatch(line)
			file := filepath.Join(folder, filepath.FromSlash(m[2]))
			svg, err := os.ReadFile(file)
			wide := sizes.FindSubmatch(svg)
			if err == nil && wide == nil {
				err = fmt.Errorf("%s: no width and height", file)
			}
			if err != nil {
				wrong = err
				return line
			}
			return fmt.Sprintf(`<img alt="%s" width="%s" height="%s" src="data:image/svg+xml;base64,%s">`, html.EscapeString(m[1]), wide[1], wide[2],
				base64.StdEncoding.EncodeToString([]byte(space.ReplaceAllString(speak(string(svg), s.Language), "><"))))
		})
	}
	return wrong
}

// speak returns a drawing with its words in a language.
func speak(svg, language string) string {
	return strings.TrimSpace(inWords.ReplaceAllStringFunc(svg, func(text string) string {
		m := inWords.FindStringSubmatch(text)
		if language == "ko" {
			return m[3] + m[2]
		}
		return m[3] + m[4]
	}))
}

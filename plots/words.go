package plots

import (
	"strings"
	"unicode/utf8"

	"gosnn/plots/internal/still"
)

// maxTitleLines is how many lines a title takes at most.
const maxTitleLines = 4

// visible is text with U+FFFD for what is no letter: bytes that are no UTF-8, and characters that XML does not have.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == '\ufffe' || r == '\uffff' {
			return utf8.RuneError
		}
		return r // RuneError for a byte that is no UTF-8
	}, text)
}

// oneLine is visible text without ends of lines: titles alone have several.
func oneLine(text string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(visible(text))
}

// wrap breaks text of a size in points into lines of at most so many CSS pixels, at spaces where there are some.
func wrap(text string, size float64, width int) []string {
	if text == "" {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, "\r ")
		for still.Width(line, size) > width && len(lines) < maxTitleLines {
			n := fitting(line, size, width)
			if space := strings.LastIndexByte(line[:n], ' '); space > 0 && line[n] != ' ' {
				n = space
			}
			lines = append(lines, strings.TrimSpace(line[:n]))
			line = strings.TrimLeft(line[n:], " ")
		}
		lines = append(lines, line)
	}
	if len(lines) > maxTitleLines {
		lines = lines[:maxTitleLines]
		lines[maxTitleLines-1] = clip(lines[maxTitleLines-1]+" …", size, width)
	}
	return lines
}

// fitting is the number of bytes of text that fit into so many CSS pixels, at least those of one letter.
func fitting(text string, size float64, width int) int {
	n := 0
	for i, r := range text {
		end := i + len(string(r))
		if n > 0 && still.Width(text[:min(end, len(text))], size) > width {
			break
		}
		n = min(end, len(text))
	}
	return n
}

// clip leaves out the end of text that is wider than so many CSS pixels.
func clip(text string, size float64, width int) string {
	if still.Width(text, size) <= width {
		return text
	}
	return strings.TrimRight(text[:fitting(text, size, width-still.Width("…", size))], " ") + "…"
}

package still

import (
	"math"
	"os"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"gosnn/plots/fonts"
)

// letters writes text of any letters. gonum's handlers draw nothing for a letter that their font lacks; this one takes it from
// another font, makes it of one that is there, as a superscript of its digit, or else draws a box.
type letters struct{ text.Plain }

var handler = letters{text.Plain{Fonts: plot.DefaultTextHandler.Cache()}}

var _ text.Handler = letters{}

// run is a part of a text that is written in one way.
type run struct {
	words string
	face  font.Face
	rise  vg.Length // of superscripts, above the line
	boxes int       // letters that no font has
}

// Box implements text.Handler.
func (l letters) Box(words string, fnt font.Font) (width, height, depth vg.Length) {
	face := l.Fonts.Lookup(fnt, fnt.Size)
	for _, r := range runs(words, face) {
		width += r.width()
	}
	return width, face.Extents().Ascent, face.Extents().Descent
}

func (r run) width() vg.Length {
	if r.boxes > 0 {
		return vg.Length(r.boxes) * boxWidth * r.face.Font.Size
	}
	return r.face.Width(r.words)
}

// boxWidth and boxHeight are those of the box in the place of a letter, as parts of the font's size.
const boxWidth, boxHeight = 0.65, 0.7

// Draw implements text.Handler, for one line.
func (l letters) Draw(c vg.Canvas, words string, style text.Style, at vg.Point) {
	face := l.Fonts.Lookup(style.Font, style.Font.Size)
	parts := runs(words, face)
	if len(parts) == 1 && parts[0].boxes == 0 && parts[0].rise == 0 && parts[0].face.Face == face.Face {
		l.Plain.Draw(c, parts[0].words, style, at)
		return
	}
	c.SetColor(style.Color)
	c.Push()
	defer c.Pop()
	c.Rotate(style.Rotation)
	sin64, cos64 := math.Sincos(style.Rotation)
	sin, cos := vg.Length(sin64), vg.Length(cos64)
	width, _, _ := l.Box(words, style.Font)
	x := at.Y*sin + at.X*cos + vg.Length(style.XAlign)*width
	y := at.Y*cos - at.X*sin + style.Height(words)*vg.Length(style.YAlign) - face.Extents().Ascent + style.Font.Size
	for _, r := range parts {
		size := r.face.Font.Size
		if r.boxes == 0 {
			c.FillString(r.face, vg.Point{X: x, Y: y + r.rise}, r.words)
		}
		for i := range r.boxes {
			left := x + (vg.Length(i)*boxWidth+0.08)*size
			var box vg.Path
			box.Move(vg.Point{X: left, Y: y})
			box.Line(vg.Point{X: left + (boxWidth-0.16)*size, Y: y})
			box.Line(vg.Point{X: left + (boxWidth-0.16)*size, Y: y + boxHeight*size})
			box.Line(vg.Point{X: left, Y: y + boxHeight*size})
			box.Close()
			c.SetLineWidth(0.7)
			c.Stroke(box)
		}
		x += r.width()
	}
}

// runs are the parts of a text, each in one font.
func runs(words string, base font.Face) []run {
	if inFont(words, base) {
		return []run{{words: words, face: base}}
	}
	var parts []run
	add := func(r run) {
		if n := len(parts) - 1; n >= 0 && parts[n].face == r.face && parts[n].rise == r.rise && (parts[n].boxes > 0) == (r.boxes > 0) {
			parts[n].words += r.words
			parts[n].boxes += r.boxes
			return
		}
		parts = append(parts, r)
	}
	for _, letter := range words {
		face, ok := faceOf(letter, base)
		small := base
		small.Font.Size *= 0.7
		if plain, up := raised(letter); !ok && plain != 0 && has(base.Face, plain) {
			rise := 0.33 * base.Font.Size
			if !up {
				rise = -0.12 * base.Font.Size
			}
			add(run{words: string(plain), face: small, rise: rise})
			continue
		}
		switch plain := plainLetter(letter); {
		case ok:
			add(run{words: string(letter), face: face})
		case plain != 0:
			add(run{words: string(plain), face: base})
		case unicode.In(letter, unicode.Cf, unicode.Cc): // nothing is to be seen of these
		default:
			add(run{words: string(letter), face: base, boxes: 1})
		}
	}
	if len(parts) == 0 {
		return []run{{words: " ", face: base}}
	}
	return parts
}

func inFont(words string, face font.Face) bool {
	for _, letter := range words {
		if letter >= 0x7f && !has(face.Face, letter) {
			return false
		}
	}
	return true
}

// faceOf is the first font with a letter, in base's size.
func faceOf(letter rune, base font.Face) (font.Face, bool) {
	if has(base.Face, letter) {
		return base, true
	}
	if up, _ := raised(letter); up != 0 { // as other superscripts look, which may be of several fonts
		return base, false
	}
	for _, f := range others() {
		if has(f, letter) {
			return font.Face{Font: base.Font, Face: f}, true
		}
	}
	return base, false
}

// found keeps which letters a font has.
var found sync.Map // of glyph: bool

type glyph struct {
	font   *sfnt.Font
	letter rune
}

func has(f *sfnt.Font, letter rune) bool {
	if known, ok := found.Load(glyph{f, letter}); ok {
		return known.(bool)
	}
	var b sfnt.Buffer
	i, err := f.GlyphIndex(&b, letter)
	found.Store(glyph{f, letter}, err == nil && i != 0)
	return err == nil && i != 0
}

// others are the fonts of this machine, opened when a letter is missing for the first time. Of a file only what is needed is read.
var others = sync.OnceValue(func() []*sfnt.Font {
	var all []*sfnt.Font
	for _, name := range fonts.Files() {
		file, err := os.Open(name)
		if err != nil {
			continue
		}
		if strings.HasSuffix(name, ".ttc") {
			if c, err := sfnt.ParseCollectionReaderAt(file); err == nil {
				if f, err := c.Font(0); err == nil {
					all = append(all, f)
				}
			}
		} else if f, err := sfnt.ParseReaderAt(file); err == nil {
			all = append(all, f)
		}
	}
	return all
})

// Letters in small print, and what they are made of.
const (
	superscripts, super = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ", "0123456789+−=()niabcdeghjklmoprstuvwxyzT"
	subscripts, sub     = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+−=()aehijklmnoprstuvx"
	doubled, single     = "ℂℍℕℙℚℝℤℓℏ", "CHNPQRZlh"
)

// raised is what a superscript (up) or a subscript is made of; 0 for another letter.
func raised(letter rune) (plain rune, up bool) {
	if p := pair(letter, superscripts, super); p != 0 {
		return p, true
	}
	return pair(letter, subscripts, sub), false
}

// plainLetter is the letter of which another one is a kind: of mathematical ones, and of minus signs. 0 is none.
func plainLetter(letter rune) rune {
	switch {
	case letter == '−' || letter == '‐' || letter == '‑':
		return '-'
	case letter >= 0x1d400 && letter <= 0x1d6a3:
		return []rune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")[(letter-0x1d400)%52]
	case letter >= 0x1d6a8 && letter <= 0x1d7c9:
		greek := []rune("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπ")
		return greek[int(letter-0x1d6a8)%58%len(greek)]
	case letter >= 0x1d7ce && letter <= 0x1d7ff:
		return '0' + (letter-0x1d7ce)%10
	}
	return pair(letter, doubled, single)
}

// pair is the letter of to at the place that a letter has in from.
func pair(letter rune, from, to string) rune {
	places := []rune(from)
	for i, r := range places {
		if r == letter {
			return []rune(to)[i]
		}
	}
	return 0
}

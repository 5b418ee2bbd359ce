package still

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"testing"
	"unicode/utf8"

	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/fonts"
)

// TestLetters: each letter leaves ink, be it of another font, made of a plain one, or a box.
func TestLetters(t *testing.T) {
	blank := inkOf(t, " ")
	for _, words := range []string{"전류", "電流", "かなカナ", "Дж", "ωΣ", "⁻", "⁹", "ₘ", "ℝ", "∈", "→", "𝑥", "−", "漢", "\U0001F9E0", "\uE000", "A"} {
		for _, letter := range words {
			if n := inkOf(t, string(letter)); n <= blank {
				t.Errorf("nothing of %q (%U) is to be seen", letter, letter)
			}
		}
	}
	if n, one := Width("10⁻⁹ A", 10), Width("10 A", 10); n <= one {
		t.Error("the power is not there")
	}
	for _, words := range []string{superscripts + super, subscripts + sub, doubled + single} {
		if n := utf8.RuneCountInString(words); n%2 != 0 {
			t.Errorf("%q: not as many letters as there are plain ones", words)
		}
	}
}

// TestHangul: with the font that set-up installs, Hangul is no row of boxes.
func TestHangul(t *testing.T) {
	any := false
	for _, name := range fonts.Files() {
		if _, err := os.Stat(name); err == nil {
			any = any || bytes.Contains([]byte(name), []byte("Nanum")) || bytes.Contains([]byte(name), []byte("CJK"))
		}
	}
	if !any {
		t.Skip("no font with Hangul: make test-setup brings one")
	}
	face := handler.Fonts.Lookup(sans(10), 10)
	for _, r := range runs("막전위 (mV)", face) {
		if r.boxes > 0 {
			t.Errorf("%q is a box", r.words)
		}
	}
}

// inkOf is the number of picture elements that words cover.
func inkOf(t *testing.T, words string) int {
	content, err := PNG(80, 40, func(c draw.Canvas) { Write(c, 12, 40, 8, words) }, color.RGBAModel, false)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if r, _, _, _ := m.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return n
}

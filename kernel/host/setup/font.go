package setup

import (
	"context"
	"crypto/sha256"
	_ "embed" // the licence
	"fmt"
	"os"

	"gosnn/plots/fonts"
)

// The font's licence, which its package lacks.
//
//go:embed licenses/font/LICENSE
var fontLicense string

// fontStep fetches the font with which pictures write Hangul, Han, kana and mathematical signs. It comes inside of a Python package,
// of which no code runs.
func (h Home) fontStep() step {
	return step{
		name: "font", title: "NanumGothic, for letters of many languages in pictures", needs: []string{"echarts"}, // one download at a time
		key:  func() string { return pinned("font") + fonts.SHA256 },
		done: func() bool { return checkFont(h.Font()) == nil && filled(h.Font()+".LICENSE") },
		do: func(ctx context.Context, r *report) error {
			if err := writeFile(h.Font()+".LICENSE", fontLicense); err != nil {
				return err
			}
			return h.fromWheel(ctx, r, "font", fonts.File, h.Font(), checkFont)
		},
	}
}

// Font is the font of letters that the pictures' own lacks.
func (h Home) Font() string { return h.path(fonts.File) }

func checkFont(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(content)); got != fonts.SHA256 {
		return fmt.Errorf("%s is another font: its SHA-256 is %s, want %s", file, got, fonts.SHA256)
	}
	return nil
}

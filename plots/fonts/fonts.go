// Package fonts names the fonts with which still pictures write letters that their own font lacks: the one that set-up installs,
// and those of the system. It depends on nothing, so that the kernel's installer can check the copy that it installs.
package fonts

import (
	"os"
	"path/filepath"
)

const (
	// File has Hangul, kana, Han, Cyrillic, Greek and mathematical signs: NanumGothic 3.021 by Sandoll for NHN, under the SIL Open Font
	// License. Set-up gets it by pip.
	File = "NanumGothic.ttf"

	// SHA256 of the file, in hexadecimal.
	SHA256 = "48a28e97b34fc8e5b157657633670cd1b7de126cfc414da65ce9c3d5bc8be733"

	// FileEnv names a font of the reader's own, to be asked before all others.
	FileEnv = "GOSNN_FONT"

	// homeEnv is the folder into which set-up has put the font, as the kernel's cells have it.
	homeEnv = "GOSNN_HOME"
)

// system are fonts that systems have, those with most letters first.
var system = []string{
	"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
	"/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
	"/usr/share/fonts/TTF/DejaVuSans.ttf",
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
	"/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
	"/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
	"/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
	"/usr/share/fonts/truetype/noto/NotoSansMath-Regular.ttf",
	"/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf",
	"/System/Library/Fonts/AppleSDGothicNeo.ttc",
	"/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
	"/System/Library/Fonts/Hiragino Sans GB.ttc",
}

// Files are the files of fonts that there may be on this machine, in the order in which a letter is looked up.
func Files() []string {
	var files []string
	if name := os.Getenv(FileEnv); name != "" {
		files = append(files, name)
	}
	if home := os.Getenv(homeEnv); home != "" {
		files = append(files, filepath.Join(home, File))
	}
	return append(files, system...)
}

package dataset

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
)

// sourceDir returns the folder of the source of the function at pc, which the compiler noted: so the module's version
// and the module cache need not be repeated here.
func sourceDir(pc uintptr) string {
	file, _ := runtime.FuncForPC(pc).FileLine(pc)
	dir := filepath.Dir(file)
	if filepath.IsAbs(dir) {
		return dir
	}
	return inModuleCache(dir) // built with -trimpath
}

// inModuleCache returns the folder of a module, path@version, in Go's module cache, where a capital letter is written as
// ! and the small one.
func inModuleCache(module string) string {
	cache := os.Getenv("GOMODCACHE")
	if cache == "" {
		gopath := os.Getenv("GOPATH")
		if gopath == "" {
			home, _ := os.UserHomeDir() // go's own default; if there is none, the caller finds no folder
			gopath = filepath.Join(home, "go")
		}
		cache = filepath.Join(filepath.SplitList(gopath)[0], "pkg", "mod")
	}
	var escaped strings.Builder
	for _, r := range module {
		if unicode.IsUpper(r) {
			escaped.WriteByte('!')
		}
		escaped.WriteRune(unicode.ToLower(r))
	}
	return filepath.Join(cache, escaped.String())
}

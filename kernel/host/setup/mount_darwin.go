package setup

import (
	"path/filepath"
	"syscall"
)

// mountWithin returns dir if it is a mount point, and "" if it is not. The system has no list of those below it that needs no cgo.
func mountWithin(dir string) string {
	var here, above syscall.Stat_t
	if syscall.Stat(dir, &here) == nil && syscall.Stat(filepath.Dir(dir), &above) == nil && here.Dev != above.Dev {
		return dir
	}
	return ""
}

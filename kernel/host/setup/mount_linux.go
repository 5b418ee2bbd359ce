package setup

import (
	"os"
	"strings"
)

// mountWithin returns a mount point that is dir or lies below it, "" if there is none.
func mountWithin(dir string) string {
	mounts, _ := os.ReadFile("/proc/self/mountinfo")
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	for line := range strings.Lines(string(mounts)) {
		if fields := strings.Fields(line); len(fields) > 4 {
			if point := unescape.Replace(fields[4]); within(point, dir) {
				return point
			}
		}
	}
	return ""
}

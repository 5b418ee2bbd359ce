package store

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Stamp tells a state of a file from others without reading it: size, inode, and the times when its content and the
// file itself were last changed. It also returns the later of the two.
func Stamp(path string) (stamp []byte, changed time.Time, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, changed, err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil, changed, fmt.Errorf("store: no status of %s", path)
	}
	ctime := ctimeOf(st)
	if changed = info.ModTime(); ctime.After(changed) {
		changed = ctime
	}
	for _, x := range []uint64{uint64(info.Size()), uint64(st.Ino), uint64(st.Dev), uint64(info.ModTime().UnixNano()), uint64(ctime.UnixNano())} {
		stamp = binary.LittleEndian.AppendUint64(stamp, x)
	}
	return stamp, changed, nil
}

// boot tells this run of the machine from others, "" if the system does not say.
var boot = sync.OnceValue(func() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "" // not Linux
	}
	return strings.TrimSpace(string(id))
})

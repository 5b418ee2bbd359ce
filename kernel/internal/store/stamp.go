package store

import (
	"encoding/binary"
	"io/fs"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Stamp identifies the state of a file without reading it: by size, inode, and the times when its content and the
// file itself were last changed. It also returns the later of the two.
func Stamp(path string) (stamp []byte, changed time.Time, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, changed, err
	}
	stamp, changed = stampOf(info)
	return stamp, changed, nil
}

func stampOf(info fs.FileInfo) (stamp []byte, changed time.Time) {
	st := info.Sys().(*syscall.Stat_t)
	ctime := ctimeOf(st)
	if changed = info.ModTime(); ctime.After(changed) {
		changed = ctime
	}
	for _, x := range []uint64{uint64(info.Size()), uint64(st.Ino), uint64(st.Dev), uint64(info.ModTime().UnixNano()), uint64(ctime.UnixNano())} {
		stamp = binary.LittleEndian.AppendUint64(stamp, x)
	}
	return stamp, changed
}

// boot identifies this run of the machine. It is "" if the system does not say.
var boot = sync.OnceValue(func() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "" // not Linux
	}
	return strings.TrimSpace(string(id))
})

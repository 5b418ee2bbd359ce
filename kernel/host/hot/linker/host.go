//go:build gosnn_linker

package main

import (
	"bytes"
	"cmd/internal/hash"
	"encoding/base64"
	"encoding/binary"
	"os"
	"strconv"
	"strings"
)

var le = binary.LittleEndian

// host is the program that cells are linked against.
type host struct {
	file     []byte // the executable
	slots    []byte // hash table of its symbols
	names    []byte // the executable's own table of names
	segments []segment
	tasks    map[string]initTask
	text     [2]uint64 // where its code begins and ends
	types    uint64    // where its types begin
}

// segment is a piece of the host's memory.
type segment struct {
	addr, offset, size, inFile uint64
	writable                   bool
}

// slot is an entry of the index: the place of a name, its version, and the address.
const slotSize = 16

const (
	versionStatic    = 2 // in the index: local to a file
	versionAmbiguous = 4 // set beside the version if two addresses have the same name
)

func openHost(exe string) *host {
	h := &host{file: mapFile(exe), tasks: map[string]initTask{}}
	index := mapFile(exe + ".index")
	if len(index) < 32 || string(index[:8]) != indexMagic {
		refuse("%s.index is no index", exe)
	}
	at, size := le.Uint64(index[8:]), le.Uint64(index[16:])
	h.names, h.slots = h.file[at:at+size], index[32:]
	h.segments = segmentsOf(h.file)
	h.text = [2]uint64{h.must("runtime.text"), h.must("runtime.etext")}
	h.types = h.must("runtime.types")
	h.readTasks(exe + ".tasks")
	return h
}

// segmentsOf reads the program headers of an ELF file.
func segmentsOf(file []byte) (list []segment) {
	const loaded, size = 1, 56
	at, n := le.Uint64(file[32:]), le.Uint16(file[56:])
	for range n {
		p := file[at:]
		at += size
		if le.Uint32(p) == loaded {
			list = append(list, segment{le.Uint64(p[16:]), le.Uint64(p[8:]), le.Uint64(p[40:]), le.Uint64(p[32:]), le.Uint32(p[4:])&2 != 0})
		}
	}
	return list
}

// find returns the address of a symbol, 0 if the host has none of that name and version.
func (h *host) find(name string, version uint16) uint64 {
	s := h.slot(mangle(name), version)
	if s == nil {
		return 0
	}
	if s[5]&versionAmbiguous != 0 {
		refuse("the host has %s at two addresses", name)
	}
	return le.Uint64(s[8:])
}

// has reports whether the host has a symbol of that name that is local to a file.
func (h *host) hasStatic(name string) bool { return h.slot(mangle(name), versionStatic) != nil }

func (h *host) slot(name string, version uint16) []byte {
	n := uint64(len(h.slots) / slotSize)
	for i := hashOf(name) & (n - 1); ; i = (i + 1) & (n - 1) {
		s := h.slots[i*slotSize : (i+1)*slotSize]
		if s[4] == 0 {
			return nil
		}
		at := h.names[le.Uint32(s):]
		if uint16(s[5]&^versionAmbiguous) == version && len(at) > len(name) && string(at[:len(name)]) == name && isEnd(at[len(name):]) {
			return s
		}
	}
}

// isEnd reports whether a name in the executable's table ends here. Of a function in two calling conventions the linker gives
// a suffix to one.
func isEnd(rest []byte) bool { return rest[0] == 0 || bytes.HasPrefix(rest, []byte(suffix0+"\x00")) }

const suffix0 = ".abi0"

// must returns the address of a variable, or of a symbol that the linker makes, which is local.
func (h *host) must(name string) uint64 {
	if a := h.find(name, abi0); a != 0 {
		return a
	}
	a := h.find(name, versionStatic)
	if a == 0 {
		refuse("the host has no %s", name)
	}
	return a
}

// memory is what the host's file has at an address, to the end of the segment; nil if it has nothing there.
func (h *host) memory(addr uint64) []byte {
	for _, s := range h.segments {
		if addr >= s.addr && addr < s.addr+s.inFile {
			return h.file[s.offset+addr-s.addr : s.offset+s.inFile]
		}
	}
	return nil
}

// writable reports whether a word at an address is a variable's.
func (h *host) writable(addr uint64) bool {
	for _, s := range h.segments {
		if s.writable && addr >= s.addr && addr+8 <= s.addr+s.size {
			return true
		}
	}
	return false
}

func (h *host) isText(addr uint64) bool { return addr >= h.text[0] && addr < h.text[1] }

// hashOf is FNV-1a.
func hashOf(name string) uint64 {
	x := uint64(14695981039346656037)
	for i := range len(name) {
		x = (x ^ uint64(name[i])) * 1099511628211
	}
	return x
}

// mangle is a name as Go's linker writes it into a program that may load plugins: long names of types, and type arguments,
// are shortened to a hash. Compare typeSymbolMangle in cmd/link/internal/ld/lib.go.
func mangle(name string) string {
	isType := strings.HasPrefix(name, "type:")
	switch {
	case !isType && !strings.Contains(name, "@"),
		strings.HasPrefix(name, "type:runtime."), strings.HasPrefix(name, "go:string."),
		len(name) <= 14 && !strings.Contains(name, "@"):
		return name
	case isType:
		prefix := "type:"
		if name[5] == '.' {
			prefix = "type:."
		}
		return prefix + shortHash(name[5:])
	}
	i, j := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']')
	if j == -1 || j <= i {
		j = len(name)
	}
	return name[:i+1] + shortHash(name[i+1:j]) + name[j:]
}

func shortHash(s string) string {
	sum := hash.Sum32([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:6])
}

// readTasks reads what the index says of the initialization of packages: "name address runs import import ...".
func (h *host) readTasks(name string) {
	text, err := os.ReadFile(name)
	must(err)
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		addr, err := strconv.ParseUint(words[1], 16, 64)
		must(err)
		h.tasks[words[0]] = initTask{name: words[0], addr: addr, runs: words[2] == "true", imports: words[3:]}
	}
}

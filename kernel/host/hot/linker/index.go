//go:build gosnn_linker

package main

import (
	"cmd/internal/goobj"
	"cmd/internal/objabi"
	"debug/elf"
	"fmt"
	"os"
	"slices"
	"strings"
)

const indexMagic = "gosnnix1"

// writeIndex writes the index of a host beside it: a hash table of its symbols, and the tasks that initialize its packages.
//
// Go's linker gives a function that is there in one calling convention its plain name, whichever that is. What it is, is known
// from the packages: code that is written in assembly has the convention ABI0, if it does not say otherwise. To call it by the other
// convention would go wrong silently, so the index keeps them apart.
func writeIndex(exe string, packages map[string]string) {
	defined, assembly, tasks := readPackages(packages)
	f, err := elf.Open(exe)
	must(err)
	defer f.Close()
	symtab, strtab, text := f.Section(".symtab"), f.Section(".strtab"), f.Section(".text")
	if symtab == nil || strtab == nil || text == nil {
		refuse("%s has no table of symbols", exe)
	}
	table, err := symtab.Data()
	must(err)
	names, err := strtab.Data()
	must(err)
	type entry struct {
		name    string
		at      uint32
		version byte
		addr    uint64
	}
	var entries []entry
	both := map[string]bool{} // functions in both conventions
	const entrySize = 24
	for ; len(table) >= entrySize; table = table[entrySize:] {
		at, info, section, addr := le.Uint32(table), table[4], le.Uint16(table[6:]), le.Uint64(table[8:])
		name := cString(names[at:])
		if section == uint16(elf.SHN_UNDEF) || name == "" || elf.ST_TYPE(info) == elf.STT_FILE || strings.HasPrefix(name, "local.") {
			continue
		}
		e := entry{name, at, abi0, addr}
		code := addr >= text.Addr && addr < text.Addr+text.Size && elf.ST_TYPE(info) == elf.STT_FUNC
		plain, isABI0 := strings.CutSuffix(name, suffix0)
		switch {
		case elf.ST_BIND(info) == elf.STB_LOCAL || strings.Contains(name, "..stmp_"):
			e.version = versionStatic
		case code && isABI0:
			e.name, both[plain] = plain, true
		case code && !defined[name]:
			continue // C, or made by the linker
		case code:
			e.version = abiInternal
		}
		entries = append(entries, e)
	}
	size := 1
	for size < 2*len(entries) {
		size *= 2
	}
	h := &host{slots: make([]byte, size*slotSize), names: names}
	for _, e := range entries {
		if e.version == abiInternal && assembly[e.name] && !both[e.name] {
			e.version = abi0
		}
		h.add(e.name, e.at, e.version, e.addr)
	}
	out := make([]byte, 32, 32+len(h.slots))
	copy(out, indexMagic)
	le.PutUint64(out[8:], strtab.Offset)
	le.PutUint64(out[16:], uint64(len(names)))
	must(os.WriteFile(exe+".index", append(out, h.slots...), 0o644))
	var lines []string
	for name, t := range tasks {
		// Of one that runs nothing the host has nothing, and a cell only its imports' order.
		if addr := h.find(name, abi0); addr != 0 || !t.runs {
			lines = append(lines, fmt.Sprintf("%s %x %v %s\n", name, addr, t.runs, strings.Join(t.imports, " ")))
		}
	}
	slices.Sort(lines)
	must(os.WriteFile(exe+".tasks", []byte(strings.Join(lines, "")), 0o644))
	h.file = mapFile(exe)
	h.segments = segmentsOf(h.file)
	h.checkModule()
}

// add enters a symbol. Two of the same name at different addresses are ambiguous: neither is ever used.
func (h *host) add(name string, at uint32, version byte, addr uint64) {
	if s := h.slot(name, uint16(version)); s != nil {
		if le.Uint64(s[8:]) != addr {
			s[5] |= versionAmbiguous
		}
		return
	}
	n := uint64(len(h.slots) / slotSize)
	i := hashOf(name) & (n - 1)
	for h.slots[i*slotSize+4] != 0 {
		i = (i + 1) & (n - 1)
	}
	s := h.slots[i*slotSize:]
	le.PutUint32(s, at)
	s[4], s[5] = 1, version
	le.PutUint64(s[8:], addr)
}

// readPackages reads what packages define: the names of functions, those of functions in assembly with the convention ABI0, and
// the tasks that initialize them.
func readPackages(packages map[string]string) (defined, assembly map[string]bool, tasks map[string]initTask) {
	defined, assembly, tasks = map[string]bool{}, map[string]bool{}, map[string]initTask{}
	for pkg, file := range packages {
		task := objabi.PathToPrefix(pkg) + "..inittask"
		for _, r := range readArchive(file) {
			o := &object{r: r, refs: map[goobj.SymRef]string{}}
			for i := range r.NRefName() {
				rn := r.RefName(i)
				o.refs[rn.Sym()] = rn.Name(r)
			}
			for i := range uint32(definitions(r)) {
				s := r.Sym(i)
				name := s.Name(r)
				if s.ABI() == static || name == "" {
					continue
				}
				if isText(objabi.SymKind(s.Type())) {
					defined[mangle(name)] = true
					assembly[name] = assembly[name] || s.ABI() == abi0 && !s.ABIWrapper()
				}
				if name == task {
					tasks[task] = o.task(i)
				}
			}
		}
	}
	return defined, assembly, tasks
}

func cString(b []byte) string {
	n := slices.Index(b, 0)
	return string(b[:max(n, 0)])
}

//go:build gosnn_linker

package main

import (
	"encoding/binary"
	"internal/abi"
	"slices"
	"strings"
)

// moduleSize is the size of the runtime's moduledata in Go 1.26, and where it has what is read or set here. A host is refused in which
// this does not hold, see [host.checkModule].
const (
	moduleInitTasks = moduleText + 20*8 + 3*24 + 24 + 16 + 24
	moduleText      = 8 + 6*24 + 8 + 2*8
	moduleNext      = moduleInitTasks + 24 + 16 + 24 + 8 + 2*16 + 8
	moduleSize      = moduleNext + 8
)

// writer writes words one after the other.
type writer struct{ b []byte }

func (w *writer) word(list ...uint64) {
	for _, x := range list {
		w.b = le.AppendUint64(w.b, x)
	}
}

// slice is a slice's header.
func (w *writer) slice(addr, n uint64) { w.word(addr, n, n) }

// patch is a word of the host that is set before the program starts.
type patch struct{ addr, value uint64 }

// writeModule describes the cell to the runtime as a second module of the program, as with -linkshared, and has the runtime
// initialize only those packages of the host that the cell imports.
func (img *image) writeModule(tasks []initTask) {
	var order, itabs, links writer
	for _, t := range tasks {
		addr := t.addr
		if t.symbol != nil {
			addr = t.symbol.addr
		}
		order.word(addr)
	}
	var types []*symbol
	for _, s := range img.sections[rodata].symbols {
		def := s.o.r.Sym(s.i)
		if def.IsItab() {
			itabs.word(s.addr)
		}
		if def.Typelink() {
			types = append(types, s)
		}
	}
	slices.SortStableFunc(types, func(a, b *symbol) int { return strings.Compare(img.typeString(a), img.typeString(b)) })
	for _, s := range types {
		links.b = le.AppendUint32(links.b, uint32(s.addr-img.host.types))
	}
	tab := &img.tables
	orderAt, itabsAt, linksAt := tab.add(order.b, 8), tab.add(itabs.b, 8), tab.add(links.b, 8)
	first := img.host.must("runtime.firstmoduledata")
	end := tab.addr + tab.size + moduleSize

	var m writer
	f, sec, words := img.functab, &img.sections, func(s section) uint64 { return (s.end - s.start) / 8 }
	m.word(f.header)
	m.slice(f.nameAt, uint64(len(f.names.b)))
	m.slice(f.unitAt, uint64(len(f.units)/4))
	m.slice(f.fileAt, uint64(len(f.files.b)))
	m.slice(f.pcAt, uint64(len(f.pcs.b)))
	m.slice(f.funcAt, uint64(len(f.funcs)))
	m.slice(f.funcAt, uint64(len(sec[text].symbols)+1))
	m.word(f.find, f.minPC, f.maxPC)
	m.word(img.host.text[0], f.maxPC) // offsets of functions are from the host's first
	for _, kind := range []int{noptrdata, data, bss, noptrbss} {
		m.word(sec[kind].start, sec[kind].end)
	}
	m.word(0, 0)                                                                      // counters of coverage
	m.word(end, 0, 0)                                                                 // masks in another form
	m.word(img.host.types, img.constants.addr+img.constants.size)                     // offsets of types are from the host's first
	m.word(img.host.types, img.constants.addr, img.constants.addr+img.constants.size) // rodata, functions' data, end of their tables
	m.slice(0, 0)                                                                     // sections of code
	m.slice(linksAt, uint64(len(types)))
	m.slice(itabsAt, uint64(len(itabs.b)/8))
	m.slice(0, 0) // plugin's table
	m.word(0, 0)  // its path
	m.slice(0, 0) // hashes of packages
	m.slice(0, 0) // the tasks are in the first module's list
	m.word(0, 0)  // name
	m.slice(0, 0) // hashes of modules
	m.word(0)     // no main
	m.word(words(sec[data]), sec[data].mask, words(sec[bss]), sec[bss].mask)
	m.word(0, 0) // map of types, next module
	if len(m.b) != moduleSize {
		refuse("a module of %d bytes", len(m.b))
	}
	second := tab.add(m.b, 8)
	n := uint64(len(order.b) / 8)
	img.patch(first+moduleNext, second)
	img.patch(img.host.must("runtime.lastmoduledatap"), second)
	img.patch(first+moduleInitTasks, orderAt)
	img.patch(first+moduleInitTasks+8, n)
	img.patch(first+moduleInitTasks+16, n)
}

// typeString is a type as it is printed: the runtime looks types up by it, in a sorted list.
func (img *image) typeString(s *symbol) string {
	t := img.at(s.addr)
	name := img.memory(img.host.types + uint64(le.Uint32(t[typeName:])))
	n, size := binary.Uvarint(name[1:])
	text := string(name[1+size : 1+size+int(n)])
	if abi.TFlag(t[typeFlags])&abi.TFlagExtraStar != 0 {
		text = text[1:]
	}
	return text
}

// patch has a word of the host set.
func (img *image) patch(addr, value uint64) {
	if !img.host.writable(addr) {
		refuse("the host's word at %#x cannot be set", addr)
	}
	img.patches = append(img.patches, patch{addr, value})
}

// checkModule compares the host's own description with its symbols: it has another form in another version of Go.
func (h *host) checkModule() {
	first := h.memory(h.must("runtime.firstmoduledata"))
	at := moduleText
	for _, name := range []string{"runtime.text", "runtime.etext", "runtime.noptrdata", "runtime.enoptrdata", "runtime.data", "runtime.edata",
		"runtime.bss", "runtime.ebss", "runtime.noptrbss", "runtime.enoptrbss", "runtime.covctrs", "runtime.ecovctrs", "runtime.end",
		"runtime.gcdata", "runtime.gcbss", "runtime.types", "runtime.etypes", "runtime.rodata", "", "runtime.epclntab"} {
		if name != "" && le.Uint64(first[at:]) != h.must(name) {
			refuse("moduledata has another form: %s", name)
		}
		at += 8
	}
	if le.Uint64(first[moduleInitTasks:]) != h.must("go:main.inittasks") || le.Uint64(first[moduleNext:]) != 0 {
		refuse("moduledata has another form: inittasks")
	}
}

//go:build gosnn_linker

package main

import (
	"cmd/internal/objabi"
	"internal/abi"
)

// base is where a cell's memory begins: within the 2 GB from the host's code that a call can span, and far from all that the host
// and its libraries use.
const (
	base     = 0x70000000
	pageSize = 4096
)

// image is the memory of a linked cell.
type image struct {
	*linker
	code, constants, variables, tables area
	sections                           [noptrbss + 1]section
	functab                            *functab
	patches                            []patch
}

// area is memory of one kind of access. What follows its bytes up to its size is zero.
type area struct {
	addr, size uint64
	b          []byte
}

// section holds the symbols of one kind.
type section struct {
	start, end uint64
	mask       uint64 // which words are pointers
	symbols    []*symbol
}

const (
	text = iota
	rodata
	noptrdata
	data
	bss
	noptrbss
)

// layoutCode sorts the symbols into sections, and gives addresses to code and constants.
func (l *linker) layoutCode() *image {
	img := &image{linker: l}
	for _, s := range l.symbols {
		kind := 0
		switch s.kind {
		case objabi.STEXT:
			kind = text
		case objabi.SRODATA:
			kind = rodata
		case objabi.SNOPTRDATA:
			kind = noptrdata
		case objabi.SDATA:
			kind = data
		case objabi.SBSS:
			kind = bss
		case objabi.SNOPTRBSS:
			kind = noptrbss
		default:
			refuse("%s is of kind %v", s.name, s.kind)
		}
		if (kind == data || kind == bss) && s.gotype == nil {
			refuse("%s has pointers, but no type", s.name)
		}
		img.sections[kind].symbols = append(img.sections[kind].symbols, s)
	}
	img.code.addr = base
	img.place(&img.code, text)
	img.constants.addr = pages(img.code.addr + img.code.size)
	img.place(&img.constants, rodata)
	return img
}

// layoutVariables gives addresses to variables, those that are zero at first behind the others.
func (img *image) layoutVariables() {
	img.variables.addr = pages(img.constants.addr + img.constants.size)
	for kind := noptrdata; kind <= noptrbss; kind++ {
		img.place(&img.variables, kind)
	}
	img.tables.addr = pages(img.variables.addr + img.variables.size)
}

// place gives addresses to the symbols of a section, at the end of an area.
func (img *image) place(a *area, kind int) {
	sec := &img.sections[kind]
	a.size = alignUp(a.size, 64) // no type, and no instruction, wants more
	sec.start = a.addr + a.size
	for _, s := range sec.symbols {
		if s.align > 64 {
			refuse("%s wants to be aligned by %d", s.name, s.align)
		}
		a.size = alignUp(a.size, s.alignment())
		s.addr = a.addr + a.size
		a.size += s.size
		if kind == text {
			a.size = max(a.size, s.addr-a.addr+abi.MINFUNC) // as the table of functions has it
		}
	}
	a.size = alignUp(a.size, 8)
	sec.end = a.addr + a.size
	if kind < bss {
		a.b = append(a.b, make([]byte, a.size-uint64(len(a.b)))...)
	}
}

// alignment is that of Go's linker, see symalign there.
func (s *symbol) alignment() uint64 {
	const function, most = 32, 32
	switch {
	case s.align != 0:
		return s.align
	case s.kind == objabi.STEXT:
		return function
	}
	align := uint64(most)
	for align > s.size && align > 1 {
		align /= 2
	}
	return align
}

// add puts bytes at the end of an area, and returns their address.
func (a *area) add(b []byte, align uint64) uint64 {
	at := alignUp(uint64(len(a.b)), align)
	a.b = append(a.b, make([]byte, at-uint64(len(a.b)))...)
	a.b = append(a.b, b...)
	a.size = uint64(len(a.b))
	return a.addr + at
}

// at is the image's bytes from an address on, to the end of the area.
func (img *image) at(addr uint64) []byte {
	for _, a := range []*area{&img.code, &img.constants, &img.variables, &img.tables} {
		if addr >= a.addr && addr < a.addr+uint64(len(a.b)) {
			return a.b[addr-a.addr:]
		}
	}
	return nil
}

// memory is what the image or the host has at an address.
func (img *image) memory(addr uint64) []byte {
	b := img.at(addr)
	if b == nil {
		b = img.host.memory(addr)
	}
	if b == nil {
		refuse("nothing at %#x", addr)
	}
	return b
}

func alignUp(x, align uint64) uint64 { return (x + align - 1) &^ (align - 1) }

func pages(x uint64) uint64 { return alignUp(x, pageSize) }

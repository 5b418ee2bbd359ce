//go:build gosnn_linker

package main

import "internal/abi"

// writeMasks writes, for the garbage collector, which words of the variables are pointers.
func (img *image) writeMasks() {
	for _, kind := range []int{data, bss} {
		sec := &img.sections[kind]
		mask := make([]byte, (sec.end-sec.start)/64+1)
		for _, s := range sec.symbols {
			img.mark(mask, (s.addr-sec.start)/8, s.gotype.value())
		}
		sec.mask = img.tables.add(mask, 8)
	}
}

// Where the runtime's description of a type has what is read here, see package internal/abi.
const (
	typeSize     = 0
	typePointers = 8 // up to which byte there are pointers
	typeFlags    = 20
	typeKind     = 23
	typeMask     = 32
	typeName     = 40
	arrayElem    = 48
	arrayLen     = 64
	structFields = 56
	fieldType    = 8
	fieldOffset  = 16
	fieldSize    = 24
)

// mark marks the pointers in a value of a type at a word. Structs and arrays are taken apart: large ones have no mask of their own.
func (img *image) mark(mask []byte, word, typ uint64) {
	t := img.memory(typ)
	pointers := le.Uint64(t[typePointers:])
	if pointers == 0 {
		return
	}
	switch abi.Kind(t[typeKind]) &^ abi.KindDirectIface {
	case abi.Array:
		elem := le.Uint64(t[arrayElem:])
		size := le.Uint64(img.memory(elem)[typeSize:])
		for i := range le.Uint64(t[arrayLen:]) {
			img.mark(mask, word+i*size/8, elem)
		}
	case abi.Struct:
		n := le.Uint64(t[structFields+8:])
		if n == 0 {
			return
		}
		fields := img.memory(le.Uint64(t[structFields:]))
		for i := range n {
			f := fields[i*fieldSize:]
			img.mark(mask, word+le.Uint64(f[fieldOffset:])/8, le.Uint64(f[fieldType:]))
		}
	default:
		if abi.TFlag(t[typeFlags])&abi.TFlagGCMaskOnDemand != 0 {
			refuse("a type at %#x has no mask", typ)
		}
		own := img.memory(le.Uint64(t[typeMask:]))
		for i := range pointers / 8 {
			if own[i/8]>>(i%8)&1 != 0 {
				mask[(word+i)/8] |= 1 << ((word + i) % 8)
			}
		}
	}
}

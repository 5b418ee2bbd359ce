//go:build gosnn_linker

package main

import "cmd/internal/objabi"

// relocate copies the symbols' data into the image, and writes addresses into it.
func (img *image) relocate() {
	for kind := text; kind <= data; kind++ {
		for _, s := range img.sections[kind].symbols {
			b := img.at(s.addr)[:s.size]
			copy(b, s.o.r.Data(s.i))
			for i := range s.relocs {
				if r := &s.relocs[i]; r.size > 0 {
					img.write1(s, r, b[r.offset:r.offset+r.size])
				}
			}
		}
	}
	for kind := bss; kind <= noptrbss; kind++ {
		for _, s := range img.sections[kind].symbols {
			if len(s.relocs) > 0 || len(s.o.r.Data(s.i)) > 0 {
				refuse("%s is not zero at first", s.name)
			}
		}
	}
}

// write1 writes one address. Compare relocsym in cmd/link/internal/ld/data.go.
func (img *image) write1(s *symbol, r *reloc, b []byte) {
	if r.kind == objabi.R_TLS_LE {
		// The word of a thread that holds its goroutine is the last before the thread's pointer.
		img.write32(s, r, b, r.add-8)
		return
	}
	if r.to == nil {
		return // weak, and nothing there
	}
	v := int64(r.to.value()) + r.add
	switch r.kind {
	case objabi.R_CALL, objabi.R_PCREL:
		img.write32(s, r, b, v-int64(s.addr)-int64(r.offset+r.size))
	case objabi.R_ADDR:
		if r.size == 8 {
			le.PutUint64(b, uint64(v))
			return
		}
		img.write32(s, r, b, v)
	case objabi.R_ADDROFF, objabi.R_METHODOFF:
		from := img.host.types
		if img.isCode(r.to) {
			from = img.host.text[0]
		}
		img.write32(s, r, b, v-int64(from))
	default:
		refuse("relocation %v in %s to %s", r.kind, s.name, r.name)
	}
}

func (img *image) write32(s *symbol, r *reloc, b []byte, v int64) {
	if r.size != 4 || v != int64(int32(v)) {
		refuse("relocation %v of %d bytes in %s to %s is too far: %#x", r.kind, r.size, s.name, r.name, v)
	}
	le.PutUint32(b, uint32(v))
}

func (img *image) isCode(t *target) bool {
	if t.symbol != nil {
		return t.symbol.kind == objabi.STEXT
	}
	return img.host.isText(t.addr)
}

//go:build gosnn_linker

package main

import (
	"cmd/internal/goobj"
	"cmd/internal/objabi"
)

// symbol is a symbol that is linked with the cell.
type symbol struct {
	o           *object
	i           uint32
	name        string
	kind        objabi.SymKind
	size, align uint64
	addr        uint64  // after layout
	gotype      *target // of a variable with pointers
	relocs      []reloc
	fn          *function // of code
}

// reloc is an address to be written into a symbol's data.
type reloc struct {
	offset, size int
	kind         objabi.RelocType
	add          int64
	to           *target // nil: nothing, of a weak one
	name         string
}

// function is what the runtime has to know of a function.
type function struct {
	info                           []byte
	funcdata                       []*target
	pcdata                         []goobj.SymRef
	pcsp, pcfile, pcline, pcinline goobj.SymRef
}

// variable reports whether the symbol can be written to.
func (s *symbol) variable() bool {
	switch s.kind {
	case objabi.SDATA, objabi.SNOPTRDATA, objabi.SBSS, objabi.SNOPTRBSS:
		return true
	}
	return false
}

// load reads what a symbol refers to. All that is linked, too.
func (s *symbol) load() {
	s.loadAux()
	relocs := s.o.r.Relocs(s.i)
	itab := s.o.r.Sym(s.i).IsItab()
	for k := range relocs {
		r := &relocs[k]
		kind := objabi.RelocType(r.Type())
		weak := kind&objabi.R_WEAK != 0
		kind &^= objabi.R_WEAK
		switch kind {
		case objabi.R_USETYPE, objabi.R_USEIFACE, objabi.R_USEIFACEMETHOD, objabi.R_USENAMEDMETHOD, objabi.R_INITORDER, objabi.R_CALLIND:
			continue // hints for what may be left out: here nothing is
		}
		var to *target
		if weak && !itab {
			to = s.o.weak(r.Sym())
		} else {
			to = s.o.resolve(r.Sym())
		}
		if kind != objabi.R_KEEP {
			s.relocs = append(s.relocs, reloc{int(r.Off()), int(r.Siz()), kind, r.Add(), to, s.o.name(r.Sym())})
		}
		if weak && to == nil && kind != objabi.R_ADDROFF {
			refuse("weak relocation %v in %s", kind, s.name)
		}
	}
}

// weak finds what a weak reference means: what there is anyway, or nothing.
func (o *object) weak(ref goobj.SymRef) *target {
	if i, own := o.index(ref); own && int(i) < o.defined() {
		return o.symbol(i)
	}
	if i, own := o.index(ref); own {
		if a := o.l.host.find(o.name(ref), o.r.Sym(i).ABI()); a != 0 {
			return &target{addr: a}
		}
	}
	return nil
}

// loadAux reads what belongs to a symbol: a variable's type, and what the runtime has to know of a function.
func (s *symbol) loadAux() {
	if s.kind == objabi.STEXT {
		s.fn = &function{}
	}
	auxs := s.o.r.Auxs(s.i)
	for k := range auxs {
		a := &auxs[k]
		ref := a.Sym()
		if a.Type() == goobj.AuxGotype {
			if s.kind == objabi.SDATA || s.kind == objabi.SBSS {
				s.gotype = s.o.resolve(ref)
			}
			continue
		}
		if s.fn == nil {
			continue // of debug information
		}
		switch a.Type() {
		case goobj.AuxFuncInfo:
			i, own := s.o.index(ref)
			if !own {
				refuse("%s is described in another package", s.name)
			}
			s.fn.info = s.o.r.Data(i)
		case goobj.AuxFuncdata:
			s.fn.funcdata = append(s.fn.funcdata, s.o.resolve(ref))
		case goobj.AuxPcsp:
			s.fn.pcsp = ref
		case goobj.AuxPcfile:
			s.fn.pcfile = ref
		case goobj.AuxPcline:
			s.fn.pcline = ref
		case goobj.AuxPcinline:
			s.fn.pcinline = ref
		case goobj.AuxPcdata:
			s.fn.pcdata = append(s.fn.pcdata, ref)
		}
	}
}

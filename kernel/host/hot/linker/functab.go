//go:build gosnn_linker

package main

import (
	"cmd/internal/goobj"
	"cmd/internal/objabi"
	"cmd/internal/src"
	"internal/abi"
	"runtime"
	"strings"
)

// functab is what the runtime knows of functions, as Go's linker writes it (see pcln.go there, and _func in the runtime).
type functab struct {
	names, files, pcs                                  pool
	units                                              []byte // for each object, where the names of its files are
	unit                                               map[*object]uint32
	header, nameAt, unitAt, fileAt, pcAt, funcAt, find uint64 // addresses
	funcs                                              []byte
	minPC, maxPC                                       uint64
}

// pool is strings in one another's wake, each once.
type pool struct {
	b  []byte
	at map[string]uint32
}

func (p *pool) add(s string) uint32 {
	if at, ok := p.at[s]; ok {
		return at
	}
	at := uint32(len(p.b))
	p.at[s] = at
	p.b = append(p.b, s...)
	return at
}

// writeFunctions writes the tables at the end of the constants.
func (img *image) writeFunctions() {
	funcs := img.sections[text].symbols
	last := funcs[len(funcs)-1]
	t := &functab{unit: map[*object]uint32{}, minPC: img.code.addr, maxPC: last.addr + max(last.size, abi.MINFUNC)}
	for _, p := range []*pool{&t.names, &t.files, &t.pcs} {
		p.at = map[string]uint32{}
	}
	t.names.b, t.pcs.b = []byte{0}, []byte{0} // 0 is nothing
	img.functab = t
	origin := img.host.text[0]
	starts := make([]byte, 0, 8*len(funcs)+8) // where each function begins, and where its record is
	records := uint32(8*len(funcs) + 8)
	for _, f := range funcs {
		starts = le.AppendUint32(starts, uint32(f.addr-origin))
		starts = le.AppendUint32(starts, records+uint32(len(t.funcs)))
		t.funcs = append(t.funcs, img.record(f)...)
	}
	starts = le.AppendUint32(starts, uint32(t.maxPC-origin))
	starts = le.AppendUint32(starts, 0)

	const headerSize = 72
	c := &img.constants
	t.header = c.add(make([]byte, headerSize), 64)
	t.nameAt = c.add(t.names.b, 8)
	t.unitAt = c.add(t.units, 8)
	t.fileAt = c.add(t.files.b, 8)
	t.pcAt = c.add(t.pcs.b, 8)
	t.funcs = append(starts, t.funcs...)
	t.funcAt = c.add(t.funcs, 8)
	t.find = c.add(findTable(funcs, t), 8)
	h := img.at(t.header)
	le.PutUint32(h, uint32(abi.CurrentPCLnTabMagic))
	h[6], h[7] = 1, 8 // size of the smallest instruction, of a pointer
	le.PutUint64(h[8:], uint64(len(funcs)))
	le.PutUint64(h[16:], uint64(len(t.files.at)))
	for i, at := range []uint64{t.nameAt, t.unitAt, t.fileAt, t.pcAt, t.funcAt} {
		le.PutUint64(h[32+8*i:], at-t.header)
	}
}

// record is the runtime's _func of a function, with what belongs to it.
func (img *image) record(s *symbol) (b []byte) {
	f, t := s.fn, img.functab
	if f.info == nil {
		refuse("%s is not described", s.name)
	}
	var info goobj.FuncInfo
	lengths := info.ReadFuncInfoLengths(f.info)
	npc, nfuncdata := len(f.pcdata), len(f.funcdata)
	if lengths.NumInlTree > 0 {
		npc, nfuncdata = max(npc, abi.PCDATA_InlTreeIndex+1), max(nfuncdata, abi.FUNCDATA_InlTree+1)
	}
	put := func(x uint32) { b = le.AppendUint32(b, x) }
	put(uint32(s.addr - img.host.text[0]))
	put(t.names.add(s.name + "\x00"))
	put(info.ReadArgs(f.info))
	put(s.deferReturn())
	put(t.pc(s.o, f.pcsp))
	put(t.pc(s.o, f.pcfile))
	put(t.pc(s.o, f.pcline))
	put(uint32(npc))
	put(t.unitOf(s.o))
	put(uint32(info.ReadStartLine(f.info)))
	b = append(b, byte(info.ReadFuncID(f.info)), byte(info.ReadFuncFlag(f.info)), 0, byte(nfuncdata))
	for i := range npc {
		switch {
		case lengths.NumInlTree > 0 && i == abi.PCDATA_InlTreeIndex:
			put(t.pc(s.o, f.pcinline))
		case i < len(f.pcdata):
			put(t.pc(s.o, f.pcdata[i]))
		default:
			put(0)
		}
	}
	for i := range nfuncdata {
		const none = ^uint32(0)
		switch {
		case lengths.NumInlTree > 0 && i == abi.FUNCDATA_InlTree:
			put(uint32(img.constants.add(img.inlined(s, lengths), 4) - img.constants.addr))
		case i >= len(f.funcdata) || f.funcdata[i] == nil:
			put(none)
		case f.funcdata[i].symbol == nil:
			refuse("%s shares its maps with the host", s.name)
		case f.funcdata[i].symbol.size == 0:
			put(none)
		default:
			put(uint32(f.funcdata[i].value() - img.constants.addr))
		}
	}
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}

// inlined describes the calls that were inlined into a function.
func (img *image) inlined(s *symbol, lengths goobj.FuncInfoLengths) (b []byte) {
	var info goobj.FuncInfo
	for i := range lengths.NumInlTree {
		call := info.ReadInlTree(s.fn.info, lengths.InlTreeOff, i)
		id, line := s.o.inlinedInfo(call.Func)
		b = append(b, id, 0, 0, 0)
		b = le.AppendUint32(b, img.functab.names.add(s.o.name(call.Func)+"\x00"))
		b = le.AppendUint32(b, uint32(call.ParentPC))
		b = le.AppendUint32(b, line)
	}
	return b
}

// inlinedInfo is the kind of a function that was inlined, and the line where it begins: from the package that has it.
func (o *object) inlinedInfo(ref goobj.SymRef) (id byte, line uint32) {
	i, own := o.index(ref)
	if !own {
		if ref.PkgIdx == goobj.PkgIdxBuiltin {
			return 0, 0
		}
		pkg := o.r.Pkg(int(ref.PkgIdx))
		if o.l.objects[pkg] == nil && o.l.files[pkg] == "" {
			refuse("no package %s, which is inlined", pkg)
		}
		o, i = o.l.read(pkg, o.l.files[pkg]), ref.SymIdx
	}
	if int(i) >= o.defined() {
		return 0, 0
	}
	auxs := o.r.Auxs(i)
	for k := range auxs {
		if auxs[k].Type() == goobj.AuxFuncInfo {
			if at, own := o.index(auxs[k].Sym()); own {
				var info goobj.FuncInfo
				b := o.r.Data(at)
				return byte(info.ReadFuncID(b)), uint32(info.ReadStartLine(b))
			}
		}
	}
	return 0, 0
}

// deferReturn is where a function calls the runtime to run what it has deferred, 0 if it does not.
func (s *symbol) deferReturn() uint32 {
	for i := range s.relocs {
		if r := &s.relocs[i]; r.kind == objabi.R_CALL && r.name == "runtime.deferreturn" {
			return uint32(r.offset) - 1 // of the instruction
		}
	}
	return 0
}

// pc is where a table of values by addresses of code is.
func (t *functab) pc(o *object, ref goobj.SymRef) uint32 {
	if ref.IsZero() {
		return 0
	}
	i, own := o.index(ref)
	if !own {
		refuse("a table of addresses is in another package")
	}
	if b := o.r.Data(i); len(b) > 0 {
		return t.pcs.add(string(b))
	}
	return 0
}

// unitOf is where an object's files are listed.
func (t *functab) unitOf(o *object) uint32 {
	if at, ok := t.unit[o]; ok {
		return at
	}
	at := uint32(len(t.units) / 4)
	t.unit[o] = at
	for i := range o.r.NFile() {
		name := strings.TrimPrefix(o.r.File(i), src.FileSymPrefix)
		if rest, ok := strings.CutPrefix(name, "$GOROOT/"); ok {
			name = runtime.GOROOT() + "/" + rest
		}
		t.units = le.AppendUint32(t.units, t.files.add(name+"\x00"))
	}
	return at
}

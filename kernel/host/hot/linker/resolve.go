//go:build gosnn_linker

package main

import (
	"cmd/internal/goobj"
	"cmd/internal/objabi"
	"strings"
)

// target is what a reference means: an address in the host, or a symbol that is linked with the cell.
type target struct {
	symbol *symbol
	addr   uint64
}

// value is the address; that of a linked symbol is known after [linker.layout].
func (t *target) value() uint64 {
	if t.symbol != nil {
		return t.symbol.addr
	}
	return t.addr
}

// resolve finds what a reference means.
func (o *object) resolve(ref goobj.SymRef) *target {
	if ref.IsZero() {
		return nil
	}
	name := o.name(ref)
	if ref.PkgIdx == goobj.PkgIdxBuiltin {
		_, version := goobj.BuiltinName(int(ref.SymIdx))
		return o.l.named(name, uint16(version))
	}
	if i, own := o.index(ref); own {
		return o.symbol(i)
	}
	// By the index in another package, which has compiled code, or data, of that name.
	if a := o.l.host.find(name, abiInternal); a != 0 {
		return &target{addr: a}
	}
	if a := o.l.host.find(name, abi0); a != 0 && !o.l.host.isText(a) {
		return &target{addr: a}
	}
	pkg := o.r.Pkg(int(ref.PkgIdx))
	if o.l.objects[pkg] == nil && o.l.files[pkg] == "" {
		refuse("no package %s for %s", pkg, name)
	}
	return o.l.read(pkg, o.l.files[pkg]).symbol(ref.SymIdx)
}

// symbol is the object's symbol of that index: the host's, if it has it and may share it, or one to link.
func (o *object) symbol(i uint32) *target {
	if s := o.symbols[i]; s != nil {
		return &target{symbol: s}
	}
	def := o.r.Sym(i)
	k := key{def.Name(o.r), def.ABI()}
	if int(i) >= o.defined() {
		return o.l.named(k.name, k.version)
	}
	global := k.version != static && k.name != ""
	shared := def.Dupok() && !strings.HasPrefix(k.name, "go:string.") // types, itabs, generic code: the same wherever it is compiled
	if global && (o.pkg != "main" || shared) {
		if a := o.l.host.find(k.name, k.version); a != 0 {
			return &target{addr: a}
		}
		if s := o.l.linked[k]; s != nil {
			return &target{symbol: s}
		}
	}
	s := &symbol{o: o, i: i, name: k.name, kind: objabi.SymKind(def.Type()), size: uint64(def.Siz()), align: uint64(def.Align())}
	if s.variable() {
		if s.size == 0 {
			return &target{addr: o.l.host.must("runtime.zerobase")}
		}
		// A second copy of a variable that the host has would be another variable.
		if o.pkg != "main" && (!global || strings.Contains(k.name, "..stmp_")) && o.l.host.hasStatic(k.name) {
			refuse("%s of %s is local to the host", k.name, o.pkg)
		}
	}
	o.symbols[i] = s
	if global {
		o.l.linked[k] = s
	}
	o.l.symbols = append(o.l.symbols, s)
	return &target{symbol: s}
}

// named finds what is referred to by its name alone: in the host, among what is linked already, in the cell, in a package that
// the name speaks of.
func (l *linker) named(name string, version uint16) *target {
	if version == static {
		refuse("a reference to %s, which is local to a file", name)
	}
	if name == "main.main" || strings.HasPrefix(name, "main.") {
		if t := l.objects["main"].definition(name, version); t != nil {
			return t
		}
	}
	if a := l.host.find(name, version); a != 0 {
		return &target{addr: a}
	}
	if s := l.linked[key{name, version}]; s != nil {
		return &target{symbol: s}
	}
	if t := l.objects["main"].definition(name, version); t != nil {
		return t
	}
	for _, pkg := range l.packagesIn(name) {
		if t := l.read(pkg, l.files[pkg]).definition(name, version); t != nil {
			return t
		}
	}
	refuse("%s (ABI %d) is nowhere", name, version)
	return nil
}

// packagesIn lists the packages whose paths are in a name, as in that of a type or a generic function.
func (l *linker) packagesIn(name string) (list []string) {
	name = strings.TrimPrefix(name, "type:")
	for _, word := range strings.FieldsFunc(name, func(c rune) bool {
		return !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.ContainsRune("/._-%~", c))
	}) {
		base := strings.LastIndexByte(word, '/') + 1
		dot := strings.IndexByte(word[base:], '.')
		if dot < 0 {
			continue
		}
		if pkg, err := objabi.PrefixToPath(word[:base+dot]); err == nil && l.files[pkg] != "" {
			list = append(list, pkg)
		}
	}
	return list
}

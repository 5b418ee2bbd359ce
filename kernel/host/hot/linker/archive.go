//go:build gosnn_linker

package main

import (
	"bytes"
	"cmd/internal/goobj"
	"cmd/internal/objabi"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Versions of a name: a function may be there in two calling conventions, and the same name may be local to several files.
const (
	abi0        = 0 // also variables and read-only data
	abiInternal = 1
	static      = 0xffff // as object files have it
)

// key is what a symbol is found by.
type key struct {
	name    string
	version uint16
}

// object is one Go object file: a compiled package, or its assembly.
type object struct {
	l       *linker
	pkg     string
	r       *goobj.Reader
	symbols []*symbol // by index; nil if not asked for yet
	refs    map[goobj.SymRef]string
	byKey   map[key]uint32 // definitions; made when first asked for
}

// readConfig reads the list of compiled packages that compiler and linker read, too.
func readConfig(name string) map[string]string {
	text, err := os.ReadFile(name)
	must(err)
	files := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "packagefile "); ok {
			pkg, file, _ := strings.Cut(strings.TrimSpace(rest), "=")
			files[pkg] = file
		}
	}
	return files
}

// read reads a package's archive: the object of its Go files, which is the first.
func (l *linker) read(pkg, file string) *object {
	if o := l.objects[pkg]; o != nil {
		return o
	}
	readers := readArchive(file)
	if len(readers) == 0 {
		refuse("no Go object in %s", file)
	}
	o := &object{l: l, pkg: pkg, r: readers[0], refs: map[goobj.SymRef]string{}}
	o.symbols = make([]*symbol, o.defined()+o.r.NNonpkgref())
	for i := range o.r.NRefName() {
		rn := o.r.RefName(i)
		o.refs[rn.Sym()] = rn.Name(o.r)
	}
	l.objects[pkg] = o
	return o
}

// readArchive returns the Go objects in an archive. Objects of the C compiler are left out.
func readArchive(file string) (readers []*goobj.Reader) {
	const header = 60
	b := mapFile(file)
	if !bytes.HasPrefix(b, []byte("!<arch>\n")) {
		refuse("%s is not an archive", file)
	}
	for at := len("!<arch>\n"); at+header <= len(b); {
		name := strings.TrimRight(string(b[at:at+16]), " ")
		size, err := strconv.Atoi(strings.TrimSpace(string(b[at+48 : at+58])))
		if err != nil || size < 0 || at+header+size > len(b) {
			refuse("%s is damaged", file)
		}
		body := b[at+header : at+header+size]
		at += header + size + size&1
		start := bytes.Index(body, []byte("\n!\n"))
		if name == "__.PKGDEF" || start < 0 || !bytes.HasPrefix(body, []byte("go object ")) {
			continue
		}
		r := goobj.NewReaderFromBytes(body[start+3:], true)
		if r == nil {
			refuse("%s is of another version of Go", file)
		}
		readers = append(readers, r)
	}
	return readers
}

// mapFile maps a file into memory, for as long as this program runs.
func mapFile(name string) []byte {
	f, err := os.Open(name)
	must(err)
	defer f.Close()
	info, err := f.Stat()
	must(err)
	b, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_PRIVATE)
	must(err)
	return b
}

// defined is the number of symbols that an object defines; those with higher indices it refers to.
func (o *object) defined() int { return definitions(o.r) }

func definitions(r *goobj.Reader) int {
	return r.NSym() + r.NHashed64def() + r.NHasheddef() + r.NNonpkgdef()
}

// index is the index of a symbol of this object's own, if the reference is to one.
func (o *object) index(ref goobj.SymRef) (i uint32, own bool) {
	first := 0
	switch ref.PkgIdx {
	case goobj.PkgIdxSelf:
	case goobj.PkgIdxHashed64:
		first = o.r.NSym()
	case goobj.PkgIdxHashed:
		first = o.r.NSym() + o.r.NHashed64def()
	case goobj.PkgIdxNone:
		first = o.r.NSym() + o.r.NHashed64def() + o.r.NHasheddef()
	default:
		return 0, false
	}
	return ref.SymIdx + uint32(first), true
}

// name is the name that a reference is to.
func (o *object) name(ref goobj.SymRef) string {
	if ref.PkgIdx == goobj.PkgIdxBuiltin {
		name, _ := goobj.BuiltinName(int(ref.SymIdx))
		return name
	}
	if i, own := o.index(ref); own {
		return o.r.Sym(i).Name(o.r)
	}
	return o.refs[ref]
}

// definition is the object's symbol of that name, nil if there is none.
func (o *object) definition(name string, version uint16) *target {
	if o.byKey == nil {
		o.byKey = map[key]uint32{}
		for i := range o.defined() {
			if s := o.r.Sym(uint32(i)); s.ABI() != static {
				o.byKey[key{s.Name(o.r), s.ABI()}] = uint32(i)
			}
		}
	}
	if i, ok := o.byKey[key{name, version}]; ok {
		return o.symbol(i)
	}
	return nil
}

func isText(kind objabi.SymKind) bool { return kind == objabi.STEXT || kind == objabi.STEXTFIPS }

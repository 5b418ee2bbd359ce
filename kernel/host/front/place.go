package front

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"gosnn/kernel/host/front/cell"
)

// mainFiles are GoNB's generated files, each read once.
type mainFiles struct {
	folder string
	read   map[string]*mainFile
}

// mainFile is main.go, which has the declarations of all cells so far and the statements of the last.
type mainFile struct {
	set   *token.FileSet
	file  *ast.File
	lines []string
}

// get reads and parses a file. Of one that has a mistake in it, what could be read is returned.
func (m *mainFiles) get(name string) *mainFile {
	if f, ok := m.read[name]; ok {
		return f
	}
	if m.read == nil {
		m.read = map[string]*mainFile{}
	}
	var f *mainFile
	if text, err := os.ReadFile(filepath.Join(m.folder, filepath.Base(name))); m.folder != "" && err == nil {
		set := token.NewFileSet()
		if file, _ := parser.ParseFile(set, name, text, parser.SkipObjectResolution|parser.ParseComments); file != nil {
			f = &mainFile{set, file, strings.Split(string(text), "\n")}
		}
	}
	m.read[name] = f
	return f
}

// locate returns where a line of a generated file stands in the cells, and in which function. GoNB has its own account of that,
// but not for lines of functions. Declarations are copied as they are written, so that lines of one are those of the cell.
func (s *session) locate(r *run, files *mainFiles, name string, line int) (at place, function string, ok bool) {
	f := files.get(name)
	if f == nil || line < 1 || line > len(f.lines) {
		return place{}, "", false
	}
	for _, d := range f.file.Decls {
		first, last := f.set.Position(d.Pos()).Line, f.set.Position(d.End()).Line
		if line < first || line > last {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == "main" && d.Recv == nil {
				at, ok = s.inMain(r, f, first, line)
				return at, "", ok
			}
			at, ok = s.inCells(r, cell.FunctionKey(d), line-first, strings.TrimSpace(f.lines[line-1]))
			return at, cell.FunctionKey(d), ok
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				from, to := f.set.Position(spec.Pos()).Line, f.set.Position(spec.End()).Line
				if line >= from && line <= to {
					at, ok = s.inCells(r, specKey(spec), line-from, "")
					return at, "", ok
				}
			}
		}
	}
	return place{}, "", false
}

// inMain is a line of the function main, which is the cell's main part below a line "func main() {" and one of GoNB's.
func (s *session) inMain(r *run, f *mainFile, first, line int) (place, bool) {
	if n := r.source.MainLine(); n > 0 {
		if n = r.source.Line(n + max(0, line-first-1)); line > first {
			return place{source: r.source, number: r.number, line: n}, true
		}
	}
	return s.inCells(r, "main", line-first, strings.TrimSpace(f.lines[line-1]))
}

// inCells finds the declaration in the cell that runs, or else in the last that has it.
func (s *session) inCells(r *run, key string, offset int, text string) (place, bool) {
	find := func(source *cell.Source, number int) (place, bool) {
		n, ok := source.Declared(key)
		if !ok {
			return place{}, false
		}
		n = source.Line(n + offset)
		if text != "" && strings.TrimSpace(source.Text(n)) != text {
			return place{}, false // changed since
		}
		return place{source: source, number: number, line: n}, true
	}
	if at, ok := find(r.source, r.number); ok {
		return at, true
	}
	for n := s.count; n > 0; n-- {
		if source := s.cells[n]; source != nil && source != r.source {
			if at, ok := find(source, n); ok {
				return at, true
			}
		}
	}
	return place{}, false
}

// specKey names a declaration by its first name, an import by its path.
func specKey(spec ast.Spec) string {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		return spec.Names[0].Name
	case *ast.TypeSpec:
		return spec.Name.Name
	case *ast.ImportSpec:
		return spec.Path.Value
	}
	return ""
}

package hot

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"strings"
	"time"
)

// writeReferences writes a Go file that refers to all that packages export, so that the host has it.
func writeReferences(w io.Writer, packages []listed) error {
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	read := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file := exports[path]
		if file == "" {
			return nil, fmt.Errorf("no package %s", path)
		}
		return os.Open(file)
	})
	var imports, references strings.Builder
	for i, p := range packages {
		if !p.isReferred() {
			continue
		}
		pkg, err := read.Import(p.ImportPath)
		if err != nil {
			return err
		}
		name, n := fmt.Sprintf("p%d", i), references.Len()
		for _, member := range pkg.Scope().Names() {
			if r := reference(name, pkg.Scope().Lookup(member)); r != "" {
				fmt.Fprintf(&references, "\t%s,\n", r)
			}
		}
		if references.Len() == n {
			name = "_"
		}
		fmt.Fprintf(&imports, "\t%s %q\n", name, p.ImportPath)
	}
	// Another text each time: what is in the build cache would not be compiled, nor its command line be seen.
	_, err := fmt.Fprintf(w, "// Written at %v.\n\npackage main\n\nimport (\n%s)\n\nvar references = [...]any{\n%s}\n", time.Now(), imports.String(), references.String())
	return err
}

// reference is an expression that has the linker keep an object; "" if there is none: of what is not exported, of constants, which
// are not there when a program runs, and of generic code, which the compiler makes where it is used.
func reference(pkg string, o types.Object) string {
	if !o.Exported() {
		return ""
	}
	switch o := o.(type) {
	case *types.Var:
		return "&" + pkg + "." + o.Name()
	case *types.Func:
		if o.Signature().TypeParams().Len() == 0 {
			return pkg + "." + o.Name()
		}
	case *types.TypeName:
		if generic, ok := o.Type().(interface{ TypeParams() *types.TypeParamList }); ok && generic.TypeParams().Len() > 0 {
			return ""
		}
		if i, ok := o.Type().Underlying().(*types.Interface); ok && !i.IsMethodSet() {
			return "" // a constraint
		}
		return "(*" + pkg + "." + o.Name() + ")(nil)"
	}
	return ""
}

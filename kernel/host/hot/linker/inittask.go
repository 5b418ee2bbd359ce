//go:build gosnn_linker

package main

import (
	"cmd/internal/objabi"
	"slices"
)

// initTask is what initializes a package.
type initTask struct {
	name    string
	addr    uint64  // in the host; 0 if it is linked with the cell
	symbol  *symbol // linked with the cell
	imports []string
	runs    bool // whether there is anything to run
}

// task reads a package's task from its object.
func (o *object) task(i uint32) initTask {
	t := initTask{name: o.r.Sym(i).Name(o.r), runs: o.r.Sym(i).Siz() > 8}
	relocs := o.r.Relocs(i)
	for k := range relocs {
		if objabi.RelocType(relocs[k].Type()) == objabi.R_INITORDER {
			t.imports = append(t.imports, o.name(relocs[k].Sym()))
		}
	}
	return t
}

// initOrder lists the tasks that initialize the program, in the order that Go's linker would give them: of the packages whose
// imports are initialized, the first by its name is next. Packages of the host that the cell does not import stay as they are:
// to a program they are not there.
func (l *linker) initOrder(cell *object) (order []initTask) {
	tasks := map[string]initTask{}
	var visit func(name string)
	visit = func(name string) {
		if _, seen := tasks[name]; seen {
			return
		}
		t, inHost := l.host.tasks[name]
		if !inHost {
			t = l.ownTask(name)
		}
		tasks[name] = t
		for _, i := range t.imports {
			visit(i)
		}
	}
	if cell.definition("main..inittask", abi0) == nil {
		visit("runtime..inittask")
	} else {
		visit("main..inittask")
	}
	importers, waits := map[string][]string{}, map[string]int{}
	var ready []string
	for name, t := range tasks {
		waits[name] = len(t.imports)
		for _, i := range t.imports {
			importers[i] = append(importers[i], name)
		}
		if len(t.imports) == 0 {
			ready = append(ready, name)
		}
	}
	slices.Sort(ready)
	done := 0
	for ; len(ready) > 0; done++ {
		name := ready[0]
		ready = ready[1:]
		if tasks[name].runs {
			order = append(order, tasks[name])
		}
		for _, i := range importers[name] {
			if waits[i]--; waits[i] == 0 {
				at, _ := slices.BinarySearch(ready, i)
				ready = slices.Insert(ready, at, i)
			}
		}
	}
	if done != len(tasks) {
		refuse("packages import each other in a circle")
	}
	return order
}

// ownTask is the task of a package that the host lacks, as the cell itself is one.
func (l *linker) ownTask(name string) initTask {
	pkg, err := objabi.PrefixToPath(name[:len(name)-len("..inittask")])
	if err != nil {
		refuse("no package %s", name)
	}
	o := l.objects[pkg]
	if o == nil {
		if l.files[pkg] == "" {
			refuse("no package %s", pkg)
		}
		o = l.read(pkg, l.files[pkg])
	}
	found := o.definition(name, abi0)
	if found == nil || found.symbol == nil {
		refuse("no %s", name)
	}
	t := o.task(found.symbol.i)
	t.symbol = found.symbol
	return t
}

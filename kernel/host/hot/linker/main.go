//go:build gosnn_linker

package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
)

// refusal is the reason why a cell is left to Go's linker.
type refusal string

func refuse(format string, args ...any) { panic(refusal(fmt.Sprintf(format, args...))) }

func must(err error) {
	if err != nil {
		refuse("%v", err)
	}
}

func main() {
	debug.SetGCPercent(-1) // for some milliseconds, and some 30 MB
	defer func() {
		switch r := recover().(type) {
		case nil:
		case refusal:
			fmt.Fprintln(os.Stderr, "hot linker:", string(r))
			os.Exit(3)
		default:
			panic(r)
		}
	}()
	host := flag.String("host", "", "the host, an `executable` with its index beside it")
	config := flag.String("importcfg", "", "`file` that lists the compiled packages")
	index := flag.Bool("index", false, "write the index of the host")
	out := flag.String("o", "", "image to write")
	as := flag.String("as", "", "`file` that the cell takes for its own")
	module := flag.String("module", "", "`name` of the cell's module, in the place of the host's")
	flag.Parse()
	packages := readConfig(*config)
	if *index {
		writeIndex(*host, packages)
		return
	}
	l := &linker{host: openHost(*host), files: packages, objects: map[string]*object{}, linked: map[key]*symbol{}, out: *out, as: *as, module: *module}
	l.link(flag.Arg(0))
}

// linker is the state of linking one cell.
type linker struct {
	host    *host
	files   map[string]string  // archives of packages, by import path
	objects map[string]*object // those that were read
	symbols []*symbol          // to link with the cell, in the order in which they were met
	linked  map[key]*symbol    // those that have a name of their own
	out     string
	as      string
	module  string
}

// link links the cell in an archive.
func (l *linker) link(archive string) {
	cell := l.read("main", archive)
	start := cell.definition("main.main", abiInternal)
	if start == nil {
		refuse("no main.main")
	}
	tasks := l.initOrder(cell)
	for i := 0; i < len(l.symbols); i++ { // it grows
		l.symbols[i].load()
	}
	img := l.layoutCode()
	img.writeFunctions()
	img.layoutVariables()
	img.relocate()
	img.writeMasks()
	img.writeModule(tasks)
	img.write(l.out, start.value())
}

// Package hot runs a notebook's cells within a tenth of a second.
//
// # Why a cell takes longer otherwise
//
// A cell is a Go program. To compile it takes 0.05 s. Then Go's linker reads 300 compiled packages, though the cell has a few lines
// of its own, and writes a program of 30 MB: 0.2 to 0.5 s. The program loads libtorch, which registers some thousand operators: 0.2 s.
// Both are the same each time. So they are done once, before the first cell.
//
// # How it works
//
// A host is a program with all that cells may use: the standard library, gotch, gonbui, and this module's packages. Go's own linker
// makes it at set-up, and again, beside the notebook, when one of these packages has changed. What was made for other packages is never used: a host
// is found by the hash of all that it is made of. An index says where in the host's memory each function, variable and type is.
//
// A zygote is a process of the host that has loaded libtorch, and has yet to begin with Go: a small C library, preloaded into it, waits
// for cells at a socket instead. For each it forks. The child is a process that has libtorch in memory, within a millisecond, and
// shares the pages with the zygote until it writes to them. A kernel has one zygote, which ends with it.
//
// A linker of our own (folder linker/) links the compiled cell to an image: the cell's functions, variables and types at a fixed address in memory,
// with calls into the host where the host has what they call. That takes some milliseconds. The child maps the image, and then lets Go
// begin. Go's runtime knows of programs that are made of several modules, since it has plugins and shared libraries:
// the image describes itself as a second module. So stack traces, panics, reflection, maps, type switches and the garbage collector work as ever. Package variables
// are fresh, since Go begins anew in each child, and only those packages are initialized that the cell imports.
//
// GoNB runs the stub (../stub), which asks the zygote for a child, passes its input and output on, and ends as that does.
//
// # What may go wrong, and does not matter
//
// Whatever is not known to work goes the ordinary way, without a word in the cell: see [Host.Admit] for the programs, and the linker's
// refusals for what is in them. If there is no host, no zygote, no memory or no disk, the cell is built the ordinary way, too, and the next one is hot again.
//
// A host is used only after [Host.Test] has run programs both ways, with the same output. GOSNN_HOT=off switches hot cells off.
//
// The tables that the linker writes are Go's own affair. They are known for the versions in [Tested]. For another one, all cells are ordinary until
// somebody has compared these files of Go's with the linker, and the tests pass: src/runtime/symtab.go (moduledata, _func),
// src/cmd/link/internal/ld (pcln.go, symtab.go, data.go, deadcode.go, inittask.go), src/cmd/internal/goobj, src/internal/abi.
//
// # The files
//
//	kernel.go key.go host.go     where cells may be hot, and the host for what they import now
//	make.go listed.go references.go jump.go later.go   how a host is made
//	gate.go cell.go compile.go   which programs may be hot; how one is built, and compiled only once
//	zygote.go zygote/ client/    the process that cells start from
//	linker/                      the linker, built from the user's Go
//	trial.go selftest.go selftest/  programs run both ways
package hot

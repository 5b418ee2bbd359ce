//go:build !gosnn_linker

// Package linker is the source of a command that links a cell against a host, a program that is linked already.
//
// It is built from the user's Go as a command of Go's own tree (see [gosnn/kernel/host/hot]), since only such may import the packages
// that read Go's object files. All other files of this folder are a command, and have a build constraint that leaves them out of this module.
//
// How it works, in the order of the files:
//
//	archive.go    reads the compiled cell, and compiled packages: symbols with their data, and relocations
//	index.go      writes down where each symbol of the host is, once for each host
//	host.go       finds symbols of the host by that index
//	resolve.go    decides what a reference means: the host's symbol, or one that is linked with the cell
//	load.go       reads a symbol that is linked: what it refers to, and what the runtime has to know of a function
//	inittask.go   orders the initialization of packages as Go's linker does
//	layout.go     gives addresses to symbols
//	relocate.go   writes addresses into code and data
//	functab.go    describes the functions for stack traces, panics and the garbage collector
//	gcmask.go     says which words of the variables are pointers
//	module.go     describes all that to the runtime, as a second module
//	image.go      writes the file that the zygote maps
//
// What it does not know it refuses: the cell is then linked by Go's linker.
package linker

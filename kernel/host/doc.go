// Package host documents the programs that run outside of a notebook's cells. It has no code of its own:
//
//	setup       turns a machine with Go, Python and a C++ compiler into one with the kernel; its home folder, install, doctor
//	gocmd       the go command as the kernel sees it: builds the programs of cells
//	imports     goimports as the kernel sees it: which imports a cell needs
//	hot         cells within a tenth of a second: links them against a program that runs already
//	buildcache  one build cache that a whole class shares and nobody but its owner writes to
//	front       stands between Jupyter and GoNB: errors, queue, protocol, floods
//	stub        runs instead of a cell's program, and reports how that ended
//	hub         files for a class: configurations of JupyterHub
//
// The command gosnn-kernel, in the folder beside this one, is the door to all of them. What cells import is package
// gosnn/kernel; nothing here is linked into a cell, and nothing here needs libtorch to be compiled.
package host

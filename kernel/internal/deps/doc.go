// Package deps finds what a piece of a notebook's code depends on, and hashes it.
//
// [Parse] reads the program that the notebook's cells make up. [Program.Definition] finds the call that keeps a
// value, and follows it through the declarations that it uses, directly or not: constants, variables,
// functions, types with their methods, and what writes to those variables. The hash changes when
// any of their code does, and only then: comments, formatting, the order of declarations, the name under which a
// package is imported, and unused code do not change it.
//
// [Packages] does the same for imported packages: those of local modules by their content, those of published modules
// by the module's version and checksum, the standard library by Go's version.
//
// What is not seen, because it is decided when the program runs: what a function reads from files, clocks, the
// environment or random generators, and a variable that another variable's initialisation changes
// through a pointer, a slice or a map that it was given.
//
// The package uses no cgo, and go/parser's resolution of identifiers instead of go/types: a kept value must
// be found within a millisecond, and export data of every import cannot be read in that time.
package deps

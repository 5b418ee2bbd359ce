// Package setup turns a machine with Go, Python 3 and a C++ compiler into one with a "Go (SNN)" Jupyter kernel.
//
// Everything that it fetches or builds lives in one folder, the [Home]: libtorch, a Python environment with
// JupyterLab, GoNB and its tools, the module and build caches of Go, and the library that draws the figures. Removing the
// folder removes it all. Every download is pinned by version and hash.
//
// Set-up is a list of steps. A step that has been done is recognised by a stamp that holds what its result depends on,
// so that set-up can be interrupted, goes on where it stopped, and on the next run takes a moment. A step builds aside and
// renames at the end: a half-made result is never taken for a whole one.
//
// The package uses no cgo, because it runs before there is a libtorch to link with.
package setup

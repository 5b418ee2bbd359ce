// Package kernel is what a notebook's cells use of their kernel: values that outlive a cell.
//
// A GoNB cell is a program of its own. Declarations carry over from cell to cell, values do not: each cell
// computes every package-level variable again. [Keep] computes a value once, stores it, and gives it to later cells:
//
//	var spikeData = kernel.Keep("spikeData", func() (*ts.Tensor, error) {
//		return snn.Rate(images, snn.NumSteps(100), snn.Gain(gain), snn.Seed(42))
//	})
//
// A kept tensor is mapped into the memory of the next cell, not read: 40 MB take less than a millisecond.
//
// # Never stale
//
// A kept value belongs to the code that computes it. Before it is used, the function given to Keep is followed through all
// that it uses: the notebook's constants, variables, functions and types, other kept values, the packages
// it imports (those on this machine by their content, published ones by their version) and Go itself. If
// any of that has changed, wherever in the notebook, the value is computed again, and so is every kept value that uses
// it; no other is. Comments and formatting change nothing. Changing gain back brings the old value back.
//
// What the code does not tell must be said: [Input] for values and [InputFile] for files that a computation
// reads. Not seen are clocks, the environment, unseeded random generators, and a variable that another variable's
// initialisation changes through a pointer, slice or map that it was given.
//
// # Where values are
//
// In files below the user's cache folder, which the user alone can read, one folder for each notebook. They may
// take up 2 GiB; then the least recently used are dropped. [Kept] lists them, [Forget] and [ForgetAll] remove them. These
// variables, set in the kernel's environment or by GoNB's %env before the first cell that keeps a value, change that:
//
//	GOSNN_KEEP          off: compute everything, keep nothing
//	GOSNN_KEEP_DIR      folder of the store, absolute
//	GOSNN_KEEP_LIMIT    size that all notebooks' values may take up, such as 500MB or 8GiB
//	GOSNN_KEEP_RESTART  clear: a restart of the kernel forgets the notebook's values; keep (default): it does not
//	GOSNN_NOTEBOOK      what tells notebooks apart, where Jupyter does not say which one it is (nbclient does not): without
//	                    it, values are then kept until the kernel ends
//
// Outside of a notebook Keep calls the function, and keeps nothing.
package kernel

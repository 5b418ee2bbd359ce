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
// A kept value belongs to the code that computes it: the function given to Keep, the notebook's constants, variables, functions and
// types that it uses, directly or not, other kept values among these, the imported packages (those on this machine by their
// content, published ones by their version) and Go's version. If any of that changes, wherever in the notebook, the value is
// computed again, and so is every kept value that uses it; no other is. Comments and formatting change nothing. Changing
// gain back brings the old value back.
//
// Dependencies that are not in the code must be declared: values by [Input], files by [InputFile]. Clocks, the
// environment and unseeded random generators are not seen, nor is a variable that another variable's initialisation changes
// through a pointer, slice or map that it was given.
//
// # Where values are
//
// In files below the user's cache folder that no other user can read. They may take up 2 GiB; beyond that the least recently used are
// dropped. [Kept] lists them, [Forget] and [ForgetAll] remove them. These
// variables, set in the kernel's environment or by GoNB's %env before the first cell that keeps a value, change that:
//
//	GOSNN_KEEP          off: compute everything, keep nothing
//	GOSNN_KEEP_DIR      folder that the store is made in, absolute; what else it holds stays as it is
//	GOSNN_KEEP_LIMIT    size that all notebooks' values may take up, such as 500MB or 8GiB
//	GOSNN_KEEP_RESTART  clear: a restart of the kernel forgets the notebook's values; keep (default): it does not
//	GOSNN_NOTEBOOK      the notebook's name, where Jupyter does not say which notebook it is (nbclient does not): without
//	                    it, values are then kept until the kernel ends
//
// Outside of a notebook Keep calls the function, and keeps nothing.
//
// # Folders
//
// For those who change the code. Cells link what is listed first; nothing in kernel/host is for cells.
//
//	internal/source   the source that a running cell was compiled from
//	internal/deps     follows that source, and hashes what a value depends on
//	internal/value    Go values and tensors as files, and back
//	internal/store    those files: private, whole, within a limit of size
//	progress          progress bars
//	host              what runs outside of cells: set-up, builds, what stands between Jupyter and GoNB; see its doc.go
//	gosnn-kernel      the command of all that
//	e2e               tests with GoNB, JupyterLab and a browser
package kernel

// Package store keeps values in files: whole, private and within a limit of size.
//
// The store is a folder of its own, gosnn-kept-UID, in the folder that [Config] names, with a CACHEDIR.TAG that marks it as made
// by this package. Nothing outside of it is changed or removed.
//
//	CACHEDIR.TAG                   the mark, by which backups also leave the store out
//	notebooks/NAME-HASH/           one notebook's part
//		kept/NAME@KEY/             a value: meta, its files, and checked
//		lock/                      held while a value is computed
//		notebook, session, alive   whose part it is
//	new/                           values that are being written, checked locked by the writer
//	memo/                          what saves time and may be lost
//
// A value's key is a hash of all that the value depends on. Another key is another value, so nothing is ever written over. A
// value is written aside and renamed when it is whole.
//
// # Trust
//
// The store's folder belongs to the user, with mode 0700, or it is refused; all work goes through a handle of it ([os.Root]).
// So the folders above need not be trusted: whoever renames or replaces one of them gets nothing read or written elsewhere.
//
// Every file has a checksum (CRC-32C), written with the value. Reading all of a large file on each use would take
// longer than mapping it, so the sum is checked only when it could differ: when the file's size, times or inode are not
// those of the last check, and once after each start of the machine (on Linux; elsewhere on each use, as the system does
// not report its start). A change through the file system, by any program, alters the time of change, which programs
// cannot set back. A disk or a memory that alters bytes by itself while the machine runs goes unseen. The sums protect
// from accidents, not from someone with the user's own rights, who could as well change the notebook.
package store

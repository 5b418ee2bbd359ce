// Package store holds values in files: whole, private and no larger than a limit.
//
// Each notebook has a folder of its own, and in it each value a folder, named by the value's name and by its key: a hash of
// all that it depends on. Another key is another value, so nothing is ever written over. A value is written
// aside and renamed when it is whole. Folders can be entered and files read by their owner alone.
//
// # Trust
//
// Every file has a checksum (CRC-32C), written with the value. Reading all of a large file on each use would take
// longer than mapping it, so the sum is checked when it could differ: when the file's size, times or inode are not
// those of the last check, and once after each start of the machine (on Linux; elsewhere on each use, as the system does
// not tell of its start). A change through the file system, by
// any program, alters the time of change, which programs cannot set back. What stays unseen is a disk or a memory that
// alters bytes by itself while the machine runs. The sums protect from accidents, not from someone with the
// user's own rights, who could as well change the notebook.
package store

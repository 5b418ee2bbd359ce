package grad

import "runtime"

// The main goroutine stays on its thread. libtorch has a team of threads for each thread that calls it, and a team that has worked spins for some milliseconds, in case more
// comes: a loop of training that goes from thread to thread would have the processors busy with teams that wait.
func init() { runtime.LockOSThread() }

package grad

/*
#include <malloc.h>

// musl's malloc.h has none of it.
static void keep_memory(void) {
#ifdef M_MMAP_MAX
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}
*/
import "C"

// A training step, or a layer of neurons on a long series, makes and frees the same hundreds of megabytes each time. glibc gives large blocks back to the system at once, and takes the time
// of the step anew in page faults: a program that trains keeps them for the next step.
func init() { C.keep_memory() }

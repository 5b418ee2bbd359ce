package nn

/*
#cgo LDFLAGS: -ltorch
#include <stdint.h>
void at_manual_seed(int64_t seed); // of gotch's C part, which its Go part does not wrap
*/
import "C"

// manualSeed is torch.manual_seed.
func manualSeed(seed int64) { C.at_manual_seed(C.int64_t(seed)) }

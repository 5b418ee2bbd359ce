// Layers that spikes drive, as nodes of libtorch's gradient graph, for C.
#ifndef SNN_EVENT_H
#define SNN_EVENT_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

// y = x·wᵀ + b, of x [rows x in], w [out x in] and b [out] or 0: at::Tensor *, float32 on the CPU, x and w contiguous. *y is a new tensor of the caller, or
// 0 if x is not of spikes, 0 and 1, or more than a share of `most` of them is 1. Returns 0, or a message that the caller frees.
char *snn_event_linear(void *x, void *w, void *b, double most, void **y);

// The largest values of windows of pool x pool pixels, side by side, of a convolution of x [n x in x h x w] with w [out x in x k x k] and b [out] or 0, of
// stride 1 and without padding. Else as snn_event_linear.
char *snn_event_conv_pool(void *x, void *w, void *b, int64_t pool, double most, void **y);

#ifdef __cplusplus
}
#endif
#endif

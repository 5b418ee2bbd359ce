// The nodes of libtorch's gradient graph that this module adds, for C: what grad.cpp makes and Go calls.
#ifndef SNN_GRAD_H
#define SNN_GRAD_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

enum { SNN_LEAKY, SNN_SYNAPTIC, SNN_ALPHA };                              // models
enum { SNN_SERIES, SNN_STATIC, SNN_STEP };                                // current: [T x B x ...]; [B x ...] for T steps; [B x ...] for one
enum { SNN_SUBTRACT, SNN_ZERO, SNN_ZERO_BEFORE, SNN_NO_RESET };           // ZERO: of the new membrane; ZERO_BEFORE: of the old one
enum { SNN_STEP_SLOPE, SNN_ATAN, SNN_FAST_SIGMOID, SNN_SIGMOID, SNN_STRAIGHT_THROUGH, SNN_TRIANGULAR, SNN_ESCAPE, SNN_SFS, SNN_SSO, SNN_LSO, SNN_TABLE };

enum { SNN_NONE, SNN_MEMBRANES, SNN_POTENTIALS };                        // what of the membrane is wanted

typedef struct {
  int64_t steps;            // T
  int model, layout, reset;
  int at_once;              // the reset follows its spike within the step
  int inhibition;           // of each row of [B x N] only the largest membrane spikes
  int clamp;                // decays count as if clipped to [0, 1]
  int surrogate;            // its slope dS/dx at x = U - threshold
  double k, b;              // the surrogate's parameters
  uint64_t seed;            // of SNN_SSO
  int membrane, state;      // outputs wanted beside the spikes: membranes, or with SNN_POTENTIALS U - threshold as it fired; the last state
} snn_neuron;

// Tensors (at::Tensor *). Those that are 0 are zero (feedback, membrane, synaptic, inhibitory), 1 (graded), or not in use by the model.
typedef struct {
  void *current, *feedback;                 // feedback: as current, added after it
  void *membrane, *synaptic, *inhibitory;   // the state that the first step begins with, [B x ...]
  void *alpha, *beta, *threshold, *graded;
  void *slopes;                             // of SNN_TABLE: dS/dx of each spike
} snn_inputs;

// New tensors, of the caller; those that are not wanted, or not in use by the model, are 0.
typedef struct {
  void *spikes, *membranes;                 // [T x B x ...]; SNN_STEP: spikes [B x ...]
  void *membrane, *synaptic, *inhibitory;   // the state after the last step, [B x ...]
} snn_outputs;

// Each function returns 0, or a message that the caller frees.
char *snn_run(const snn_neuron *n, const snn_inputs *in, snn_outputs *out);

// The forward Euler step of an RC circuit, U + dt/(RC)·(I·R - U), as a driven current, I·R·(1/(RC))·dt, and a decay, 1 - dt/(RC). Of
// beta, r and c, which like dt are one value each, one may be 0: it follows from RC = dt/ln(1/beta).
char *snn_circuit(const void *current, const void *beta, const void *r, const void *c, const void *dt, void **driven, void **decay);

void snn_threads(int n);   // how many threads libtorch takes for one operation
int snn_level(int most);   // which instructions loops take at most: portable ones, AVX2, AVX-512. Returns which they take

// Layers of any input: at::Tensor *, float32 on the CPU; of other types they are libtorch's. b is 0 for none. *y is a new tensor of the caller.
//
// y = x·wᵀ + b, of x [... x in], w [out x in] and b [out].
char *snn_linear(const void *x, const void *w, const void *b, void **y);

// The convolution of x [n x in x h x w] with w [out x in/groups x kh x kw], plus b [out]. A window moves alike along both sides.
typedef struct {
  int64_t stride, padding, dilation, groups;
} snn_window;
char *snn_conv2d(const void *x, const void *w, const void *b, snn_window by, void **y);

// Layers whose input is mostly zeros.
//
// y = x·wᵀ + b, of x [rows x in], w [out x in] and b [out] or 0: at::Tensor *, float32 on the CPU, x and w contiguous. *y is a new tensor of the caller, or
// 0 if more than a share of `most` of x is not zero. The rows are those of so many time steps, one step after another; it divides them, and makes nothing but speed.
// Returns 0, or a message that the caller frees.
char *snn_event_linear(const void *x, const void *w, const void *b, int64_t steps, double most, void **y);

// The largest values of windows of pool x pool pixels, side by side, of a convolution of x [n x in x h x w] with w [out x in x k x k] and b [out] or 0, of
// stride 1 and without padding. Else as snn_event_linear.
char *snn_event_conv_pool(const void *x, const void *w, const void *b, int64_t pool, double most, void **y);

#ifdef __cplusplus
}
#endif
#endif

// The loops of the optimizers. Each is compiled for each level of instructions. fmaf is where libtorch has a fused multiply-add, and only there.
#ifndef SNN_NN_LOOPS_H
#define SNN_NN_LOOPS_H
#include <stdint.h>

enum { SNN_NN_PORTABLE, SNN_NN_AVX2, SNN_NN_AVX512 };

typedef struct {
  float *p, *g, *m, *v;
  float keep, decay, weight1, beta2, weight2, step, scale, eps;
} snn_adam;
void snn_adam_step(const snn_adam *a, int level, int64_t from, int64_t to);

typedef struct {
  float *p, *g, *m;   // m: 0 without momentum
  float decay, momentum, fresh, step;
  int nesterov, first;
} snn_sgd;
void snn_sgd_move(const snn_sgd *a, int level, int64_t from, int64_t to);
#endif

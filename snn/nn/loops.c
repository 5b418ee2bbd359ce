#include "loops.h"
#include <math.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF  // gcc has it off with -std=c11
#endif

#define INLINE static inline __attribute__((always_inline))
#if defined(__x86_64__) && defined(__GNUC__)
#define LEVELS(name, type)                                                                                              \
  static void name##_portable(const type *a, int64_t from, int64_t to) { name(a, from, to); }                           \
  __attribute__((target("avx2,fma"))) static void name##_avx2(const type *a, int64_t from, int64_t to) { name(a, from, to); } \
  __attribute__((target("avx512f,fma"))) static void name##_avx512(const type *a, int64_t from, int64_t to) { name(a, from, to); } \
  void snn_##name(const type *a, int level, int64_t from, int64_t to) {                                                 \
    if (level == SNN_NN_AVX512) name##_avx512(a, from, to);                                                             \
    else if (level == SNN_NN_AVX2) name##_avx2(a, from, to);                                                            \
    else name##_portable(a, from, to);                                                                                  \
  }
#else
#define LEVELS(name, type) \
  void snn_##name(const type *a, int level, int64_t from, int64_t to) { (void)level; name(a, from, to); }
#endif

INLINE void adam_means(const snn_adam *a, int64_t from, int64_t to) {
  float *restrict p = a->p, *restrict m = a->m, *restrict v = a->v;
  const float *restrict g = a->g;
  const float keep = a->keep, decay = a->decay, weight1 = a->weight1, beta2 = a->beta2, weight2 = a->weight2;
  if (keep != 1)
    for (int64_t i = from; i < to; i++) p[i] *= keep;
  for (int64_t i = from; i < to; i++) {
    const float d = decay == 0 ? g[i] : fmaf(p[i], decay, g[i]);
    m[i] = fmaf(weight1, d - m[i], m[i]);
    v[i] = fmaf(weight2 * d, d, v[i] * beta2);
  }
}
LEVELS(adam_means, snn_adam)

INLINE void adam_move(const snn_adam *a, int64_t from, int64_t to) {
  float *restrict p = a->p;
  const float *restrict m = a->m, *restrict root = a->root;
  const float step = a->step, scale = a->scale, eps = a->eps;
  for (int64_t i = from; i < to; i++) p[i] += step * m[i] / (root[i] / scale + eps);
}
LEVELS(adam_move, snn_adam)

INLINE void sgd_move(const snn_sgd *a, int64_t from, int64_t to) {
  float *restrict p = a->p, *restrict m = a->m;
  const float *restrict g = a->g;
  const float decay = a->decay, momentum = a->momentum, fresh = a->fresh, step = a->step;
  for (int64_t i = from; i < to; i++) {
    float d = decay == 0 ? g[i] : fmaf(p[i], decay, g[i]);
    if (m) {
      m[i] = a->first ? d : fmaf(fresh, d, m[i] * momentum);
      d = a->nesterov ? fmaf(m[i], momentum, d) : m[i];
    }
    p[i] = fmaf(d, step, p[i]);
  }
}
LEVELS(sgd_move, snn_sgd)

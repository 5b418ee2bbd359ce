#include "loops.h"
#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

// Square roots, rounded right. gcc makes a call of each sqrtf in a loop, for the sake of errno.
static void roots(const float *v, float *root, int64_t n) {
  int64_t i = 0;
#ifdef __SSE2__
  for (; i + 4 <= n; i += 4) _mm_storeu_ps(root + i, _mm_sqrt_ps(_mm_loadu_ps(v + i)));
#endif
  for (; i < n; i++) root[i] = sqrtf(v[i]);
}

INLINE void adam_step(const snn_adam *a, int64_t from, int64_t to) {
  enum { PIECE = 2048 };  // 8 KB of each of five arrays stay in the cache
  const float keep = a->keep, decay = a->decay, weight1 = a->weight1, beta2 = a->beta2, weight2 = a->weight2, step = a->step, scale = a->scale, eps = a->eps;
  float root[PIECE];
  for (; from < to; from += PIECE) {
    const int64_t n = to - from < PIECE ? to - from : PIECE;
    float *restrict p = a->p + from, *restrict m = a->m + from, *restrict v = a->v + from;
    const float *restrict g = a->g + from;
    for (int64_t i = 0; i < n; i++) {
      const float d = decay == 0 ? g[i] : fmaf(p[i] * keep, decay, g[i]);
      m[i] = fmaf(weight1, d - m[i], m[i]);
      v[i] = fmaf(weight2 * d, d, v[i] * beta2);
    }
    roots(v, root, n);
    for (int64_t i = 0; i < n; i++) p[i] = p[i] * keep + step * m[i] / (root[i] / scale + eps);
  }
}
LEVELS(adam_step, snn_adam)

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

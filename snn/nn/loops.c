#define _GNU_SOURCE  // of RTLD_DEFAULT
#include "loops.h"
#include <dlfcn.h>
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

int snn_sqrt(const float *v, float *root, int64_t n) {
  typedef void mkl_sqrt(int n, const float *a, float *r, int64_t mode);
  const int64_t high_accuracy_all_values_no_errors = 0x2 | 0x140000 | 0x100;  // libtorch's mode
  static mkl_sqrt *volatile found;
  mkl_sqrt *f = found;
  if (!f && !(f = found = (mkl_sqrt *)dlsym(RTLD_DEFAULT, "vmsSqrt"))) return 0;
  f((int)n, v, root, high_accuracy_all_values_no_errors);
  return 1;
}

void snn_adam_step(const snn_adam *a, int level, int64_t from, int64_t to) {
  enum { PIECE = 2048 };  // 8 KB of each of five arrays
  float root[PIECE];
  for (int64_t i = from; i < to; i += PIECE) {
    const int64_t n = to - i < PIECE ? to - i : PIECE;
    snn_adam piece = *a;
    piece.p += i, piece.g += i, piece.m += i, piece.v += i, piece.root = root;
    snn_adam_means(&piece, level, 0, n);
    snn_sqrt(piece.v, root, n);
    snn_adam_move(&piece, level, 0, n);
  }
}

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

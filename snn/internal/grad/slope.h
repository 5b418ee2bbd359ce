// Slopes of surrogate gradients, dS/dx at x = U - threshold. The formulas are snnTorch's, but for the sigmoid's, which has the same
// value by a form that does not overflow.
#ifndef SNN_SLOPE_H
#define SNN_SLOPE_H
#include "loops.h"

// A number in [0, 1) that depends on the seed, on the neuron and on the bits of x alone: the same for one step as for all at once.
template <class T> SNN_INLINE T noise(uint64_t seed, int64_t neuron, T x) {
  uint64_t z = 0;
  std::memcpy(&z, &x, sizeof x);
  z = (z ^ seed) + 0x9e3779b97f4a7c15 * uint64_t(neuron + 1);
  for (int k = 0; k < 2; k++) {  // the finalizer of splitmix64, twice
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    z ^= z >> 31;
  }
  return T(z >> 40) * T(0x1p-24);
}

// Writes the slopes at x of w neurons, the first of which is number `at`; table holds those of SNN_TABLE.
template <class T> SNN_INLINE void slopes(const snn_neuron &a, const T *table, int64_t at, int64_t w, const T *__restrict x, T *__restrict out) {
  const T k = T(a.k), b = T(a.b);
  switch (a.surrogate) {
    case SNN_ATAN: {
      const T half = T(a.k / 2), scale = T(M_PI / 2 * a.k);
      for (int64_t j = 0; j < w; j++) out[j] = half / (1 + scale * x[j] * (scale * x[j]));
      break;
    }
    case SNN_FAST_SIGMOID:
      for (int64_t j = 0; j < w; j++) {
        T d = k * std::fabs(x[j]) + 1;
        out[j] = 1 / (d * d);
      }
      break;
    case SNN_SIGMOID:
      for (int64_t j = 0; j < w; j++) {
        T e = std::exp(-k * std::fabs(x[j]));
        out[j] = k * e / ((e + 1) * (e + 1));
      }
      break;
    case SNN_STRAIGHT_THROUGH:
      std::fill(out, out + w, T(1));
      break;
    case SNN_TRIANGULAR:
      for (int64_t j = 0; j < w; j++) out[j] = x[j] >= 0 ? -k : k;
      break;
    case SNN_ESCAPE:
      for (int64_t j = 0; j < w; j++) out[j] = k * std::exp(-b * std::fabs(x[j] - 1));
      break;
    case SNN_SFS:
      for (int64_t j = 0; j < w; j++) {
        T d = k * std::fabs(x[j]) + 1;
        out[j] = x[j] > b ? 1 / (d * d) : 0;
      }
      break;
    case SNN_SSO:
      for (int64_t j = 0; j < w; j++) out[j] = x[j] > 0 ? T(1) : (noise(a.seed, at + j, x[j]) - T(0.5) + k) * b;
      break;
    case SNN_LSO:
      for (int64_t j = 0; j < w; j++) out[j] = x[j] > 0 ? T(1) : k;
      break;
    case SNN_TABLE:
      std::memcpy(out, table, w * sizeof(T));
      break;
    default:  // SNN_STEP_SLOPE
      for (int64_t j = 0; j < w; j++) out[j] = x[j] > 0 ? T(1) : T(0);
  }
}
#endif

// Loops over the neurons of one layer: plain arithmetic in snnTorch's order of operations, so that spikes and membranes have its bits.
// A block of neurons goes through all time steps while its state is in cache; no neuron depends on another one, but for inhibition
// within a row. Backward, a block's membranes are computed again instead of having been saved.
#ifndef SNN_LOOPS_H
#define SNN_LOOPS_H
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>
#ifdef __x86_64__
#include <immintrin.h>
#endif
#include "grad.h"

#define SNN_INLINE static inline __attribute__((always_inline))

// A value for each neuron: one for all, or one for each of `size` features.
template <class T> struct Param {
  const T *data = nullptr;
  int64_t size = 1;
};

// A layer's memory. Series are [T][n]; a stride of 0 repeats one step. What is null is not wanted, or zero.
template <class T> struct Layer {
  snn_neuron a;
  int64_t n, row;                 // neurons (batch x features), and those of one row
  int64_t stride;                 // of current and feedback from one step to the next
  bool beyond_cache;              // the series are larger than a cache
  const T *current, *feedback, *membrane0, *synaptic0, *inhibitory0, *slopes;
  Param<T> alpha, beta, tau, threshold, graded;
  T *spikes, *membranes, *membrane, *synaptic, *inhibitory;                     // forward
  const T *g_spikes, *g_membranes, *g_membrane, *g_synaptic, *g_inhibitory;     // backward: of the outputs
  T *g_current, *g_feedback, *g_membrane0, *g_synaptic0, *g_inhibitory0;        // and of the inputs
  double *g_alpha, *g_beta, *g_tau, *g_threshold, *g_graded;                    // [n]: summed over time, in its order
};

// n zeros that begin where a line of cache does: to read 16 values out of two lines takes twice as long.
template <class T> class Lines {
  std::vector<T> memory;

public:
  explicit Lines(int64_t n) : memory(n + 64 / sizeof(T)) {}
  T *data() { return reinterpret_cast<T *>((reinterpret_cast<uintptr_t>(memory.data()) + 63) / 64 * 64); }
};

// What a block of w neurons needs at hand.
template <class T> struct Block {
  int64_t at, w;
  Lines<T> memory;
  T *alpha, *beta, *tau, *threshold, *graded;   // parameters, one for each neuron
  T *u, *s, *i;                                 // state: membrane, synaptic (Alpha: excitatory) and inhibitory current
  T *r, *x, *h, *base, *before;                 // of this step: reset, U - threshold, spike before grading; before reset; i of the last step
  Block(int64_t width) : memory(13 * width) {
    T **at[] = {&alpha, &beta, &tau, &threshold, &graded, &u, &s, &i, &r, &x, &h, &base, &before};
    for (int k = 0; k < 13; k++) *at[k] = memory.data() + k * width;
  }
};

template <class T> SNN_INLINE void fill(T *out, const Param<T> &p, int64_t at, int64_t w, T otherwise) {
  for (int64_t j = 0; j < w; j++) out[j] = !p.data ? otherwise : p.size == 1 ? p.data[0] : p.data[(at + j) % p.size];
}

template <class T> SNN_INLINE void load(T *out, const T *from, int64_t w) {
  if (from) std::memcpy(out, from, w * sizeof(T));
  else std::fill(out, out + w, T(0));
}

// Asks for memory that is read next: the rows of a series are too far from each other for the processor to guess.
template <class T> SNN_INLINE void fetch(const T *p, int64_t w) {
  for (int64_t j = 0; j < w; j += 64 / int64_t(sizeof(T))) __builtin_prefetch(p + j);
}

// Writes a row of an output. A series that no cache holds goes past it, which spares the reading of what is overwritten.
template <class T> SNN_INLINE void put(const Layer<T> &l, T *out, const T *from, int64_t w) {
#ifdef __x86_64__
  if (l.beyond_cache && (reinterpret_cast<uintptr_t>(out) | w * sizeof(T)) % 16 == 0) {
    for (int64_t j = 0; j < w; j += 16 / int64_t(sizeof(T)))
      _mm_stream_si128(reinterpret_cast<__m128i *>(out + j), _mm_loadu_si128(reinterpret_cast<const __m128i *>(from + j)));
    return;
  }
#endif
  std::memcpy(out, from, w * sizeof(T));
}

template <class T> SNN_INLINE void begin(const Layer<T> &l, Block<T> &k, int64_t at, int64_t w) {
  k.at = at, k.w = w;
  fill(k.alpha, l.alpha, at, w, T(0)), fill(k.beta, l.beta, at, w, T(0)), fill(k.tau, l.tau, at, w, T(0));
  fill(k.threshold, l.threshold, at, w, T(0)), fill(k.graded, l.graded, at, w, T(1));
  load(k.u, l.membrane0 ? l.membrane0 + at : nullptr, w);
  load(k.s, l.synaptic0 ? l.synaptic0 + at : nullptr, w);
  load(k.i, l.inhibitory0 ? l.inhibitory0 + at : nullptr, w);
}

// Whether the layer is the commonest: leaky neurons that do not act on each other or, within a step, on themselves.
template <class T> SNN_INLINE bool plain(const Layer<T> &l) {
  const bool graded = l.graded.data && (l.graded.size > 1 || l.graded.data[0] != 1);
  return l.a.model == SNN_LEAKY && l.a.reset != SNN_ZERO && !l.a.at_once && !l.a.inhibition && !l.feedback && !graded;
}

// One time step of a plain layer, from membranes `before` to those after it, in one pass: the arithmetic of advance, with its bits.
template <int RESET, class T> SNN_INLINE void leap(const Block<T> &k, const T *__restrict c, const T *before, T *u) {
  const T *__restrict beta = k.beta, *__restrict threshold = k.threshold;
  for (int64_t j = 0; j < k.w; j++) {
    const T r = before[j] - threshold[j] > 0 ? T(1) : T(0);
    const T base = beta[j] * (RESET == SNN_ZERO_BEFORE ? (1 - r) * before[j] : before[j]) + c[j];
    u[j] = RESET == SNN_SUBTRACT ? base - r * threshold[j] : base;
  }
}

template <class T> SNN_INLINE void plain_step(const Layer<T> &l, const Block<T> &k, int64_t t, const T *before, T *u) {
  const T *c = l.current + t * l.stride + k.at;
  if (l.stride && t + 1 < l.a.steps) fetch(c + l.stride, k.w);
  switch (l.a.reset) {
    case SNN_SUBTRACT: leap<SNN_SUBTRACT>(k, c, before, u); break;
    case SNN_ZERO_BEFORE: leap<SNN_ZERO_BEFORE>(k, c, before, u); break;
    default: leap<SNN_NO_RESET>(k, c, before, u);
  }
}

// One time step up to the spikes, which are k.h; k.u is then the membrane that fired.
template <class T> SNN_INLINE void advance(const Layer<T> &l, Block<T> &k, int64_t t) {
  const int64_t w = k.w;
  const T *__restrict c = l.current + t * l.stride + k.at;
  const T *__restrict v = l.feedback ? l.feedback + t * l.stride + k.at : nullptr;
  T *__restrict u = k.u, *__restrict s = k.s, *__restrict i = k.i, *__restrict r = k.r, *__restrict base = k.base, *__restrict x = k.x;
  const T *__restrict alpha = k.alpha, *__restrict beta = k.beta, *__restrict tau = k.tau, *__restrict threshold = k.threshold;
  for (int64_t j = 0; j < w; j++) r[j] = u[j] - threshold[j] > 0 ? T(1) : T(0);
  switch (l.a.model) {
    case SNN_LEAKY:
      if (l.a.reset == SNN_ZERO_BEFORE)
        for (int64_t j = 0; j < w; j++) u[j] = (1 - r[j]) * u[j];
      for (int64_t j = 0; j < w; j++) base[j] = beta[j] * u[j] + c[j];
      if (v)
        for (int64_t j = 0; j < w; j++) base[j] += v[j];
      break;
    case SNN_SYNAPTIC:
      for (int64_t j = 0; j < w; j++) s[j] = alpha[j] * s[j] + c[j];
      if (v)
        for (int64_t j = 0; j < w; j++) s[j] += v[j];
      for (int64_t j = 0; j < w; j++) base[j] = beta[j] * u[j] + s[j];
      break;
    case SNN_ALPHA: {
      T *__restrict before = k.before;
      for (int64_t j = 0; j < w; j++) {
        before[j] = i[j];
        s[j] = alpha[j] * s[j] + c[j];
        i[j] = beta[j] * i[j] - c[j];
        base[j] = tau[j] * (s[j] + i[j]);
      }
    }
  }
  switch (l.a.reset) {
    case SNN_SUBTRACT:
      if (l.a.model == SNN_ALPHA)
        for (int64_t j = 0; j < w; j++) {
          s[j] -= threshold[j] * r[j];
          i[j] -= i[j] * r[j];
          u[j] = base[j] - -k.before[j] * r[j];
        }
      else
        for (int64_t j = 0; j < w; j++) u[j] = base[j] - r[j] * threshold[j];
      break;
    case SNN_ZERO:
      if (l.a.model == SNN_ALPHA)
        for (int64_t j = 0; j < w; j++) s[j] -= s[j] * r[j], i[j] -= i[j] * r[j];
      for (int64_t j = 0; j < w; j++) u[j] = base[j] - r[j] * base[j];
      break;
    default:
      for (int64_t j = 0; j < w; j++) u[j] = base[j];
  }
  for (int64_t j = 0; j < w; j++) x[j] = u[j] - threshold[j];
  for (int64_t j = 0; j < w; j++) k.h[j] = x[j] > 0 ? T(1) : T(0);
  if (l.a.inhibition) {  // the block is a row
    int64_t top = std::max_element(x, x + w) - x;
    for (int64_t j = 0; j < w; j++)
      if (j != top) k.h[j] = 0;
  }
}

// The reset of a spike in its own step, unless the reset of the last step was for the same crossing of the threshold.
template <class T> SNN_INLINE void reset_at_once(const Layer<T> &l, Block<T> &k) {
  T *__restrict u = k.u;
  const T *__restrict h = k.h, *__restrict r = k.r, *__restrict threshold = k.threshold;
  if (l.a.reset == SNN_SUBTRACT)
    for (int64_t j = 0; j < k.w; j++) u[j] = u[j] - (h[j] - r[j]) * threshold[j];
  else if (l.a.reset != SNN_NO_RESET)
    for (int64_t j = 0; j < k.w; j++) u[j] = u[j] - (h[j] - r[j]) * u[j];
}

template <class T> SNN_INLINE void forward(const Layer<T> &l, Block<T> &k, int64_t at, int64_t w) {
  begin(l, k, at, w);
  for (int64_t t = 0; t < l.a.steps; t++) {
    T *__restrict spikes = l.spikes + t * l.n + at;
    if (__builtin_expect(plain(l), 1)) {
      T *__restrict h = l.beyond_cache ? k.h : spikes, *__restrict x = k.x;
      plain_step(l, k, t, k.u, k.u);
      for (int64_t j = 0; j < w; j++) x[j] = k.u[j] - k.threshold[j];
      for (int64_t j = 0; j < w; j++) h[j] = x[j] > 0 ? T(1) : T(0);
      if (l.beyond_cache) put(l, spikes, k.h, w);
    } else {
      advance(l, k, t);
      for (int64_t j = 0; j < w; j++) spikes[j] = k.h[j] * k.graded[j];
    }
    if (l.a.at_once) reset_at_once(l, k);
    if (l.membranes) put(l, l.membranes + t * l.n + at, l.a.membrane == SNN_POTENTIALS ? k.x : k.u, w);
  }
  if (l.membrane) std::memcpy(l.membrane + at, k.u, w * sizeof(T));
  if (l.synaptic) std::memcpy(l.synaptic + at, k.s, w * sizeof(T));
  if (l.inhibitory) std::memcpy(l.inhibitory + at, k.i, w * sizeof(T));
#ifdef __x86_64__
  _mm_sfence();
#endif
}
#endif

// Backpropagation through time of a block of neurons. Its states are computed again from the current; each step of them is then
// repeated on the way back, which is cheaper than to store what it had made. Sums for parameters are in double.
#ifndef SNN_BACKWARD_H
#define SNN_BACKWARD_H
#include "slope.h"

// What the way back needs beside the block: gradients of the state, of the spike and of what the reset was applied to.
template <class T> struct Adjoint {
  int64_t states;                     // how many state variables the model has
  Lines<T> history, memory;
  T *u, *s, *i, *spike, *slope, *base, *current;
  Adjoint(const Layer<T> &l, int64_t width) : states(l.a.model == SNN_LEAKY ? 1 : l.a.model == SNN_SYNAPTIC ? 2 : 3),
      history((l.a.steps + 1) * states * width), memory(7 * width) {
    T **at[] = {&u, &s, &i, &spike, &slope, &base, &current};
    for (int k = 0; k < 7; k++) *at[k] = memory.data() + k * width;
  }
  // The k-th state variable before step t; of one that is plain also the membrane after the last step.
  T *before(int64_t t, int64_t k, int64_t w) { return history.data() + (t * states + k) * w; }
};

template <class T> SNN_INLINE void add(double *out, int64_t w, const T *__restrict x, const T *__restrict y, double sign) {
  if (out)
    for (int64_t j = 0; j < w; j++) out[j] += sign * double(x[j]) * double(y[j]);
}

template <class T> SNN_INLINE void plus(T *__restrict out, const T *__restrict x, int64_t w) {
  if (x)
    for (int64_t j = 0; j < w; j++) out[j] += x[j];
}

// Where a series' or a state's gradient of this block begins; null where there is none.
template <class P> SNN_INLINE P *from(P *p, int64_t offset) { return p ? p + offset : nullptr; }

// From the gradient of the state after a step, and of its spikes, to that of the membrane that fired.
template <class T> SNN_INLINE void through_spikes(const Layer<T> &l, Block<T> &k, Adjoint<T> &d, int64_t t) {
  const int64_t w = k.w, at = k.at;
  const T *__restrict g = from(l.g_spikes, t * l.n + at), *__restrict h = k.h, *__restrict r = k.r, *__restrict u = k.u, *__restrict graded = k.graded;
  T *__restrict spike = d.spike, *__restrict du = d.u;
  if (!g && !l.a.at_once) return;
  load(spike, g, w);
  if (g) add(from(l.g_graded, at), w, g, h, 1);
  for (int64_t j = 0; j < w; j++) spike[j] *= graded[j];
  if (l.a.at_once && l.a.reset == SNN_SUBTRACT)
    for (int64_t j = 0; j < w; j++) {
      if (l.g_threshold) l.g_threshold[at + j] -= double(du[j]) * double(h[j] - r[j]);
      spike[j] -= du[j] * k.threshold[j];
    }
  else if (l.a.at_once && l.a.reset != SNN_NO_RESET)
    for (int64_t j = 0; j < w; j++) {
      spike[j] -= du[j] * u[j];
      du[j] *= 1 - (h[j] - r[j]);
    }
  slopes(l.a, from(l.slopes, t * l.n + at), at, w, k.x, d.slope);
  if (l.a.inhibition) {
    int64_t top = std::max_element(k.x, k.x + w) - k.x;
    for (int64_t j = 0; j < w; j++)
      if (j != top) spike[j] = 0;
  }
  add(from(l.g_threshold, at), w, spike, d.slope, -1);
  for (int64_t j = 0; j < w; j++) du[j] += spike[j] * d.slope[j];
}

// From the gradient of the membrane that fired to that of the state before the step, and of the current.
template <class T> SNN_INLINE void through_state(const Layer<T> &l, Block<T> &k, Adjoint<T> &d, int64_t t) {
  const int64_t w = k.w, at = k.at;
  const T *__restrict r = k.r, *__restrict alpha = k.alpha, *__restrict beta = k.beta, *__restrict tau = k.tau;
  T *__restrict du = d.u, *__restrict ds = d.s, *__restrict di = d.i, *__restrict base = d.base, *__restrict current = d.current;
  const T *u0 = d.before(t, 0, w), *s0 = d.before(t, 1, w), *i0 = d.before(t, 2, w);
  double *g_threshold = from(l.g_threshold, at), *g_alpha = from(l.g_alpha, at), *g_beta = from(l.g_beta, at);
  for (int64_t j = 0; j < w; j++) base[j] = l.a.reset == SNN_ZERO ? du[j] * (1 - r[j]) : du[j];
  switch (l.a.model) {
    case SNN_LEAKY:
      if (l.a.reset == SNN_SUBTRACT) add(g_threshold, w, du, r, -1);
      std::memcpy(current, base, w * sizeof(T));
      for (int64_t j = 0; j < w; j++) {
        T open = l.a.reset == SNN_ZERO_BEFORE ? 1 - r[j] : T(1);
        if (g_beta) g_beta[j] += double(base[j]) * double(open * u0[j]);
        du[j] = beta[j] * base[j] * open;
      }
      break;
    case SNN_SYNAPTIC:
      if (l.a.reset == SNN_SUBTRACT) add(g_threshold, w, du, r, -1);
      add(g_beta, w, base, u0, 1);
      for (int64_t j = 0; j < w; j++) current[j] = ds[j] + base[j];
      add(g_alpha, w, current, s0, 1);
      for (int64_t j = 0; j < w; j++) du[j] = beta[j] * base[j], ds[j] = alpha[j] * current[j];
      break;
    case SNN_ALPHA: {
      if (l.a.reset == SNN_SUBTRACT) add(g_threshold, w, ds, r, -1);
      double *g_tau = from(l.g_tau, at);
      const T *__restrict c = l.current + t * l.stride + at;
      for (int64_t j = 0; j < w; j++) {
        T open = l.a.reset == SNN_ZERO ? 1 - r[j] : T(1), open_i = l.a.reset == SNN_NO_RESET ? T(1) : 1 - r[j];
        T de = ds[j] * open + tau[j] * base[j], dn = di[j] * open_i + tau[j] * base[j];
        if (g_tau) g_tau[j] += double(base[j]) * double((alpha[j] * s0[j] + c[j]) + (beta[j] * i0[j] - c[j]));
        if (g_alpha) g_alpha[j] += double(de) * double(s0[j]);
        if (g_beta) g_beta[j] += double(dn) * double(i0[j]);
        current[j] = de - dn;
        ds[j] = alpha[j] * de;
        di[j] = beta[j] * dn + (l.a.reset == SNN_SUBTRACT ? du[j] * r[j] : T(0));
        du[j] = 0;  // the membrane has no memory of its own
      }
    }
  }
}

// A plain layer without learned parameters: what its membranes were is kept for a block, and nothing of a step is repeated. The arithmetic is
// that of through_spikes and through_state, with its bits.
template <class T> SNN_INLINE void plain_backward(const Layer<T> &l, Block<T> &k, Adjoint<T> &d) {
  const int64_t w = k.w, at = k.at;
  T *__restrict du = d.u, *__restrict slope = d.slope, *__restrict x = k.x;
  const T *__restrict beta = k.beta, *__restrict threshold = k.threshold;
  std::memcpy(d.before(0, 0, w), k.u, w * sizeof(T));
  for (int64_t t = 0; t < l.a.steps; t++) plain_step(l, k, t, d.before(t, 0, w), d.before(t + 1, 0, w));
  load(du, from(l.g_membrane, at), w);
  for (int64_t t = l.a.steps - 1; t >= 0; t--) {
    const T *__restrict before = d.before(t, 0, w), *__restrict u = d.before(t + 1, 0, w);
    const T *__restrict g = from(l.g_spikes, t * l.n + at), *__restrict gm = from(l.g_membranes, t * l.n + at);
    if (g && t > 0) fetch(g - l.n, w);
    if (gm && t > 0) fetch(gm - l.n, w);
    plus(du, gm, w);
    if (g) {
      for (int64_t j = 0; j < w; j++) x[j] = u[j] - threshold[j];
      slopes(l.a, from(l.slopes, t * l.n + at), at, w, x, slope);
      for (int64_t j = 0; j < w; j++) du[j] += g[j] * slope[j];
    }
    if (l.g_current && l.stride) put(l, l.g_current + t * l.stride + at, du, w);
    else if (l.g_current) plus(l.g_current + at, du, w);
    if (l.a.reset == SNN_ZERO_BEFORE)
      for (int64_t j = 0; j < w; j++) du[j] = beta[j] * du[j] * (before[j] - threshold[j] > 0 ? T(0) : T(1));
    else
      for (int64_t j = 0; j < w; j++) du[j] = beta[j] * du[j];
  }
  if (l.g_membrane0) std::memcpy(l.g_membrane0 + at, du, w * sizeof(T));
#ifdef __x86_64__
  _mm_sfence();
#endif
}

template <class T> SNN_INLINE void backward(const Layer<T> &l, Block<T> &k, Adjoint<T> &d, int64_t at, int64_t w) {
  begin(l, k, at, w);
  const bool fixed = !l.g_threshold && !l.g_beta && !l.g_graded;
  if (__builtin_expect(plain(l) && fixed, 1)) return plain_backward(l, k, d);  // gcc takes it for unlikely, and does not vectorize it
  T *state[] = {k.u, k.s, k.i}, *gradient[] = {d.u, d.s, d.i};
  const T *given[] = {l.g_membrane, l.g_synaptic, l.g_inhibitory};
  for (int64_t t = 0; t < l.a.steps; t++) {
    for (int64_t v = 0; v < d.states; v++) std::memcpy(d.before(t, v, w), state[v], w * sizeof(T));
    advance(l, k, t);
    if (l.a.at_once) reset_at_once(l, k);
  }
  for (int v = 0; v < 3; v++) load(gradient[v], from(given[v], at), w);
  for (int64_t t = l.a.steps - 1; t >= 0; t--) {
    for (int64_t v = 0; v < d.states; v++) std::memcpy(state[v], d.before(t, v, w), w * sizeof(T));
    advance(l, k, t);
    plus(d.u, from(l.g_membranes, t * l.n + at), w);
    through_spikes(l, k, d, t);
    through_state(l, k, d, t);
    for (T *out : {l.g_current, l.g_feedback})
      if (out && l.stride) std::memcpy(out + t * l.stride + at, d.current, w * sizeof(T));
      else if (out) plus(out + at, d.current, w);
  }
  T *out[] = {l.g_membrane0, l.g_synaptic0, l.g_inhibitory0};
  for (int v = 0; v < 3; v++)
    if (out[v]) std::memcpy(out[v] + at, gradient[v], w * sizeof(T));
}
#endif

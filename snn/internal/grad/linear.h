// The loops of a linear layer whose input is mostly zeros, as spikes are. What is not zero adds a row of weights, so that a sum has as many terms as there are
// such values, or fewer (see terms); the order of terms is that of inputs, and of rows in gradients, whatever the number of threads.
#ifndef SNN_EVENT_LINEAR_H
#define SNN_EVENT_LINEAR_H
#include <cstdint>
#include <cstring>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))
typedef float vec __attribute__((vector_size(64), aligned(4), may_alias));  // 16 values, of any alignment
enum { LANES = 16, WIDE = 8, VECTORS = 3, BLOCK = LANES * VECTORS };   // what one sample adds of BLOCK columns is in the first cache

// The terms of a row's sum: the places at which x is not zero, in order, and what stands there. In a row of spikes, whose values are all 1, two neighbours 2p
// and 2p + 1 that are both 1 are one term, at place n + p: neighbouring pixels often fire together. It is for each row alone to say, so that what a row gives
// does not depend on the others. spikes stays true if all values are 1.
INLINE void terms(const float *x, int64_t n, bool by_pairs, int32_t *at, float *value, int64_t &found, bool &spikes, bool &pairs) {
  int64_t k = 0;
  int other = 0;
  for (int64_t i = 0; i < n; i++) {
    at[k] = (int32_t)i;
    value[k] = x[i];
    k += x[i] != 0;
  }
  for (int64_t i = 0; i < k; i++) other |= value[i] != 1;
  found = k;
  spikes = spikes && !other;
  if (!by_pairs || other) return;
  found = 0;
  for (int64_t i = 0; i < k; i++) {
    const bool pair = i + 1 < k && at[i] % 2 == 0 && at[i + 1] == at[i] + 1;
    at[found++] = pair ? int32_t(n + at[i] / 2) : at[i];
    i += pair;
    pairs = pairs || pair;
  }
  for (int64_t i = 0; i < found; i++) value[i] = 1;
}

#if defined(__x86_64__) && defined(__GNUC__)
// The same where the processor can push the values together that a mask names. It writes up to 15 values more.
__attribute__((target("avx512f"))) static void terms_pushed(const float *x, int64_t n, bool by_pairs, int32_t *at, float *value, int64_t &found, bool &spikes,
                                                            bool &pairs) {
  const __m512 zero = _mm512_setzero_ps(), one = _mm512_set1_ps(1);
  __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  __m512i pair = _mm512_add_epi32(_mm512_set1_epi32(int(n)), _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));
  const unsigned even = by_pairs ? 0x5555 : 0;
  int64_t k = 0;
  unsigned other = 0, all = 0;
  for (int64_t i = 0; i < n; i += LANES) {
    const __mmask16 in = n - i < LANES ? __mmask16((1 << (n - i)) - 1) : __mmask16(-1);
    const __m512 v = _mm512_maskz_loadu_ps(in, x + i);
    const unsigned set = _mm512_cmp_ps_mask(v, zero, _CMP_NEQ_UQ), both = set & set >> 1 & even, first = set & ~(both << 1);
    _mm512_storeu_si512(at + k, _mm512_maskz_compress_epi32(__mmask16(first), _mm512_mask_mov_epi32(place, __mmask16(both), pair)));
    _mm512_storeu_ps(value + k, _mm512_maskz_compress_ps(__mmask16(first), v));
    other |= set & _mm512_cmp_ps_mask(v, one, _CMP_NEQ_UQ);
    all |= both;
    k += __builtin_popcount(first);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(LANES)), pair = _mm512_add_epi32(pair, _mm512_set1_epi32(LANES / 2));
  }
  if (all && other) return terms_pushed(x, n, false, at, value, found, spikes, pairs);
  found = k;
  spikes = spikes && !other;
  pairs = pairs || all;
}
#endif

// Places, in order, and what stands there: 1 at each if value is 0.
struct List {
  const int32_t *at;
  const float *value;
  int64_t n;

  List after(int64_t k) const { return {at + k, value ? value + k : nullptr, n - k}; }
};

// Lists one after another: list i is from[i] to from[i + 1] - 1.
struct Lists {
  const int64_t *from;
  const int32_t *at;
  const float *value;

  List operator[](int64_t i) const { return {at + from[i], value ? value + from[i] : nullptr, from[i + 1] - from[i]}; }
};

// Adds the rows of a table of V times 16 columns that a list names, times their values if there are any.
template <int V, bool ONES> INLINE void add_rows(const float *table, List of, vec *sum) {
  vec s[V];
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) s[k] = sum[k];
  for (int64_t j = 0; j < of.n; j++) {
    const vec *row = (const vec *)(table + int64_t(of.at[j]) * V * LANES);
    const float f = ONES ? 1 : of.value[j];
#pragma GCC unroll 8
    for (int k = 0; k < V; k++) s[k] += ONES ? row[k] : f * row[k];
  }
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) sum[k] = s[k];
}

// The same for two lists and sums. Two sums at a time, as far as both lists go, wait less for their additions than one after the other.
template <int V, bool ONES> INLINE void add_both(const float *table, List a, List b, vec *sum_a, vec *sum_b) {
  const int64_t n = a.n < b.n ? a.n : b.n;
  vec s[V], t[V];
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) s[k] = sum_a[k], t[k] = sum_b[k];
  for (int64_t j = 0; j < n; j++) {
    const vec *row = (const vec *)(table + int64_t(a.at[j]) * V * LANES), *other = (const vec *)(table + int64_t(b.at[j]) * V * LANES);
    const float f = ONES ? 1 : a.value[j], g = ONES ? 1 : b.value[j];
#pragma GCC unroll 8
    for (int k = 0; k < V; k++) s[k] += ONES ? row[k] : f * row[k];
#pragma GCC unroll 8
    for (int k = 0; k < V; k++) t[k] += ONES ? other[k] : g * other[k];
  }
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) sum_a[k] = s[k], sum_b[k] = t[k];
  add_rows<V, ONES>(table, a.after(n), sum_a);
  add_rows<V, ONES>(table, b.after(n), sum_b);
}

template <int V> INLINE void add(const float *table, List of, vec *sum) {
  if (of.value) add_rows<V, false>(table, of, sum);
  else add_rows<V, true>(table, of, sum);
}

template <int V> INLINE void add(const float *table, List a, List b, vec *sum_a, vec *sum_b) {
  if (a.value) add_both<V, false>(table, a, b, sum_a, sum_b);
  else add_both<V, true>(table, a, b, sum_a, sum_b);
}

// Columns lo to hi - 1 of y [columns x rows], strides apart, from x [rows x columns].
INLINE void transpose(const float *x, int64_t x_stride, float *y, int64_t y_stride, int64_t columns, int64_t lo, int64_t hi) {
  for (int64_t r = lo; r < hi; r += LANES)
    for (int64_t c = 0; c < columns; c += 4)
      for (int64_t k = r; k < r + LANES && k < hi; k += 4) {
#ifdef __x86_64__
        if (c + 4 <= columns && k + 4 <= hi) {
          const float *from = x + k * x_stride + c;
          __m128 p = _mm_loadu_ps(from), q = _mm_loadu_ps(from + x_stride), s = _mm_loadu_ps(from + 2 * x_stride), t = _mm_loadu_ps(from + 3 * x_stride);
          _MM_TRANSPOSE4_PS(p, q, s, t);
          float *to = y + c * y_stride + k;
          _mm_storeu_ps(to, p), _mm_storeu_ps(to + y_stride, q), _mm_storeu_ps(to + 2 * y_stride, s), _mm_storeu_ps(to + 3 * y_stride, t);
          continue;
        }
#endif
        for (int64_t i = c; i < c + 4 && i < columns; i++)
          for (int64_t j = k; j < k + 4 && j < hi; j++) y[i * y_stride + j] = x[j * x_stride + i];
      }
}

// The rows of pairs of a table [in + in/2 x wide], which follow those of inputs: the sum of both; and the other way, the gradients of pairs, which are those of
// both.
INLINE void add_pairs(float *table, int64_t in, int64_t wide) {
  for (int64_t p = 0; p < in / 2; p++)
    for (int64_t k = 0; k < wide; k++) table[(in + p) * wide + k] = table[2 * p * wide + k] + table[(2 * p + 1) * wide + k];
}

INLINE void share_pairs(float *table, int64_t in, int64_t wide) {
  for (int64_t p = 0; p < in / 2; p++)
    for (int64_t k = 0; k < wide; k++) {
      table[2 * p * wide + k] += table[(in + p) * wide + k];
      table[(2 * p + 1) * wide + k] += table[(in + p) * wide + k];
    }
}

// V times 16 columns of a row of y, of which the first `width` are y's.
template <int V> INLINE void put_row(float *y, const vec *sum, int64_t width) {
  if (width < V * LANES) memcpy(y, sum, width * sizeof(float));
  else memcpy(y, sum, V * sizeof(vec));
}

// linear_forward of a block of V vectors.
template <int V>
INLINE void linear_columns(const Lists &x, const float *weights, const float *bias, float *y, int64_t out, int64_t width, int64_t steps, int64_t samples,
                           int64_t lo, int64_t hi) {
  vec s[V], t[V];
  for (int64_t sample = lo; sample < hi; sample++) {
    int64_t r = sample;
    for (; r + samples < steps * samples; r += 2 * samples) {
      for (int k = 0; k < V; k++)   // the rows of y are too far from each other for the processor to guess
        __builtin_prefetch(y + r * out + k * LANES, 1), __builtin_prefetch(y + (r + samples) * out + k * LANES, 1);
      memcpy(s, bias, sizeof(s)), memcpy(t, bias, sizeof(t));
      add<V>(weights, x[r], x[r + samples], s, t);
      put_row<V>(y + r * out, s, width), put_row<V>(y + (r + samples) * out, t, width);
    }
    if (r >= steps * samples) continue;
    memcpy(s, bias, sizeof(s));
    add<V>(weights, x[r], s);
    put_row<V>(y + r * out, s, width);
  }
}

// A block of columns of y, [steps*samples x out], of the samples lo to hi - 1, and of one sample one row after another: what it adds at one step it often adds
// at the next. weights [in x wide] and bias [wide] are those of the block; its first `width` columns are y's.
INLINE void linear_forward(const Lists &x, const float *weights, const float *bias, int64_t wide, float *y, int64_t out, int64_t width, int64_t steps, int64_t samples,
                           int64_t lo, int64_t hi) {
  switch (wide / LANES) {
    case 1: linear_columns<1>(x, weights, bias, y, out, width, steps, samples, lo, hi); break;
    case 2: linear_columns<2>(x, weights, bias, y, out, width, steps, samples, lo, hi); break;
    default: linear_columns<3>(x, weights, bias, y, out, width, steps, samples, lo, hi);
  }
}

template <int V> INLINE void weights_columns(const Lists &of, const float *g, float *gw, int64_t inputs) {
  vec *sum = (vec *)gw;
  int64_t i = 0;
  for (; i + 1 < inputs; i += 2, sum += 2 * V) add<V>(g, of[i], of[i + 1], sum, sum + V);
  if (i < inputs) add<V>(g, of[i], sum);
}

// The gradient of weights of some inputs and of one block of columns, added to gw [inputs x wide]. g [rows x wide] are the columns of the output's gradient; list i
// of `of` has the rows at which input i is not zero.
INLINE void linear_weights(const Lists &of, const float *g, int64_t wide, float *gw, int64_t inputs) {
  switch (wide / LANES) {
    case 1: weights_columns<1>(of, g, gw, inputs); break;
    case 2: weights_columns<2>(of, g, gw, inputs); break;
    default: weights_columns<3>(of, g, gw, inputs);
  }
}
#endif

// The loops of a linear layer whose input is mostly zeros, as spikes are. What is not zero adds a row of weights, so that a sum has as many terms as there are
// such values; the order of terms is that of inputs, and of rows in gradients, whatever the number of threads.
#ifndef SNN_EVENT_LINEAR_H
#define SNN_EVENT_LINEAR_H
#include <cstdint>
#include <cstring>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))
typedef float vec __attribute__((vector_size(64), aligned(4), may_alias));  // 16 values, of any alignment
enum { LANES = 16, WIDE = 8, VECTORS = 3, BLOCK = LANES * VECTORS };   // BLOCK columns of the rows that one sample adds are in the first cache

// The places at which a row is not zero, in order, what stands there, and how many they are. spikes stays true if all are 1.
INLINE void not_zero(const float *x, int64_t n, int32_t *at, float *value, int64_t &found, bool &spikes) {
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
}

#if defined(__x86_64__) && defined(__GNUC__)
// The same where the processor can push the values together that a mask names. It writes up to 15 values more.
__attribute__((target("avx512f"))) static void not_zero_pushed(const float *x, int64_t n, int32_t *at, float *value, int64_t &found, bool &spikes) {
  const __m512 zero = _mm512_setzero_ps(), one = _mm512_set1_ps(1);
  __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  int64_t k = 0;
  __mmask16 other = 0;
  for (int64_t i = 0; i < n; i += LANES) {
    const __mmask16 in = n - i < LANES ? __mmask16((1 << (n - i)) - 1) : __mmask16(-1);
    const __m512 v = _mm512_maskz_loadu_ps(in, x + i);
    const __mmask16 set = _mm512_cmp_ps_mask(v, zero, _CMP_NEQ_UQ);
    _mm512_storeu_si512(at + k, _mm512_maskz_compress_epi32(set, place));
    _mm512_storeu_ps(value + k, _mm512_maskz_compress_ps(set, v));
    other |= set & _mm512_cmp_ps_mask(v, one, _CMP_NEQ_UQ);
    k += __builtin_popcount(set);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(LANES));
  }
  found = k;
  spikes = spikes && !other;
}
#endif

// Adds the rows of a table that a list names, times their values if there are any, of V times 16 columns.
template <int V, bool ONES> INLINE void add_rows(const float *table, int64_t stride, const int32_t *list, const float *value, int64_t n, vec *sum) {
  vec s[V];
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) s[k] = sum[k];
  for (int64_t j = 0; j < n; j++) {
    const vec *row = (const vec *)(table + list[j] * stride);
    if (ONES) {
#pragma GCC unroll 8
      for (int k = 0; k < V; k++) s[k] += row[k];
    } else {
      const float f = value[j];
#pragma GCC unroll 8
      for (int k = 0; k < V; k++) s[k] += f * row[k];
    }
  }
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) sum[k] = s[k];
}

template <int V> INLINE void add_either(const float *table, int64_t stride, const int32_t *list, const float *value, int64_t n, vec *sum) {
  if (value) add_rows<V, false>(table, stride, list, value, n, sum);
  else add_rows<V, true>(table, stride, list, value, n, sum);
}

// Lists of places and of what stands there, one after another: list i is from[i] to from[i + 1] - 1. value is 0 if all are 1.
struct Lists {
  const int64_t *from;
  const int32_t *at;
  const float *value;

  int64_t size(int64_t i) const { return from[i + 1] - from[i]; }
  const float *values(int64_t i) const { return value ? value + from[i] : nullptr; }
};

// Columns lo to hi - 1 of y [columns x rows], strides apart, from x [rows x columns].
INLINE void transpose(const float *x, int64_t x_stride, float *y, int64_t y_stride, int64_t columns, int64_t lo, int64_t hi) {
  for (int64_t r = lo; r < hi; r += LANES)
    for (int64_t c = 0; c < columns; c++)
      for (int64_t k = r; k < r + LANES && k < hi; k++) y[c * y_stride + k] = x[k * x_stride + c];
}

// V times 16 columns of y, [steps*samples x out], of the samples lo to hi - 1, and of one sample one row after another: what it adds at one step it often adds at
// the next. Of the last vector, `width` columns in all are y's.
template <int V>
INLINE void linear_columns(const Lists &x, const float *weights, const float *bias, int64_t stride, float *y, int64_t out, int64_t width, int64_t steps, int64_t samples,
                           int64_t lo, int64_t hi) {
  for (int64_t sample = lo; sample < hi; sample++)
    for (int64_t r = sample; r < steps * samples; r += samples) {
      vec sum[V];
      for (int k = 0; k < V; k++) sum[k] = ((const vec *)bias)[k];
      add_either<V>(weights, stride, x.at + x.from[r], x.values(r), x.size(r), sum);
      if (width < V * LANES) memcpy(y + r * out, sum, width * sizeof(float));
      else
        for (int k = 0; k < V; k++) ((vec *)(y + r * out))[k] = sum[k];
    }
}

// y from weights [in x stride], stride a multiple of 16 and zeros after out, and biases [stride].
INLINE void linear_forward(const Lists &x, const float *weights, const float *bias, int64_t stride, int64_t out, float *y, int64_t steps, int64_t samples, int64_t lo,
                           int64_t hi) {
  for (int64_t column = 0; column < out; column += BLOCK) {
    const int64_t width = out - column < BLOCK ? out - column : BLOCK;
    switch ((width + LANES - 1) / LANES) {
      case 1: linear_columns<1>(x, weights + column, bias + column, stride, y + column, out, width, steps, samples, lo, hi); break;
      case 2: linear_columns<2>(x, weights + column, bias + column, stride, y + column, out, width, steps, samples, lo, hi); break;
      default: linear_columns<3>(x, weights + column, bias + column, stride, y + column, out, width, steps, samples, lo, hi);
    }
  }
}

template <int V> INLINE void weights_columns(const Lists &of, const float *g, float *gw, int64_t stride, int64_t lo, int64_t hi) {
  for (int64_t i = lo; i < hi; i++) {
    const int64_t n = of.size(i);
    if (n) add_either<V>(g, V * LANES, of.at + of.from[i], of.values(i), n, (vec *)(gw + i * stride));
  }
}

// The gradient of weights of the inputs lo to hi - 1 and of one block of columns, added to gw [in x stride] from its column on. g [rows x vectors·16] are the
// columns of the output's gradient of `rows` rows; list i of `of` has those at which input i is not zero.
INLINE void linear_weights(const Lists &of, const float *g, int64_t vectors, float *gw, int64_t stride, int64_t lo, int64_t hi) {
  switch (vectors) {
    case 1: weights_columns<1>(of, g, gw, stride, lo, hi); break;
    case 2: weights_columns<2>(of, g, gw, stride, lo, hi); break;
    default: weights_columns<3>(of, g, gw, stride, lo, hi);
  }
}

// Rows lo to hi - 1 of the input's gradient [rows x in] = g [rows x out] · w [out x in], for few outputs.
INLINE void linear_inputs(const float *g, const float *w, int64_t in, int64_t out, float *gx, int64_t lo, int64_t hi) {
  for (int64_t column = 0; column < in; column += LANES * WIDE) {
    const int64_t width = in - column < LANES * WIDE ? in - column : LANES * WIDE;
    for (int64_t r = lo; r < hi; r++) {
      if (width == LANES * WIDE) {
        vec s[WIDE] = {};
        for (int64_t o = 0; o < out; o++) {
          const float f = g[r * out + o];
          const vec *row = (const vec *)(w + o * in + column);
#pragma GCC unroll 8
          for (int k = 0; k < WIDE; k++) s[k] += f * row[k];
        }
        memcpy(gx + r * in + column, s, sizeof(s));
      } else {
        float s[LANES * WIDE] = {};
        for (int64_t o = 0; o < out; o++)
          for (int64_t k = 0; k < width; k++) s[k] += g[r * out + o] * w[o * in + column + k];
        memcpy(gx + r * in + column, s, width * sizeof(float));
      }
    }
  }
}
#endif

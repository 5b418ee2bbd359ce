// The loops of a linear layer whose input is mostly zeros, as spikes are. What is not zero adds a row of weights, so that a sum has as many terms as there are
// such values; the order of terms is that of inputs, and of rows in gradients, whatever the number of threads.
#ifndef SNN_EVENT_LINEAR_H
#define SNN_EVENT_LINEAR_H
#include <cstdint>
#include <cstring>

#define INLINE static inline __attribute__((always_inline))
typedef float vec __attribute__((vector_size(64), aligned(4), may_alias));  // 16 values, of any alignment
enum { LANES = 16, WIDE = 8, BLOCK = LANES * WIDE };

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

INLINE void add(const float *table, int64_t stride, const int32_t *list, const float *value, int64_t n, vec *sum, int64_t vectors) {
  switch (vectors) {
    case 1: add_either<1>(table, stride, list, value, n, sum); break;
    case 2: add_either<2>(table, stride, list, value, n, sum); break;
    case 3: add_either<3>(table, stride, list, value, n, sum); break;
    case 4: add_either<4>(table, stride, list, value, n, sum); break;
    case 5: add_either<5>(table, stride, list, value, n, sum); break;
    case 6: add_either<6>(table, stride, list, value, n, sum); break;
    case 7: add_either<7>(table, stride, list, value, n, sum); break;
    default: add_either<8>(table, stride, list, value, n, sum); break;
  }
}

// Lists of places and of what stands there, one after another: list i is from[i] to from[i + 1] - 1. value is 0 if all are 1.
struct Lists {
  const int64_t *from;
  const int32_t *at;
  const float *value;

  int64_t size(int64_t i) const { return from[i + 1] - from[i]; }
  const float *values(int64_t i) const { return value ? value + from[i] : nullptr; }
};

// Rows lo to hi - 1 of y, [rows x out], from weights [in x stride], stride a multiple of 16 and zeros after out, and biases [stride].
INLINE void linear_forward(const Lists &x, const float *weights, const float *bias, int64_t stride, int64_t out, float *y, int64_t lo, int64_t hi) {
  for (int64_t column = 0; column < out; column += BLOCK) {
    const int64_t width = out - column < BLOCK ? out - column : BLOCK, vectors = (width + LANES - 1) / LANES;
    for (int64_t r = lo; r < hi; r++) {
      vec sum[WIDE];
      memcpy(sum, bias + column, vectors * sizeof(vec));
      add(weights + column, stride, x.at + x.from[r], x.values(r), x.size(r), sum, vectors);
      memcpy(y + r * out + column, sum, width * sizeof(float));
    }
  }
}

// The gradient of weights of the inputs lo to hi - 1 and of one block of columns, added to gw [in x stride] from its column on. g [rows x vectors·16] are the
// columns of the output's gradient of `rows` rows; list i of `of` has those at which input i is not zero.
INLINE void linear_weights(const Lists &of, const float *g, int64_t vectors, float *gw, int64_t stride, int64_t lo, int64_t hi) {
  for (int64_t i = lo; i < hi; i++) {
    const int64_t n = of.size(i);
    if (n == 0) continue;
    vec sum[WIDE];
    memcpy(sum, gw + i * stride, vectors * sizeof(vec));
    add(g, vectors * LANES, of.at + of.from[i], of.values(i), n, sum, vectors);
    memcpy(gw + i * stride, sum, vectors * sizeof(vec));
  }
}

// Rows lo to hi - 1 of the input's gradient [rows x in] = g [rows x out] · w [out x in], for few outputs.
INLINE void linear_inputs(const float *g, const float *w, int64_t in, int64_t out, float *gx, int64_t lo, int64_t hi) {
  for (int64_t column = 0; column < in; column += BLOCK) {
    const int64_t width = in - column < BLOCK ? in - column : BLOCK;
    for (int64_t r = lo; r < hi; r++) {
      if (width == BLOCK) {
        vec s[WIDE] = {};
        for (int64_t o = 0; o < out; o++) {
          const float f = g[r * out + o];
          const vec *row = (const vec *)(w + o * in + column);
#pragma GCC unroll 8
          for (int k = 0; k < WIDE; k++) s[k] += f * row[k];
        }
        memcpy(gx + r * in + column, s, sizeof(s));
      } else {
        float s[BLOCK] = {};
        for (int64_t o = 0; o < out; o++)
          for (int64_t k = 0; k < width; k++) s[k] += g[r * out + o] * w[o * in + column + k];
        memcpy(gx + r * in + column, s, width * sizeof(float));
      }
    }
  }
}
#endif

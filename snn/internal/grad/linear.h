// The loops of a linear layer that spikes drive. A spike adds a row of weights, so that a sum has as many terms as there are spikes; the order of terms is that of
// inputs, and of rows in gradients, whatever the number of threads.
#ifndef SNN_EVENT_LINEAR_H
#define SNN_EVENT_LINEAR_H
#include <cstdint>
#include <cstring>

#define INLINE static inline __attribute__((always_inline))
typedef float vec __attribute__((vector_size(64), aligned(4), may_alias));  // 16 values, of any alignment
enum { LANES = 16, WIDE = 8, BLOCK = LANES * WIDE };

// The inputs at which a row spikes, in order, and how many, or -1 if a value is neither 0 nor 1.
INLINE void spikes_of(const float *x, int64_t n, int32_t *at, int64_t &found) {
  int other = 0;
  for (int64_t i = 0; i < n; i++) other |= (x[i] != 0) & (x[i] != 1);
  found = other ? -1 : 0;
  if (other) return;
  for (int64_t i = 0; i < n; i++) {
    at[found] = (int32_t)i;
    found += x[i] != 0;
  }
}

// The sum of the rows of a table that a list names, of V times 16 columns.
template <int V> INLINE void add_rows(const float *table, int64_t stride, const int32_t *list, int64_t n, vec *sum) {
  vec s[V];
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) s[k] = sum[k];
  for (int64_t j = 0; j < n; j++) {
    const vec *row = (const vec *)(table + list[j] * stride);
#pragma GCC unroll 8
    for (int k = 0; k < V; k++) s[k] += row[k];
  }
#pragma GCC unroll 8
  for (int k = 0; k < V; k++) sum[k] = s[k];
}

INLINE void add(const float *table, int64_t stride, const int32_t *list, int64_t n, vec *sum, int64_t vectors) {
  switch (vectors) {
    case 1: add_rows<1>(table, stride, list, n, sum); break;
    case 2: add_rows<2>(table, stride, list, n, sum); break;
    case 3: add_rows<3>(table, stride, list, n, sum); break;
    case 4: add_rows<4>(table, stride, list, n, sum); break;
    case 5: add_rows<5>(table, stride, list, n, sum); break;
    case 6: add_rows<6>(table, stride, list, n, sum); break;
    case 7: add_rows<7>(table, stride, list, n, sum); break;
    default: add_rows<8>(table, stride, list, n, sum); break;
  }
}

// Lists of numbers, one after another: list i is at[from[i]] to at[from[i + 1] - 1].
struct Lists {
  const int64_t *from;
  const int32_t *at;
};

// Rows lo to hi - 1 of y, [rows x out], from weights [in x stride], stride a multiple of 16 and zeros after out, and biases [stride].
INLINE void linear_forward(const Lists &x, const float *weights, const float *bias, int64_t stride, int64_t out, float *y, int64_t lo, int64_t hi) {
  for (int64_t column = 0; column < out; column += BLOCK) {
    const int64_t width = out - column < BLOCK ? out - column : BLOCK, vectors = (width + LANES - 1) / LANES;
    for (int64_t r = lo; r < hi; r++) {
      vec sum[WIDE];
      memcpy(sum, bias + column, vectors * sizeof(vec));
      add(weights + column, stride, x.at + x.from[r], x.from[r + 1] - x.from[r], sum, vectors);
      memcpy(y + r * out + column, sum, width * sizeof(float));
    }
  }
}

// The gradient of weights of the inputs lo to hi - 1 and of one block of columns, added to gw [in x stride] from its column on. g [rows x vectors·16] are the
// columns of the output's gradient of `rows` rows; of[i] lists those at which input i spikes.
INLINE void linear_weights(const Lists &of, const float *g, int64_t vectors, float *gw, int64_t stride, int64_t lo, int64_t hi) {
  for (int64_t i = lo; i < hi; i++) {
    const int64_t n = of.from[i + 1] - of.from[i];
    if (n == 0) continue;
    vec sum[WIDE];
    memcpy(sum, gw + i * stride, vectors * sizeof(vec));
    add(g, vectors * LANES, of.at + of.from[i], n, sum, vectors);
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

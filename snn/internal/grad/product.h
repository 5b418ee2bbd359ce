// The loops of matrix products. An element is the sum of its terms one after another, each rounded, on every processor and with any number of threads: the
// products of libtorch's libraries are sums in an order of the processor's, some with fused multiply-adds.
#ifndef SNN_PRODUCT_H
#define SNN_PRODUCT_H
#include <algorithm>
#include "linear.h"

typedef float vec4 __attribute__((vector_size(16)));
typedef float vec8 __attribute__((vector_size(32)));
typedef float vec16 __attribute__((vector_size(64)));

// A vector at any address.
template <class Vec> struct __attribute__((packed, may_alias)) Loose { Vec x; };

enum { PANEL = 64, DEPTH = 512 };   // columns and terms that go through the caches together

// c [m x n] += a [m x k] · b [k x n]. Rows of a, b and c are so far apart; across: b is stored as [n x k].
struct Product {
  int64_t m, n, k;
  const float *a;
  int64_t a_row;
  const float *b;
  int64_t b_row;
  bool across;
  float *c;
  int64_t c_row;
};

// R rows of c, V vectors wide, from as many rows of a and a panel of b [k x V vectors].
template <class Vec, int R, int V> INLINE void tile(const float *a, int64_t a_row, const float *b, int64_t k, float *c, int64_t c_row) {
  Vec s[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 8
    for (int v = 0; v < V; v++) s[r][v] = ((const Loose<Vec> *)(c + r * c_row))[v].x;
  for (int64_t p = 0; p < k; p++) {
    const Loose<Vec> *row = (const Loose<Vec> *)b + p * V;
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
      const float f = a[r * a_row + p];
#pragma GCC unroll 8
      for (int v = 0; v < V; v++) s[r][v] += f * row[v].x;
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 8
    for (int v = 0; v < V; v++) ((Loose<Vec> *)(c + r * c_row))[v].x = s[r][v];
}

// tile of up to V vectors.
template <class Vec, int R, int V>
INLINE void tile_of(int64_t width, const float *a, int64_t a_row, const float *b, int64_t k, float *c, int64_t c_row) {
  const int64_t wide = V * sizeof(Vec) / sizeof(float);
  if (width == wide) return tile<Vec, R, V>(a, a_row, b, k, c, c_row);
  float whole[R * wide] = {};
  for (int r = 0; r < R; r++) memcpy(whole + r * wide, c + r * c_row, width * sizeof(float));
  tile<Vec, R, V>(a, a_row, b, k, whole, wide);
  for (int r = 0; r < R; r++) memcpy(c + r * c_row, whole + r * wide, width * sizeof(float));
}

// Rows lo to hi - 1 of `width` columns, up to V vectors. panel is DEPTH x V vectors.
template <class Vec, int R, int V> INLINE void product_columns(const Product &p, int64_t column, int64_t width, int64_t lo, int64_t hi, float *panel) {
  const int64_t wide = V * sizeof(Vec) / sizeof(float);
  if (width < wide) std::fill_n(panel, DEPTH * wide, 0);
  for (int64_t from = 0; from < p.k; from += DEPTH) {
    const int64_t depth = std::min<int64_t>(DEPTH, p.k - from);
    if (p.across) transpose(p.b + column * p.b_row + from, p.b_row, panel, wide, depth, 0, width);
    else
      for (int64_t i = 0; i < depth; i++) memcpy(panel + i * wide, p.b + (from + i) * p.b_row + column, width * sizeof(float));
    int64_t r = lo;
    for (; r + R <= hi; r += R) tile_of<Vec, R, V>(width, p.a + r * p.a_row + from, p.a_row, panel, depth, p.c + r * p.c_row + column, p.c_row);
    for (; r < hi; r++) tile_of<Vec, 1, V>(width, p.a + r * p.a_row + from, p.a_row, panel, depth, p.c + r * p.c_row + column, p.c_row);
  }
}

// The same of up to PANEL columns from a column on. panel is DEPTH x PANEL values.
template <class Vec, int R, int V> INLINE void product_panel(const Product &p, int64_t column, int64_t lo, int64_t hi, float *panel) {
  const int64_t lanes = sizeof(Vec) / sizeof(float), end = std::min<int64_t>(p.n, column + PANEL);
  while (column < end) {
    const int64_t left = end - column, width = std::min(left, left > lanes ? V * lanes : lanes);
    if (left > lanes) product_columns<Vec, R, V>(p, column, width, lo, hi, panel);
    else product_columns<Vec, R, 1>(p, column, width, lo, hi, panel);
    column += width;
  }
}

// Each level of instructions has as many sums as its registers hold.
static void product_portable(const Product &p, int64_t column, int64_t lo, int64_t hi, float *panel) { product_panel<vec4, 4, 2>(p, column, lo, hi, panel); }
#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2"))) static void product_avx2(const Product &p, int64_t column, int64_t lo, int64_t hi, float *panel) {
  product_panel<vec8, 4, 2>(p, column, lo, hi, panel);
}
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))) static void product_avx512(const Product &p, int64_t column, int64_t lo, int64_t hi, float *panel) {
  product_panel<vec16, 6, 4>(p, column, lo, hi, panel);
}
#endif

#endif

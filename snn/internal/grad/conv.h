// The loops of a convolution whose input is mostly zeros, with the maximum pooling after it, sample by sample. Forwards what is not zero adds a kernel to each
// place that it reaches; backwards only the places that won their windows have a gradient.
#ifndef SNN_EVENT_CONV_H
#define SNN_EVENT_CONV_H
#include "linear.h"

// Pictures [in x h x w], kernels of k x k pixels, stride 1, no padding; windows of p x p pixels, side by side.
struct ConvPool {
  int64_t in, out, h, w, k, p;

  int64_t oh() const { return h - k + 1; }
  int64_t ow() const { return w - k + 1; }
  int64_t ph() const { return oh() / p; }
  int64_t pw() const { return ow() / p; }
  int64_t vectors() const { return (out + LANES - 1) / LANES; }   // of 16 output channels
  int64_t row() const { return k * in; }                          // weights of one row of a kernel, channels last
  int64_t wide() const { return (row() + LANES - 1) / LANES; }    // vectors of such a row
};

template <int V> INLINE void add_kernels(const ConvPool &c, const List &s, const float *weights, float *sum) {
  const int64_t stride = V * LANES, oh = c.oh(), ow = c.ow();
  for (int64_t j = 0; j < s.n; j++) {
    const float f = s.value ? s.value[j] : 1;
    const int64_t at = s.at[j], channel = at / (c.h * c.w), y = at / c.w % c.h, x = at % c.w;
    const int64_t y0 = y < c.k ? 0 : y - c.k + 1, y1 = y < oh ? y : oh - 1, x0 = x < c.k ? 0 : x - c.k + 1, x1 = x < ow ? x : ow - 1;
    for (int64_t r = y0; r <= y1; r++) {
      const float *from = weights + ((channel * c.k + y - r) * c.k + x - x0) * stride;
      float *to = sum + (r * ow + x0) * stride;
      for (int64_t q = x0; q <= x1; q++, from -= stride, to += stride)
#pragma GCC unroll 8
        for (int v = 0; v < V; v++) ((vec *)to)[v] += f * ((const vec *)from)[v];
    }
  }
}

// Of one sample: pooled [out x ph x pw], and which place of its window won, row by row. weights [in x k x k x 16·vectors], bias [16·vectors]; sum is scratch,
// [oh x ow x 16·vectors].
INLINE void conv_forward(const ConvPool &c, const List &s, const float *weights, const float *bias, float *sum, float *pooled, uint8_t *won) {
  const int64_t stride = c.vectors() * LANES, ow = c.ow(), places = c.oh() * ow, ph = c.ph(), pw = c.pw();
  for (int64_t i = 0; i < places; i++) memcpy(sum + i * stride, bias, stride * sizeof(float));
  switch (c.vectors()) {
    case 1: add_kernels<1>(c, s, weights, sum); break;
    case 2: add_kernels<2>(c, s, weights, sum); break;
    case 3: add_kernels<3>(c, s, weights, sum); break;
    case 4: add_kernels<4>(c, s, weights, sum); break;
    case 6: add_kernels<6>(c, s, weights, sum); break;
    default: add_kernels<8>(c, s, weights, sum); break;
  }
  for (int64_t r = 0; r < ph; r++)
    for (int64_t q = 0; q < pw; q++)
      for (int64_t o = 0; o < c.out; o++) {
        float most = sum[(r * c.p * ow + q * c.p) * stride + o];
        uint8_t winner = 0;
        for (int64_t i = 1; i < c.p * c.p; i++) {
          const float v = sum[((r * c.p + i / c.p) * ow + q * c.p + i % c.p) * stride + o];
          if (v > most) most = v, winner = (uint8_t)i;
        }
        pooled[(o * ph + r) * pw + q] = most;
        won[(o * ph + r) * pw + q] = winner;
      }
}

// One row of a kernel, V vectors of it: gw += Σ f·x at the places that won, and sum += f·w there.
template <int V> INLINE void add_row(const int64_t *place, const float *factor, int64_t n, const float *weights, const float *x, float *sum, float *gw) {
  vec w[V], d[V];
  memcpy(w, weights, sizeof(w));
  memcpy(d, gw, sizeof(d));
  for (int64_t j = 0; j < n; j++) {
    const float f = factor[j];
    const vec *from = (const vec *)(x + place[j]);
    vec *to = (vec *)(sum + place[j]);
#pragma GCC unroll 8
    for (int v = 0; v < V; v++) d[v] += f * from[v];
#pragma GCC unroll 8
    for (int v = 0; v < V; v++) to[v] += f * w[v];
  }
  memcpy(gw, d, sizeof(d));
}

// Of one sample, from g [out x ph x pw]: the input's gradient gx [in x h x w], and what it adds to gw [out x k x 16·wide] and gb [out]. weights [out x k x 16·wide],
// zeros after each row; x and sum are scratch, [h x w x in] and 16·8 more; place and factor [ph x pw].
INLINE void conv_backward(const ConvPool &c, const List &s, const float *g, const uint8_t *won, const float *weights, float *x,
                          float *sum, int64_t *place, float *factor, float *gx, float *gw, float *gb) {
  const int64_t pixels = c.h * c.w, line = c.w * c.in, ph = c.ph(), pw = c.pw(), wide = c.wide();
  memset(x, 0, pixels * c.in * sizeof(float));
  memset(sum, 0, pixels * c.in * sizeof(float));
  for (int64_t j = 0; j < s.n; j++) x[s.at[j] % pixels * c.in + s.at[j] / pixels] = s.value ? s.value[j] : 1;
  for (int64_t o = 0; o < c.out; o++) {
    int64_t winners = 0;
    for (int64_t r = 0; r < ph; r++)
      for (int64_t q = 0; q < pw; q++) {
        const int64_t i = (o * ph + r) * pw + q;
        place[winners] = ((r * c.p + won[i] / c.p) * c.w + q * c.p + won[i] % c.p) * c.in;
        factor[winners] = g[i];
        gb[o] += g[i];
        winners += g[i] != 0;
      }
    for (int64_t k = 0; k < c.k; k++)
      for (int64_t v = 0; v < wide; v += WIDE) {
        const int64_t row = ((o * c.k + k) * wide + v) * LANES, shift = k * line + v * LANES;
        switch (wide - v) {
          case 1: add_row<1>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          case 2: add_row<2>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          case 3: add_row<3>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          case 4: add_row<4>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          case 5: add_row<5>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          case 6: add_row<6>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          case 7: add_row<7>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
          default: add_row<8>(place, factor, winners, weights + row, x + shift, sum + shift, gw + row); break;
        }
      }
  }
  for (int64_t channel = 0; channel < c.in; channel++)
    for (int64_t i = 0; i < pixels; i++) gx[channel * pixels + i] = sum[i * c.in + channel];
}
#endif

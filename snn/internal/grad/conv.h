// The loops of a convolution that spikes drive, with the maximum pooling after it, sample by sample. Forwards a spike adds a kernel to each place that it
// reaches; backwards only the places that won their windows have a gradient.
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
};

template <int V> INLINE void add_kernels(const ConvPool &c, const int32_t *at, int64_t spikes, const float *weights, float *sum) {
  const int64_t stride = V * LANES, oh = c.oh(), ow = c.ow();
  for (int64_t j = 0; j < spikes; j++) {
    const int64_t channel = at[j] / (c.h * c.w), y = at[j] / c.w % c.h, x = at[j] % c.w;
    const int64_t y0 = y < c.k ? 0 : y - c.k + 1, y1 = y < oh ? y : oh - 1, x0 = x < c.k ? 0 : x - c.k + 1, x1 = x < ow ? x : ow - 1;
    for (int64_t r = y0; r <= y1; r++) {
      const float *from = weights + ((channel * c.k + y - r) * c.k + x - x0) * stride;
      float *to = sum + (r * ow + x0) * stride;
      for (int64_t q = x0; q <= x1; q++, from -= stride, to += stride)
#pragma GCC unroll 8
        for (int v = 0; v < V; v++) ((vec *)to)[v] += ((const vec *)from)[v];
    }
  }
}

// Of one sample: pooled [out x ph x pw], and which place of its window won, row by row. weights [in x k x k x 16·vectors], bias [16·vectors]; sum is scratch,
// [oh x ow x 16·vectors].
INLINE void conv_forward(const ConvPool &c, const int32_t *at, int64_t spikes, const float *weights, const float *bias, float *sum, float *pooled, uint8_t *won) {
  const int64_t stride = c.vectors() * LANES, ow = c.ow(), places = c.oh() * ow, ph = c.ph(), pw = c.pw();
  for (int64_t i = 0; i < places; i++) memcpy(sum + i * stride, bias, stride * sizeof(float));
  switch (c.vectors()) {
    case 1: add_kernels<1>(c, at, spikes, weights, sum); break;
    case 2: add_kernels<2>(c, at, spikes, weights, sum); break;
    case 3: add_kernels<3>(c, at, spikes, weights, sum); break;
    case 4: add_kernels<4>(c, at, spikes, weights, sum); break;
    case 6: add_kernels<6>(c, at, spikes, weights, sum); break;
    default: add_kernels<8>(c, at, spikes, weights, sum); break;
  }
  for (int64_t r = 0; r < ph; r++)
    for (int64_t q = 0; q < pw; q++)
      for (int64_t o = 0; o < c.out; o++) {
        float most = sum[(r * c.p * ow + q * c.p) * stride + o];
        uint8_t winner = 0;
        for (int64_t n = 1; n < c.p * c.p; n++) {
          const float v = sum[((r * c.p + n / c.p) * ow + q * c.p + n % c.p) * stride + o];
          if (v > most) most = v, winner = (uint8_t)n;
        }
        pooled[(o * ph + r) * pw + q] = most;
        won[(o * ph + r) * pw + q] = winner;
      }
}

// Adds to y, and to z, n values times f.
INLINE void add_scaled(float *y, const float *x, float *z, const float *u, float f, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] += f * x[i];
  for (int64_t i = 0; i < n; i++) z[i] += f * u[i];
}

// Of one sample, from g [out x ph x pw]: the input's gradient gx [in x h x w], and what it adds to gw [out x k x k x in] and gb [out]. weights [out x k x k x in];
// x and sum are scratch, [h x w x in].
INLINE void conv_backward(const ConvPool &c, const int32_t *at, int64_t spikes, const float *g, const uint8_t *won, const float *weights, float *x, float *sum,
                          float *gx, float *gw, float *gb) {
  const int64_t pixels = c.h * c.w, row = c.row(), line = c.w * c.in, ph = c.ph(), pw = c.pw();
  memset(x, 0, pixels * c.in * sizeof(float));
  memset(sum, 0, pixels * c.in * sizeof(float));
  for (int64_t j = 0; j < spikes; j++) x[at[j] % pixels * c.in + at[j] / pixels] = 1;
  for (int64_t o = 0; o < c.out; o++) {
    const float *w = weights + o * c.k * row;
    float *d = gw + o * c.k * row;
    for (int64_t r = 0; r < ph; r++)
      for (int64_t q = 0; q < pw; q++) {
        const int64_t n = (o * ph + r) * pw + q;
        const float f = g[n];
        if (f == 0) continue;
        gb[o] += f;
        const int64_t place = ((r * c.p + won[n] / c.p) * c.w + q * c.p + won[n] % c.p) * c.in;
        for (int64_t k = 0; k < c.k; k++) add_scaled(sum + place + k * line, w + k * row, d + k * row, x + place + k * line, f, row);
      }
  }
  for (int64_t channel = 0; channel < c.in; channel++)
    for (int64_t i = 0; i < pixels; i++) gx[channel * pixels + i] = sum[i * c.in + channel];
}
#endif

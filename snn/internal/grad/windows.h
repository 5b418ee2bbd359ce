// A convolution as a matrix product: the windows of a sample's pictures side by side.
#ifndef SNN_WINDOWS_H
#define SNN_WINDOWS_H
#include <algorithm>
#include "grad.h"
#include "linear.h"

// Pictures [in x h x w], kernels [out x in/groups x kh x kw].
struct Windows {
  int64_t in, h, w, out, kh, kw;
  snn_window by;

  int64_t moves(int64_t size, int64_t k) const { return (size + 2 * by.padding - by.dilation * (k - 1) - 1) / by.stride + 1; }
  int64_t oh() const { return moves(h, kh); }
  int64_t ow() const { return moves(w, kw); }
  int64_t places() const { return oh() * ow(); }
  int64_t group() const { return in / by.groups * h * w; }       // pixels of a group of channels
  int64_t weights() const { return in / by.groups * kh * kw; }   // of an output channel
};

// Calls f(place in a row of columns, pixel) for all pixels that are in windows, in a fixed order. columns are [weights x places] of one group's channels.
template <class F> INLINE void each_pixel(const Windows &c, F f) {
  const int64_t oh = c.oh(), ow = c.ow();
  for (int64_t i = 0; i < c.weights(); i++) {
    const int64_t channel = i / (c.kh * c.kw), dy = i / c.kw % c.kh * c.by.dilation - c.by.padding, dx = i % c.kw * c.by.dilation - c.by.padding;
    for (int64_t r = 0; r < oh; r++) {
      const int64_t y = r * c.by.stride + dy;
      if (y < 0 || y >= c.h) continue;
      for (int64_t q = 0; q < ow; q++) {
        const int64_t x = q * c.by.stride + dx;
        if (x >= 0 && x < c.w) f((i * oh + r) * ow + q, (channel * c.h + y) * c.w + x);
      }
    }
  }
}

INLINE void to_columns(const Windows &c, const float *pictures, float *columns) {
  std::fill_n(columns, c.weights() * c.places(), 0);
  each_pixel(c, [&](int64_t place, int64_t pixel) { columns[place] = pictures[pixel]; });
}

INLINE void add_columns(const Windows &c, const float *columns, float *pictures) {
  each_pixel(c, [&](int64_t place, int64_t pixel) { pictures[pixel] += columns[place]; });
}
#endif

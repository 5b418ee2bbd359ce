// Layers whose input is mostly zeros, as nodes of libtorch's gradient graph. Part of grad.cpp.
#ifndef SNN_EVENT_H
#define SNN_EVENT_H
#include <atomic>
#include <memory>
#include "conv.h"
#include "dense.h"

LEVELS(terms, (const float *x, int64_t n, bool by_pairs, int32_t *at, float *value, int64_t &found, bool &spikes, bool &pairs),
       (x, n, by_pairs, at, value, found, spikes, pairs))
LEVELS(add_pairs, (float *table, int64_t in, int64_t wide), (table, in, wide))
LEVELS(share_pairs, (float *table, int64_t in, int64_t wide), (table, in, wide))
LEVELS(linear_forward,
       (const Lists &x, const float *w, const float *b, int64_t wide, float *y, int64_t out, int64_t width, int64_t steps, int64_t samples, int64_t lo, int64_t hi),
       (x, w, b, wide, y, out, width, steps, samples, lo, hi))
LEVELS(transpose, (const float *x, int64_t x_stride, float *y, int64_t y_stride, int64_t columns, int64_t lo, int64_t hi),
       (x, x_stride, y, y_stride, columns, lo, hi))
LEVELS(linear_weights, (const Lists &of, const float *g, int64_t wide, float *gw, int64_t inputs), (of, g, wide, gw, inputs))
LEVELS(conv_forward,
       (const ConvPool &c, const List &s, const float *w, const float *b, float *sum, float *pooled, uint8_t *won),
       (c, s, w, b, sum, pooled, won))
LEVELS(conv_backward,
       (const ConvPool &c, const List &s, const float *g, const uint8_t *won, const float *w, float *x, float *sum,
        int64_t *place, float *factor, float *gx, float *gw, float *gb),
       (c, s, g, won, w, x, sum, place, factor, gx, gw, gb))

namespace {

const int64_t CHUNK = 768;   // vectors of gradients that lists go through together: of fewer there are more lists, more are further away

int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

// A row of outputs is cut into blocks of so many columns: of few outputs one, of whole vectors. What a block needs of a matrix of weights lies together, in a
// cache and in few pages of memory.
int64_t block_of(int64_t out) { return std::min<int64_t>(BLOCK, up(out, LANES)); }

// The terms of x [rows x in]: row r's places and values are from[r] to from[r + 1] - 1. value is empty if all are 1: spikes. With pairs, places go to in + in/2.
struct Events {
  int64_t rows, in;
  Tensor from, at, value;   // int64 [rows + 1], int32, float32
  bool pairs;

  int64_t places() const { return in + (pairs ? in / 2 : 0); }

  Lists lists() const { return {from.data_ptr<int64_t>(), at.data_ptr<int32_t>(), value.numel() ? value.data_ptr<float>() : nullptr}; }
};

void find_terms(const float *x, int64_t n, bool by_pairs, int32_t *at, float *value, int64_t &found, bool &spikes, bool &pairs) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports("avx512f")) return terms_pushed(x, n, by_pairs, at, value, found, spikes, pairs);
#endif
  CALL(terms, (x, n, by_pairs, at, value, found, spikes, pairs));
}

// Finds the terms, and reports whether they are at most that share of the values.
bool find_events(const Tensor &x, double most, bool by_pairs, Events &s) {
  s.rows = x.size(0), s.in = x.size(1);
  const float *p = x.data_ptr<float>();
  const int64_t tasks = (s.rows + 63) / 64;
  std::vector<std::vector<int32_t>> places(tasks);
  std::vector<std::vector<float>> values(tasks);
  std::atomic<bool> many{false}, spikes{true}, pairs{false};
  s.from = at::empty({s.rows + 1}, at::kLong);
  int64_t *from = s.from.data_ptr<int64_t>();
  auto find = [&](int64_t a, int64_t b) {
    const int64_t most_of_task = int64_t(double(64 * s.in) * std::min(1.0, 2 * most)) + 2 * s.in + LANES;
    const std::unique_ptr<int32_t[]> place(new int32_t[most_of_task]);
    const std::unique_ptr<float[]> value(new float[most_of_task]);
    for (int64_t t = a; t < b && !many; t++) {
      const int64_t lo = t * 64, hi = std::min(s.rows, lo + 64), limit = int64_t(double((hi - lo) * s.in) * std::min(1.0, 2 * most)) + s.in;
      int64_t n = 0;
      bool ones = true, two = false;
      for (int64_t r = lo; r < hi; r++) {
        int64_t k;
        find_terms(p + r * s.in, s.in, by_pairs, place.get() + n, value.get() + n, k, ones, two);
        if (n + k > limit) { many = true; return; }
        from[r + 1] = k;
        n += k;
      }
      places[t].assign(place.get(), place.get() + n), values[t].assign(value.get(), value.get() + n);
      if (!ones) spikes = false;
      if (two) pairs = true;
    }
  };
  find(0, 1);   // most inputs with too many end here
  at::parallel_for(1, tasks, 1, find);
  if (many) return false;
  from[0] = 0;
  for (int64_t r = 0; r < s.rows; r++) from[r + 1] += from[r];
  const int64_t n = from[s.rows];
  if (double(n) > most * double(s.rows) * double(s.in)) return false;
  s.pairs = pairs;
  s.at = at::empty({n}, at::kInt);
  s.value = at::empty({spikes ? 0 : n}, at::kFloat);
  int32_t *at = s.at.data_ptr<int32_t>();
  float *value = s.value.data_ptr<float>();
  at::parallel_for(0, tasks, 8, [&](int64_t a, int64_t b) {
    for (int64_t t = a; t < b; t++) {
      memcpy(at + from[t * 64], places[t].data(), places[t].size() * sizeof(int32_t));
      if (!spikes) memcpy(value + from[t * 64], values[t].data(), values[t].size() * sizeof(float));
    }
  });
  return true;
}

// The gradient of the weights, [out x in], from g [rows x out].
Tensor weight_gradient(const Events &s, const Tensor &g) {
  const int64_t out = g.size(1), places = s.places(), wide = block_of(out), blocks = (out + wide - 1) / wide;
  const int64_t chunk = CHUNK * LANES / wide, chunks = (s.rows + chunk - 1) / chunk;
  // The rows at which each input, or pair, is not zero, within each chunk.
  const Lists x = s.lists();
  std::vector<int64_t> from(chunks * (places + 1));
  std::vector<int32_t> rows(s.at.numel());
  std::vector<float> values(s.value.numel());
  at::parallel_for(0, chunks, 1, [&](int64_t a, int64_t b) {
    for (int64_t c = a; c < b; c++) {
      const int64_t lo = c * chunk, hi = std::min(s.rows, lo + chunk);
      int64_t *f = from.data() + c * (places + 1);
      for (int64_t j = x.from[lo]; j < x.from[hi]; j++) f[x.at[j] + 1]++;
      f[0] = x.from[lo];
      for (int64_t i = 0; i < places; i++) f[i + 1] += f[i];
      std::vector<int64_t> next(f, f + places);
      for (int64_t r = lo; r < hi; r++)
        for (int64_t j = x.from[r]; j < x.from[r + 1]; j++) {
          const int64_t to = next[x.at[j]]++;
          rows[to] = int32_t(r - lo);
          if (x.value) values[to] = x.value[j];
        }
    }
  });
  const float *gp = g.data_ptr<float>();
  Tensor result = at::empty({out, s.in}, g.options());
  float *to = result.data_ptr<float>();
  const int64_t parts = blocks > 1 ? 1 : 8, part = (places + parts - 1) / parts;   // inputs are cut where there are few columns, and so no pairs
  at::parallel_for(0, blocks * parts, 1, [&](int64_t a, int64_t b) {
    Lines<float> packed(chunk * wide), sum(part * wide);
    for (int64_t task = a; task < b; task++) {
      const int64_t column = task / parts * wide, width = std::min<int64_t>(wide, out - column);
      const int64_t first = std::min(places, task % parts * part), inputs = std::min(places, first + part) - first;
      std::fill_n(sum.data(), part * wide, 0);
      for (int64_t c = 0; c < chunks; c++) {
        const int64_t lo = c * chunk, n = std::min(s.rows, lo + chunk) - lo;
        if (width < wide) std::fill_n(packed.data(), chunk * wide, 0);
        for (int64_t r = 0; r < n; r++) {
          const float *row = gp + (lo + r) * out + column;
          if (width == BLOCK) memcpy(packed.data() + r * wide, row, BLOCK * sizeof(float));
          else memcpy(packed.data() + r * wide, row, width * sizeof(float));
        }
        CALL(linear_weights, ({from.data() + c * (places + 1) + first, rows.data(), x.value ? values.data() : nullptr}, packed.data(), wide, sum.data(), inputs));
      }
      if (s.pairs) CALL(share_pairs, (sum.data(), s.in, wide));
      CALL(transpose, (sum.data(), wide, to + column * s.in + first, s.in, width, 0, std::min(inputs, s.in)));
    }
  });
  return result;
}

struct Linear : torch::autograd::Function<Linear> {
  static Tensor forward(AutogradContext *ctx, const Tensor &x, const Tensor &w, const Tensor &b, const Tensor &from, const Tensor &at,
                        const Tensor &value, bool pairs, int64_t steps) {
    const Events s{x.size(0), x.size(1), from, at, value, pairs};
    const int64_t out = w.size(0), wide = block_of(out), blocks = (out + wide - 1) / wide, samples = s.rows / steps;
    Tensor bias = at::zeros({blocks * wide}, w.options()), y = empty({s.rows, out}, w.options());
    bias.narrow(0, 0, out).copy_(b);
    const int64_t parts = blocks > 1 ? 2 : 32, part = (samples + parts - 1) / parts;   // samples are cut so that threads have as much to do each
    at::parallel_for(0, blocks * parts, 1, [&](int64_t lo, int64_t hi) {
      Lines<float> table(s.places() * wide);   // weights of a block, [in x wide], and of pairs
      for (int64_t task = lo; task < hi; task++) {
        const int64_t column = task / parts * wide, width = std::min(wide, out - column), first = task % parts * part;
        if (task == lo || task % parts == 0) {
          CALL(transpose, (w.data_ptr<float>() + column * s.in, s.in, table.data(), wide, s.in, 0, width));
          if (s.pairs) CALL(add_pairs, (table.data(), s.in, wide));
        }
        CALL(linear_forward, (s.lists(), table.data(), bias.data_ptr<float>() + column, wide, y.data_ptr<float>() + column, out, width, steps, samples,
                              std::min(samples, first), std::min(samples, first + part)));
      }
    });
    ctx->save_for_backward({w, from, at, value});
    ctx->saved_data["sizes"] = std::vector<int64_t>{s.rows, s.in, pairs, x.requires_grad(), w.requires_grad(), b.requires_grad()};
    return y;
  }
  static variable_list backward(AutogradContext *ctx, variable_list grads) {
    const auto sizes = ctx->saved_data["sizes"].toIntVector();
    const auto saved = ctx->get_saved_variables();
    const Events s{sizes[0], sizes[1], saved[1], saved[2], saved[3], bool(sizes[2])};
    const Tensor g = grads[0].contiguous();
    variable_list out(8);
    if (sizes[3]) out[0] = input_gradient(g, saved[0]);
    if (sizes[4]) out[1] = weight_gradient(s, g);
    if (sizes[5]) out[2] = sum_of_rows(g);
    return out;
  }
};

struct Conv : torch::autograd::Function<Conv> {
  static Tensor forward(AutogradContext *ctx, const Tensor &x, const Tensor &w, const Tensor &b, const Tensor &from, const Tensor &at,
                        const Tensor &value, int64_t pool) {
    const ConvPool c{x.size(1), w.size(0), x.size(2), x.size(3), w.size(2), pool};
    const int64_t n = x.size(0), stride = c.vectors() * LANES;
    Tensor table = at::zeros({c.in, c.k, c.k, stride}, w.options()), bias = at::zeros({stride}, w.options());
    table.narrow(3, 0, c.out).copy_(w.permute({1, 2, 3, 0}));
    bias.narrow(0, 0, c.out).copy_(b);
    Tensor y = at::empty({n, c.out, c.ph(), c.pw()}, w.options()), won = at::empty({n, c.out, c.ph(), c.pw()}, at::kByte);
    const int64_t size = c.out * c.ph() * c.pw();
    const Lists s = Events{n, 0, from, at, value, false}.lists();
    at::parallel_for(0, n, 8, [&](int64_t lo, int64_t hi) {
      Lines<float> sum(c.oh() * c.ow() * stride);
      for (int64_t i = lo; i < hi; i++)
        CALL(conv_forward, (c, s[i], table.data_ptr<float>(), bias.data_ptr<float>(), sum.data(),
                            y.data_ptr<float>() + i * size, won.data_ptr<uint8_t>() + i * size));
    });
    ctx->save_for_backward({w, from, at, value, won});
    ctx->saved_data["sizes"] = std::vector<int64_t>{n, c.in, c.out, c.h, c.w, c.k, c.p, x.requires_grad(), w.requires_grad(), b.requires_grad()};
    return y;
  }
  static variable_list backward(AutogradContext *ctx, variable_list grads) {
    const auto z = ctx->saved_data["sizes"].toIntVector();
    const ConvPool c{z[1], z[2], z[3], z[4], z[5], z[6]};
    const int64_t n = z[0], size = c.out * c.ph() * c.pw(), pixels = c.in * c.h * c.w, row = c.wide() * LANES, kernels = c.out * c.k * row;
    const auto saved = ctx->get_saved_variables();
    const Lists s = Events{n, 0, saved[1], saved[2], saved[3], false}.lists();
    const uint8_t *won = saved[4].data_ptr<uint8_t>();
    const Tensor g = grads[0].contiguous();
    Tensor w = at::zeros({c.out, c.k, row}, g.options());
    w.narrow(2, 0, c.row()).copy_(saved[0].permute({0, 2, 3, 1}).reshape({c.out, c.k, c.row()}));
    Tensor gx = at::empty({n, c.in, c.h, c.w}, g.options()), gw = at::zeros({PARTS, c.out, c.k, row}, g.options()), gb = at::zeros({PARTS, c.out}, g.options());
    const int64_t part = (n + PARTS - 1) / PARTS;
    at::parallel_for(0, PARTS, 1, [&](int64_t lo, int64_t hi) {
      Lines<float> x(pixels + LANES * WIDE), sum(pixels + LANES * WIDE), factor(c.ph() * c.pw());
      std::vector<int64_t> place(c.ph() * c.pw());
      for (int64_t p = lo; p < hi; p++)
        for (int64_t i = p * part; i < std::min(n, (p + 1) * part); i++)
          CALL(conv_backward, (c, s[i], g.data_ptr<float>() + i * size, won + i * size, w.data_ptr<float>(), x.data(),
                               sum.data(), place.data(), factor.data(), gx.data_ptr<float>() + i * pixels, gw.data_ptr<float>() + p * kernels,
                               gb.data_ptr<float>() + p * c.out));
    });
    variable_list out(7);
    if (z[7]) out[0] = gx;
    if (z[8]) out[1] = sum_of_rows(gw.view({PARTS, -1})).view({c.out, c.k, row}).narrow(2, 0, c.row()).reshape({c.out, c.k, c.k, c.in}).permute({0, 3, 1, 2}).contiguous();
    if (z[9]) out[2] = sum_of_rows(gb);
    return out;
  }
};

}  // namespace
#endif

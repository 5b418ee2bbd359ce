// Layers of any input, as nodes of libtorch's gradient graph. Part of grad.cpp.
#ifndef SNN_DENSE_H
#define SNN_DENSE_H
#include "inputs.h"
#include "levels.h"
#include "product.h"
#include "windows.h"

namespace {

// A product's rows and columns are shared out among libtorch's threads, if it is worth it.
void multiply(const Product &p) {
  const int64_t ROWS = 240, groups = (p.m + ROWS - 1) / ROWS, panels = (p.n + PANEL - 1) / PANEL;
  const int64_t grain = p.m * p.n * p.k < 1 << 18 ? groups * panels : 1;
  at::parallel_for(0, groups * panels, std::max<int64_t>(1, grain), [&](int64_t a, int64_t b) {
    static thread_local Lines<float> panel(DEPTH * PANEL);
    for (int64_t task = a; task < b; task++) {
      const int64_t lo = task % groups * ROWS;
      CALL(product, (p, task / groups * PANEL, lo, std::min(p.m, lo + ROWS), panel.data()));
    }
  });
}

// g [rows x out] · w [out x in].
Tensor input_gradient(const Tensor &g, const Tensor &w) {
  const int64_t rows = g.size(0), out = w.size(0), in = w.size(1);
  Tensor gx = empty({rows, in}, g.options()).zero_();
  multiply({rows, in, out, g.data_ptr<float>(), out, w.data_ptr<float>(), in, false, gx.data_ptr<float>(), in});
  return gx;
}

// The sum of a matrix's rows, one after another.
Tensor sum_of_rows(const Tensor &x) {
  Tensor sum = at::zeros({x.size(1)}, x.options());
  const float *from = x.data_ptr<float>();
  float *to = sum.data_ptr<float>();
  const int64_t n = x.size(1);
  for (int64_t r = 0; r < x.size(0); r++, from += n)
    for (int64_t i = 0; i < n; i++) to[i] += from[i];
  return sum;
}

// x [rows x in] · wᵀ + b, w [out x in].
struct DenseLinear : torch::autograd::Function<DenseLinear> {
  static Tensor forward(AutogradContext *ctx, const Tensor &x, const Tensor &w, const Tensor &b) {
    const int64_t rows = x.size(0), in = x.size(1), out = w.size(0);
    Tensor y = empty({rows, out}, x.options());
    y.copy_(b.expand({rows, out}));
    multiply({rows, out, in, x.data_ptr<float>(), in, w.data_ptr<float>(), in, true, y.data_ptr<float>(), out});
    ctx->save_for_backward({x, w});
    ctx->saved_data["wanted"] = std::vector<int64_t>{x.requires_grad(), w.requires_grad(), b.requires_grad()};
    return y;
  }
  static variable_list backward(AutogradContext *ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const auto wanted = ctx->saved_data["wanted"].toIntVector();
    const Tensor g = grads[0].contiguous(), x = saved[0], w = saved[1];
    const int64_t rows = x.size(0), in = x.size(1), out = w.size(0);
    variable_list d(3);
    if (wanted[0]) d[0] = input_gradient(g, w);
    if (wanted[1]) {
      const Tensor across = g.t().contiguous();
      d[1] = at::zeros({out, in}, g.options());
      multiply({out, in, rows, across.data_ptr<float>(), rows, x.data_ptr<float>(), in, false, d[1].data_ptr<float>(), in});
    }
    if (wanted[2]) d[2] = sum_of_rows(g);
    return d;
  }
};

// Samples whose gradients of weights are added up together: a fixed number of parts, so that the sum does not depend on how many threads there are.
const int64_t PARTS = 32;

// Calls f(sample, its part, scratch) for all samples, those of a part one after another.
template <class F> void each_sample(int64_t n, int64_t scratch, F f) {
  const int64_t part = (n + PARTS - 1) / PARTS;
  at::parallel_for(0, PARTS, 1, [&](int64_t lo, int64_t hi) {
    Lines<float> s(scratch);
    for (int64_t p = lo; p < hi; p++)
      for (int64_t i = p * part; i < std::min(n, (p + 1) * part); i++) f(i, p, s.data());
  });
}

// The convolution of x [n x in x h x w] with w, plus b [out].
struct DenseConv : torch::autograd::Function<DenseConv> {
  static Tensor forward(AutogradContext *ctx, const Tensor &x, const Tensor &w, const Tensor &b, const Windows &c) {
    const int64_t n = x.size(0), out = c.out / c.by.groups, k = c.weights(), places = c.places(), group = c.group();
    Tensor y = empty({n, c.out, c.oh(), c.ow()}, x.options());
    y.copy_(b.view({1, c.out, 1, 1}).expand(y.sizes()));
    each_sample(n, k * places, [&](int64_t i, int64_t, float *columns) {
      for (int64_t q = 0; q < c.by.groups; q++) {
        to_columns(c, x.data_ptr<float>() + (i * c.by.groups + q) * group, columns);
        multiply({out, places, k, w.data_ptr<float>() + q * out * k, k, columns, places, false, y.data_ptr<float>() + (i * c.by.groups + q) * out * places, places});
      }
    });
    ctx->save_for_backward({x, w});
    ctx->saved_data["wanted"] = std::vector<int64_t>{x.requires_grad(), w.requires_grad(), b.requires_grad()};
    ctx->saved_data["sizes"] = std::vector<int64_t>{c.in, c.h, c.w, c.out, c.kh, c.kw, c.by.stride, c.by.padding, c.by.dilation, c.by.groups};
    return y;
  }
  static variable_list backward(AutogradContext *ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const auto wanted = ctx->saved_data["wanted"].toIntVector(), z = ctx->saved_data["sizes"].toIntVector();
    const Windows c{z[0], z[1], z[2], z[3], z[4], z[5], {z[6], z[7], z[8], z[9]}};
    const Tensor g = grads[0].contiguous(), x = saved[0], w = saved[1];
    const int64_t n = x.size(0), out = c.out / c.by.groups, k = c.weights(), places = c.places(), group = c.group();
    const Tensor across = w.view({c.by.groups, out, k}).transpose(1, 2).contiguous();   // of each group [k x out]
    Tensor gx = at::zeros(x.sizes(), x.options()), gw = at::zeros({PARTS, c.out * k}, w.options()), gb = at::zeros({PARTS, c.out}, w.options());
    each_sample(n, k * places, [&](int64_t i, int64_t p, float *columns) {
      for (int64_t q = 0; q < c.by.groups; q++) {
        const float *gp = g.data_ptr<float>() + (i * c.by.groups + q) * out * places;
        if (wanted[1]) {
          to_columns(c, x.data_ptr<float>() + (i * c.by.groups + q) * group, columns);
          multiply({out, k, places, gp, places, columns, places, true, gw.data_ptr<float>() + (p * c.by.groups + q) * out * k, k});
        }
        if (wanted[0]) {
          std::fill_n(columns, k * places, 0);
          multiply({k, places, out, across.data_ptr<float>() + q * k * out, out, gp, places, false, columns, places});
          add_columns(c, columns, gx.data_ptr<float>() + (i * c.by.groups + q) * group);
        }
        for (int64_t o = 0; o < out && wanted[2]; o++)
          for (int64_t j = 0; j < places; j++) gb.data_ptr<float>()[p * c.out + q * out + o] += gp[o * places + j];
      }
    });
    variable_list d(4);
    if (wanted[0]) d[0] = gx;
    if (wanted[1]) d[1] = sum_of_rows(gw).view(w.sizes());
    if (wanted[2]) d[2] = sum_of_rows(gb);
    return d;
  }
};

// A layer's bias, of zeros if it has none.
Tensor bias_of(const void *b, const Tensor &w) {
  const Tensor *given = static_cast<const Tensor *>(b);
  return given && given->defined() ? *given : at::zeros({w.size(0)}, w.options().requires_grad(false));
}

}  // namespace
#endif

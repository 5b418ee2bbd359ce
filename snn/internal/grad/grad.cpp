// Nodes of libtorch's gradient graph: a layer of neurons with all its time steps, and layers that their spikes drive. On Linux, set-up
// compiles this file into libgotch with gotch's own; elsewhere cgo does.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/csrc/autograd/custom_function.h>
#include <cstdlib>
#include <cstring>

// A fused multiply-add rounds once where snnTorch rounds twice: another membrane, and in the end another spike.
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif
#include "backward.h"
#include "levels.h"

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Maybe = c10::optional<Tensor>;

LEVELS(forward, (const Layer<float> &l, Block<float> &k, int64_t at, int64_t w), (l, k, at, w))
LEVELS(backward, (const Layer<float> &l, Block<float> &k, Adjoint<float> &d, int64_t at, int64_t w), (l, k, d, at, w))
LEVELS_OF_FLOAT64(forward, (const Layer<double> &l, Block<double> &k, int64_t at, int64_t w), (l, k, at, w))
LEVELS_OF_FLOAT64(backward, (const Layer<double> &l, Block<double> &k, Adjoint<double> &d, int64_t at, int64_t w), (l, k, d, at, w))
#include "event.h"
#include "inputs.h"

namespace {

// Calls f(first neuron, neurons, ...) for blocks of a width, on libtorch's threads.
template <class F> void blocks(int64_t n, int64_t width, int64_t steps, F f) {
  const int64_t grain = std::max<int64_t>(1, (1 << 15) / std::max<int64_t>(1, width * steps));
  at::parallel_for(0, (n + width - 1) / width, grain, f);
}

// How many neurons go through time together: a row if they inhibit each other, else what fits in cache with `values` for each.
template <class T> int64_t block_width(const Layer<T> &l, int64_t values) {
  if (l.a.inhibition) return std::max<int64_t>(1, l.row);
  const int64_t fits = (1 << 18) / (int64_t(sizeof(T)) * std::max<int64_t>(1, values));
  return std::min<int64_t>(512, std::max<int64_t>(16, fits / 16 * 16));
}

template <class T> void run_forward(const Layer<T> &l) {
  const int64_t width = block_width(l, 16);
  blocks(l.n, width, l.a.steps, [&](int64_t lo, int64_t hi) {
    Block<T> k(width);
    for (int64_t b = lo; b < hi; b++) CALL(forward, (l, k, b * width, std::min(width, l.n - b * width)));
  });
}

template <class T> void run_backward(const Layer<T> &l) {
  const int64_t width = block_width(l, l.a.steps * (l.a.model + 1));
  blocks(l.n, width, l.a.steps * 2, [&](int64_t lo, int64_t hi) {
    Block<T> k(width);
    Adjoint<T> d(l, width);
    for (int64_t b = lo; b < hi; b++) CALL(backward, (l, k, d, b * width, std::min(width, l.n - b * width)));
  });
}

template <class F> void for_type(const Tensor &current, F f) {
  if (current.scalar_type() == at::kDouble) f(double());
  else f(float());
}

snn_neuron unpack(const AutogradContext *ctx) {
  snn_neuron a;
  const std::string bytes = ctx->saved_data.at("neuron").toStringRef();
  std::memcpy(&a, bytes.data(), sizeof a);
  return a;
}

void pack(AutogradContext *ctx, const snn_neuron &a) {
  ctx->saved_data["neuron"] = std::string(reinterpret_cast<const char *>(&a), sizeof a);
}

// A layer of neurons with all its time steps. Outputs: spikes, membranes, and the state after the last step.
struct Neuron : torch::autograd::Function<Neuron> {
  static variable_list forward(AutogradContext *ctx, const snn_neuron &a, const Tensor &current, const Maybe &feedback, const Maybe &membrane,
                               const Maybe &synaptic, const Maybe &inhibitory, const Maybe &alpha, const Maybe &beta, const Maybe &tau,
                               const Maybe &threshold, const Maybe &graded, const Maybe &slopes) {
    variable_list in{current};
    for (const Maybe *m : {&feedback, &membrane, &synaptic, &inhibitory, &alpha, &beta, &tau, &threshold, &graded, &slopes})
      in.push_back(m->value_or(Tensor()));
    Inputs inputs(a, in);
    const auto options = current.options();
    Tensor out[5] = {empty(inputs.series(), options)};
    if (a.membrane) out[1] = empty(inputs.series(), options);
    for (int k = 2; a.state && k < 3 + a.model; k++) out[k] = at::empty(inputs.sample, options);
    for_type(current, [&](auto zero) {
      using T = decltype(zero);
      Layer<T> l = inputs.layer<T>();
      l.spikes = pointer<T>(out[0]), l.membranes = pointer<T>(out[1]);
      l.membrane = pointer<T>(out[2]), l.synaptic = pointer<T>(out[3]), l.inhibitory = pointer<T>(out[4]);
      run_forward(l);
    });
    pack(ctx, a);
    ctx->save_for_backward(in);
    ctx->set_materialize_grads(false);
    variable_list defined;
    for (const Tensor &x : out)
      if (x.defined()) defined.push_back(x);
    return defined;
  }

  static variable_list backward(AutogradContext *ctx, variable_list g) {
    const snn_neuron a = unpack(ctx);
    const variable_list in = ctx->get_saved_variables();
    Inputs inputs(a, in);
    const Tensor &current = in[CURRENT];
    Tensor of[5];  // gradients of the outputs, in forward's order
    size_t next = 0;
    for (int k = 0; k < 5; k++)
      if (k == 0 || (k == 1 ? a.membrane : a.state && k < 3 + a.model)) of[k] = g.at(next++);
    for (Tensor &x : of)
      if (x.defined()) x = x.to(current.scalar_type()).contiguous();
    Tensor to[INPUTS];
    const auto options = current.options();
    for (int k = 0; k < INPUTS; k++) {
      if (k == SLOPES || !in[k].defined() || !in[k].requires_grad()) continue;
      if (k >= ALPHA) to[k] = at::zeros({inputs.n}, options.dtype(at::kDouble));
      else to[k] = k <= FEEDBACK && a.layout == SNN_SERIES ? empty(in[k].sizes(), options) : at::zeros(in[k].sizes(), options);
    }
    for_type(current, [&](auto zero) {
      using T = decltype(zero);
      Layer<T> l = inputs.layer<T>();
      l.g_spikes = pointer<T>(of[0]), l.g_membranes = pointer<T>(of[1]);
      l.g_membrane = pointer<T>(of[2]), l.g_synaptic = pointer<T>(of[3]), l.g_inhibitory = pointer<T>(of[4]);
      l.g_current = pointer<T>(to[CURRENT]), l.g_feedback = pointer<T>(to[FEEDBACK]);
      l.g_membrane0 = pointer<T>(to[MEMBRANE]), l.g_synaptic0 = pointer<T>(to[SYNAPTIC]), l.g_inhibitory0 = pointer<T>(to[INHIBITORY]);
      l.g_alpha = pointer<double>(to[ALPHA]), l.g_beta = pointer<double>(to[BETA]), l.g_tau = pointer<double>(to[TAU]);
      l.g_threshold = pointer<double>(to[THRESHOLD]), l.g_graded = pointer<double>(to[GRADED]);
      run_backward(l);
    });
    variable_list result{Tensor()};  // of the neuron's settings
    for (int k = 0; k < INPUTS; k++) result.push_back(k >= ALPHA && to[k].defined() ? inputs.sum(k, to[k]) : to[k]);
    return result;
  }
};

// A current times three factors of one value each, from the left. The sum for their gradients is in order, and in double.
struct Driven : torch::autograd::Function<Driven> {
  static Tensor forward(AutogradContext *ctx, const Tensor &current, const Tensor &r, const Tensor &per_rc, const Tensor &dt) {
    ctx->save_for_backward({current, r, per_rc, dt});
    return current * r * per_rc * dt;
  }
  static variable_list backward(AutogradContext *ctx, variable_list g) {
    const variable_list in = ctx->get_saved_variables();
    const Tensor &current = in[0], &r = in[1], &per_rc = in[2], &dt = in[3];
    variable_list to{g[0] * (r * per_rc * dt), Tensor(), Tensor(), Tensor()};
    if (!r.requires_grad() && !per_rc.requires_grad() && !dt.requires_grad()) return to;
    const Tensor terms = (g[0] * current).to(at::kDouble).contiguous();
    const double *term = terms.data_ptr<double>();
    double sum = 0;
    for (int64_t j = 0; j < terms.numel(); j++) sum += term[j];
    to[1] = per_rc * dt * sum, to[2] = r * dt * sum, to[3] = r * per_rc * sum;
    return to;
  }
};

Maybe maybe(const void *x) { return x ? Maybe(*static_cast<const Tensor *>(x)) : Maybe(); }

// Runs f, and returns the message of what it throws.
template <class F> char *caught(F f) {
  try {
    f();
    return nullptr;
  } catch (const c10::Error &e) {
    return strdup(e.what_without_backtrace());
  } catch (const std::exception &e) {
    return strdup(e.what());
  }
}

}  // namespace

// The factor that scales an alpha function's peak to 1. A learned decay may leave [0, 1].
static Maybe peak(const Maybe &alpha, const Maybe &beta) {
  if (!alpha || !beta) return {};
  const Tensor a = alpha->clamp(0, 1).log(), b = beta->clamp(0, 1).log();
  return a / (b - a) + 1;
}

extern "C" char *snn_run(const snn_neuron *a, const snn_inputs *in, snn_outputs *out) {
  return caught([&] {
    const Maybe tau = a->model == SNN_ALPHA ? peak(maybe(in->alpha), maybe(in->beta)) : Maybe();
    const variable_list made = Neuron::apply(*a, *static_cast<const Tensor *>(in->current), maybe(in->feedback), maybe(in->membrane),
                                             maybe(in->synaptic), maybe(in->inhibitory), maybe(in->alpha), maybe(in->beta), tau,
                                             maybe(in->threshold), maybe(in->graded), maybe(in->slopes));
    void **to[] = {&out->spikes, &out->membranes, &out->membrane, &out->synaptic, &out->inhibitory};
    size_t next = 0;
    for (int k = 0; k < 5; k++)
      *to[k] = k == 0 || (k == 1 ? a->membrane : a->state && k < 3 + a->model) ? new Tensor(made.at(next++)) : nullptr;
  });
}

extern "C" char *snn_circuit(const void *current, const void *beta, const void *r, const void *c, const void *dt, void **driven, void **decay) {
  return caught([&] {
    const Tensor &i = *static_cast<const Tensor *>(current), &step = *static_cast<const Tensor *>(dt);
    const Maybe b = maybe(beta), given_r = maybe(r), given_c = maybe(c);
    const Tensor R = given_r ? *given_r : step / (*given_c * b->reciprocal().log());
    const Tensor C = given_c ? *given_c : step / (R * b->reciprocal().log());
    const Tensor rc = R * C;
    const Tensor drive = Driven::apply(i, R, rc.reciprocal(), step);
    *decay = new Tensor(1 - step / rc);
    *driven = new Tensor(drive);
  });
}

// The loops of libtorch sum in an order that depends on how wide their vectors are. Those of AVX2 are chosen on wider processors, too, and here, before any operation: a
// process asks once.
static const bool narrowed = [] {
  if (most_of_processor() == AVX512) setenv("ATEN_CPU_CAPABILITY", "avx2", 0);
  return !at::get_cpu_capability().empty();
}();

extern "C" void snn_threads(int n) { at::set_num_threads(n); }

extern "C" int snn_level(int most) { return level = std::min(most, most_of_processor()); }

extern "C" char *snn_linear(const void *xp, const void *wp, const void *b, void **y) {
  return caught([&] {
    const Tensor &x = *static_cast<const Tensor *>(xp), &w = *static_cast<const Tensor *>(wp);
    if (x.scalar_type() != at::kFloat || w.scalar_type() != at::kFloat) {
      *y = new Tensor(at::linear(x, w, maybe(b)));
      return;
    }
    TORCH_CHECK(x.dim() > 0 && w.dim() == 2 && x.size(-1) == w.size(1), "x of ", x.sizes(), " and weights of ", w.sizes());
    std::vector<int64_t> shape = x.sizes().vec();
    shape.back() = w.size(0);
    *y = new Tensor(DenseLinear::apply(x.reshape({-1, w.size(1)}).contiguous(), w.contiguous(), bias_of(b, w)).view(shape));
  });
}

extern "C" char *snn_conv2d(const void *xp, const void *wp, const void *b, snn_window by, void **y) {
  return caught([&] {
    const Tensor &x = *static_cast<const Tensor *>(xp), &w = *static_cast<const Tensor *>(wp);
    if (x.scalar_type() != at::kFloat || w.scalar_type() != at::kFloat) {
      *y = new Tensor(at::conv2d(x, w, maybe(b), by.stride, by.padding, by.dilation, by.groups));
      return;
    }
    const Windows c{x.size(1), x.size(2), x.size(3), w.size(0), w.size(2), w.size(3), by};
    TORCH_CHECK(c.in == w.size(1) * by.groups && c.out % by.groups == 0 && c.oh() > 0 && c.ow() > 0, "x of ", x.sizes(), " and weights of ", w.sizes());
    *y = new Tensor(DenseConv::apply(x.contiguous(), w.contiguous(), bias_of(b, w), c));
  });
}

// Runs a node on x, if that is mostly zeros, in rows of that length.
template <class F> static char *on_events(const void *xp, int64_t row, double most, bool by_pairs, void **y, F node) {
  return caught([&] {
    const Tensor &x = *static_cast<const Tensor *>(xp);
    Events s;
    *y = nullptr;
    if (find_events(x.detach().view({-1, row}), most, by_pairs, s)) *y = new Tensor(node(x, s));
  });
}

extern "C" char *snn_event_linear(const void *x, const void *wp, const void *b, int64_t steps, double most, void **y) {
  const Tensor &w = *static_cast<const Tensor *>(wp);
  return on_events(x, w.size(1), most, w.size(0) > BLOCK, y,
                   [&](const Tensor &x, const Events &s) { return Linear::apply(x, w, bias_of(b, w), s.from, s.at, s.value, s.pairs, steps); });
}

extern "C" char *snn_event_conv_pool(const void *x, const void *wp, const void *b, int64_t pool, double most, void **y) {
  const Tensor &w = *static_cast<const Tensor *>(wp), &picture = *static_cast<const Tensor *>(x);
  return on_events(x, picture.size(1) * picture.size(2) * picture.size(3), most, false, y,
                   [&](const Tensor &x, const Events &s) { return Conv::apply(x, w, bias_of(b, w), s.from, s.at, s.value, pool); });
}

// A node's tensors, as the loops read and write them.
#ifndef SNN_INPUTS_H
#define SNN_INPUTS_H
#include <ATen/ATen.h>
#ifdef __linux__
#include <sys/mman.h>
#endif
#include "loops.h"

namespace {
using at::Tensor;
using torch::autograd::variable_list;

// A new tensor. Each 4 KB page of fresh memory costs a fault when it is first written; large pages, where the system has them, cost
// one for 2 MB.
Tensor empty(at::IntArrayRef shape, const at::TensorOptions &options) {
  Tensor x = at::empty(shape, options);
#ifdef __linux__
  const uintptr_t page = 4096, from = (reinterpret_cast<uintptr_t>(x.data_ptr()) + page - 1) / page * page;
  const uintptr_t to = (reinterpret_cast<uintptr_t>(x.data_ptr()) + x.nbytes()) / page * page;
  if (x.nbytes() >= 4 << 20) madvise(reinterpret_cast<void *>(from), to - from, MADV_HUGEPAGE);
#endif
  return x;
}

template <class T> T *pointer(const Tensor &x) { return x.defined() ? x.data_ptr<T>() : nullptr; }

// The inputs of a node, in the order of its arguments.
enum { CURRENT, FEEDBACK, MEMBRANE, SYNAPTIC, INHIBITORY, ALPHA, BETA, TAU, THRESHOLD, GRADED, SLOPES, INPUTS };

// A layer's inputs as the loops read them: contiguous, of the current's type, parameters one for all or one for each feature.
struct Inputs {
  snn_neuron a;
  std::vector<int64_t> sample;   // [B x ...]
  Tensor x[INPUTS], given[INPUTS];
  int64_t n = 1, row = 1;

  Inputs(const snn_neuron &a, const variable_list &in) : a(a) {
    const Tensor current = in[CURRENT];
    sample = current.sizes().vec();
    if (a.layout == SNN_SERIES) sample.erase(sample.begin());
    for (size_t k = 0; k < sample.size(); k++) n *= sample[k], row *= k ? sample[k] : 1;
    if (sample.size() == 1) row = n;
    for (int k = 0; k < INPUTS; k++) {
      given[k] = in[k];
      if (!in[k].defined()) continue;
      Tensor v = in[k].to(current.scalar_type());
      if (k >= ALPHA && k < SLOPES) {
        if (a.clamp && (k == ALPHA || k == BETA)) v = v.clamp(0, 1);
        v = v.numel() == 1 ? v.reshape({1}) : v.expand(features()).contiguous();
      }
      x[k] = v.contiguous();
    }
  }
  // [...]: what a parameter is broadcast to. A sample of one dimension has no batch.
  std::vector<int64_t> features() const {
    return sample.size() > 1 ? std::vector<int64_t>(sample.begin() + 1, sample.end()) : sample;
  }
  std::vector<int64_t> series() const {
    std::vector<int64_t> shape = sample;
    if (a.layout != SNN_STEP) shape.insert(shape.begin(), a.steps);
    return shape;
  }
  template <class T> Layer<T> layer() const {
    auto param = [&](int k) { return Param<T>{pointer<T>(x[k]), x[k].defined() ? x[k].numel() : 1}; };
    Layer<T> l{};
    l.a = a, l.n = n, l.row = row, l.stride = a.layout == SNN_SERIES ? n : 0;
    l.beyond_cache = n * a.steps * int64_t(sizeof(T)) >= 32 << 20;
    l.current = pointer<T>(x[CURRENT]), l.feedback = pointer<T>(x[FEEDBACK]), l.slopes = pointer<T>(x[SLOPES]);
    l.membrane0 = pointer<T>(x[MEMBRANE]), l.synaptic0 = pointer<T>(x[SYNAPTIC]), l.inhibitory0 = pointer<T>(x[INHIBITORY]);
    l.alpha = param(ALPHA), l.beta = param(BETA), l.tau = param(TAU), l.threshold = param(THRESHOLD), l.graded = param(GRADED);
    return l;
  }
  // The gradient of a parameter: sums of one neuron each, added up in the neurons' order, so that it is the same for any number of threads.
  Tensor sum(int k, const Tensor &sums) const {
    const Tensor &p = given[k];
    Tensor total = at::zeros(p.sizes(), sums.options());
    double *to = total.data_ptr<double>();
    const double *from = sums.data_ptr<double>();
    if (p.numel() == 1) {
      for (int64_t j = 0; j < n; j++) to[0] += from[j];
    } else {
      const Tensor place = at::arange(p.numel(), at::kLong).view(p.sizes()).expand(features()).contiguous();
      const int64_t *index = place.data_ptr<int64_t>(), size = place.numel();
      for (int64_t j = 0; j < n; j++) to[index[j % size]] += from[j];
    }
    total = total.to(p.scalar_type());
    if (a.clamp && (k == ALPHA || k == BETA)) total.mul_(p.ge(0).logical_and_(p.le(1)));
    return total;
  }
};
}  // namespace
#endif

"""Writes golden.json: what snnTorch 1.0.0 makes of currents that hit thresholds exactly, and of others, with all gradients.

python golden.py > golden.json, with snntorch 1.0.0 and torch 2.1.2. Floats are float32 values, written exactly.
"""
import json
import sys
import warnings

import snntorch as snn
import torch
from snntorch import surrogate as sg
from snntorch.functional import quant

warnings.simplefilter("ignore")
torch.set_num_threads(1)
T, B, N = 6, 2, 3
SURROGATES = {
    "heaviside(0, 0, 0)": sg.heaviside(), "atan(2, 0, 0)": sg.atan(2.0), "atan(5, 0, 0)": sg.atan(5.0),
    "fast_sigmoid(25, 0, 0)": sg.fast_sigmoid(25), "sigmoid(25, 0, 0)": sg.sigmoid(25), "straight_through(0, 0, 0)": sg.straight_through_estimator(),
    "triangular(1, 0, 0)": sg.triangular(1), "spike_rate_escape(25, 1, 0)": sg.spike_rate_escape(1, 25), "sfs(25, 0.25, 0)": sg.SFS(25, 0.25),
    # LSO is broken in snnTorch: its operator, called as it is documented.
    "lso(0.1, 0, 0)": lambda x: sg.LeakySpikeOperator.apply(x, 0.1),
}
sg.LeakySpikeOperator.backward = staticmethod(lambda ctx, g: (g * ctx.saved_tensors[0] + (~ctx.saved_tensors[0].bool()).float() * ctx.slope * g, None))


def current(exact):
    """[T x B x N]: multiples of 1/4, whose sums hit the threshold; or any values."""
    g = torch.Generator().manual_seed(7)
    if exact:
        return torch.randint(-2, 7, (T, B, N), generator=g) / 4
    return torch.rand(T, B, N, generator=g) * 1.6 - 0.2


def flat(x):
    return [float("%.9g" % v) for v in x.detach().flatten()]  # 9 digits are a float32


def case(name, make, exact, states=1, shape=(B, N), hidden=None, spikes_shape=None, **settings):
    """One neuron, run step by step: outputs, and gradients of a weighted sum of all spikes, membranes and the last state."""
    hidden = hidden or shape
    g = torch.Generator().manual_seed(11)
    x = current(exact) if shape == (B, N) else torch.rand(T, *shape, generator=g) * 1.6 - 0.2
    x.requires_grad_()
    start = [(torch.randint(0, 8, hidden, generator=g) / 4).requires_grad_() for _ in range(states)]
    w_spikes = torch.rand(T, *(spikes_shape or hidden), generator=g) - 0.3
    w_membrane = torch.rand(T, *hidden, generator=g) - 0.3
    w_state = [torch.rand(hidden, generator=g) - 0.5 for _ in range(states)]
    torch.manual_seed(5)  # of initial weights
    neuron = make()
    state, spikes, membranes = start, [], []
    for t in range(T):
        out = neuron(x[t], *state)
        state = list(out[len(out) - states:])  # of recurrent neurons with the spikes
        spikes.append(out[0])
        membranes.append(state[-1])
    spikes, membranes = torch.stack(spikes), torch.stack(membranes)
    loss = (spikes * w_spikes).sum() + (membranes * w_membrane).sum() + sum((s * w).sum() for s, w in zip(state, w_state))
    loss.backward()
    grads = {n: p.grad for n, p in neuron.named_parameters() if p.grad is not None}
    zeros = torch.zeros(hidden)
    return {
        "neuron": name, **settings, "shape": [T, *shape], "hidden": hidden,
        "parameters": {n: flat(p) for n, p in neuron.named_parameters()}, "current": flat(x), "start": [flat(s) for s in start],
        "w_spikes": flat(w_spikes), "w_membrane": flat(w_membrane), "w_state": [flat(w) for w in w_state],
        "spikes": flat(spikes), "membrane": flat(membranes), "state": [flat(s) for s in state],
        "g_current": flat(x.grad), "g_start": [flat(s.grad if s.grad is not None else zeros) for s in start],
        "g_parameters": {n: flat(p) for n, p in grads.items()},
    }


def tensor(values):
    return torch.tensor(values if len(values) > 1 else values[0])


def leaky(exact, beta, threshold=(1.0,), graded=(1.0,), reset="subtract", delay=True, inhibition=False, surrogate="atan(2, 0, 0)"):
    return case("Leaky", lambda: snn.Leaky(
        tensor(beta), threshold=tensor(threshold), graded_spikes_factor=tensor(graded), reset_mechanism=reset, reset_delay=delay,
        inhibition=inhibition, spike_grad=SURROGATES[surrogate], learn_beta=True, learn_threshold=True, learn_graded_spikes_factor=True,
    ), exact, beta=beta, threshold=threshold, graded=graded, reset=reset, delay=delay, inhibition=inhibition, surrogate=surrogate)


def quantized(name, make, states, inhibition=False, **settings):
    """A state of 2^3 levels, from -1 to 1.2."""
    options = dict(state_quant=quant.state_quant(num_bits=3), inhibition=inhibition, learn_beta=True, learn_threshold=True)
    return case(name, lambda: make(**options), False, states=states, levels=flat(torch.linspace(-1, 1.2, 8)), threshold=(1.0,), graded=(1.0,),
                delay=True, inhibition=inhibition, surrogate="atan(2, 0, 0)", **settings)


def lapicque(exact, reset="subtract", inhibition=False, beta=None, R=None, C=None, dt=1.0):
    given = {k: v for k, v in (("beta", beta), ("R", R), ("C", C)) if v is not None}
    return case("Lapicque", lambda: snn.Lapicque(
        **given, time_step=dt, reset_mechanism=reset, inhibition=inhibition, learn_beta=beta is not None, learn_threshold=True,
    ), exact, beta=[beta] if beta else None, R=R, C=C, dt=dt, threshold=(1.0,), graded=(1.0,), reset=reset, delay=True, inhibition=inhibition,
        surrogate="atan(2, 0, 0)")


def synaptic(exact, alpha, beta, threshold=(1.0,), reset="subtract", delay=True, inhibition=False):
    return case("Synaptic", lambda: snn.Synaptic(
        tensor(alpha), tensor(beta), threshold=tensor(threshold), reset_mechanism=reset, reset_delay=delay, inhibition=inhibition,
        learn_alpha=True, learn_beta=True, learn_threshold=True,
    ), exact, states=2, alpha=alpha, beta=beta, threshold=threshold, graded=(1.0,), reset=reset, delay=delay, inhibition=inhibition,
        surrogate="atan(2, 0, 0)")


def alpha(exact, alpha, beta, threshold=(1.0,), reset="zero", inhibition=False):
    leaf = tensor(alpha).requires_grad_()  # learn_alpha is an error in snnTorch
    made = case("Alpha", lambda: snn.Alpha(
        leaf, tensor(beta), threshold=tensor(threshold), reset_mechanism=reset, inhibition=inhibition, learn_beta=True, learn_threshold=True,
    ), exact, states=3, alpha=alpha, beta=beta, threshold=threshold, graded=(1.0,), reset=reset, delay=True, inhibition=inhibition,
        surrogate="atan(2, 0, 0)")
    made["g_parameters"]["alpha"] = flat(leaf.grad)
    return made


def recurrent(name, kind, reset, delay=True, inhibition=False):
    shape = (B, 2, 3, 3) if kind == "convolution" else (B, N)
    how = {"all": dict(linear_features=N), "one": dict(V=-0.25, all_to_all=False), "convolution": dict(conv2d_channels=2, kernel_size=3)}[kind]
    settings = dict(threshold=(1.0,), reset=reset, delay=delay, inhibition=inhibition, surrogate="atan(2, 0, 0)", kind=kind, graded=(1.0,), beta=(0.8,))
    options = dict(reset_mechanism=reset, reset_delay=delay, inhibition=inhibition, learn_beta=True, learn_threshold=True, **how)
    if name == "RLeaky":
        return case(name, lambda: snn.RLeaky(0.8, **options), False, states=2, shape=shape, **settings)
    return case(name, lambda: snn.RSynaptic(0.9, 0.8, learn_alpha=True, **options), False, states=3, shape=shape, alpha=(0.9,), **settings)


def slstm(reset, bias):
    return case("SLSTM", lambda: snn.SLSTM(N, N, bias=bias, threshold=0.2, learn_threshold=True, reset_mechanism=reset), False, states=2,
                threshold=(0.2,), graded=(1.0,), reset=reset, delay=True, inhibition=False, surrogate="atan(2, 0, 0)", bias=bias)


def sconv2dlstm(reset, bias, max_pool=0, avg_pool=0):
    side = 4 // max(1, max_pool, avg_pool)
    return case("SConv2dLSTM", lambda: snn.SConv2dLSTM(
        2, 3, 3, bias=bias, max_pool=max_pool, avg_pool=avg_pool, threshold=0.1, learn_threshold=True, reset_mechanism=reset,
    ), False, states=2, shape=(B, 2, 4, 4), hidden=(B, 3, 4, 4), spikes_shape=(B, 3, side, side), threshold=(0.1,), graded=(1.0,), reset=reset,
        delay=True, inhibition=False, surrogate="atan(2, 0, 0)", bias=bias, maxpool=max_pool, avgpool=avg_pool)


def parallel(bias, beta=0.7, dense=False):
    """LeakyParallel returns spikes alone, of all steps. A dense layer without a beta has weights of its own."""
    g = torch.Generator().manual_seed(11)
    x, w = current(False).requires_grad_(), torch.rand(T, B, 4, generator=g) - 0.3
    torch.manual_seed(5)
    neuron = snn.LeakyParallel(N, 4, beta=beta, bias=bias, threshold=0.5, learn_beta=True, learn_threshold=True, weight_hh_enable=dense)
    spikes = neuron(x)
    (spikes * w).sum().backward()
    return {"neuron": "LeakyParallel", "beta": beta and [beta], "threshold": [0.5], "graded": [1.0], "surrogate": "atan(2, 0, 0)", "bias": bias, "dense": dense,
            "shape": [T, B, N], "hidden": [B, 4], "current": flat(x), "w_spikes": flat(w), "spikes": flat(spikes), "g_current": flat(x.grad),
            "parameters": {n: flat(p) for n, p in neuron.named_parameters()},
            "g_parameters": {n: flat(p.grad) for n, p in neuron.named_parameters()}}


def state_leaky(beta, threshold=(0.5,)):
    """StateLeaky takes all steps at once, from zero. Only g = 1: it multiplies by g twice."""
    g = torch.Generator().manual_seed(11)
    x, w, v = current(False).requires_grad_(), torch.rand(T, B, N, generator=g) - 0.3, torch.rand(T, B, N, generator=g) - 0.3
    neuron = snn.StateLeaky(tensor(beta), N, threshold=tensor(threshold), learn_beta=True, learn_threshold=True)
    spikes, membranes = neuron(x)
    ((spikes * w).sum() + (membranes * v).sum()).backward()
    return {"neuron": "StateLeaky", "beta": beta, "threshold": threshold, "graded": [1.0], "surrogate": "atan(2, 0, 0)", "shape": [T, B, N],
            "hidden": [B, N], "current": flat(x), "w_spikes": flat(w), "w_membrane": flat(v), "spikes": flat(spikes), "membrane": flat(membranes),
            "g_current": flat(x.grad), "parameters": {"tau": flat(neuron.tau)},
            "g_parameters": {"tau": flat(neuron.tau.grad), "threshold": flat(neuron.threshold.grad)}}


class DeltaLeaky(snn.DeltaLeaky):
    """With a membrane for its state, as the pair's second value is never read."""
    def forward(self, x, mem):
        spikes, (mem, _) = super().forward(x, (mem, mem))
        return spikes, mem


def delta_leaky(exact, beta, threshold=0.5, surrogate="atan(2, 0, 0)"):
    return case("DeltaLeaky", lambda: DeltaLeaky(threshold, beta=tensor(beta), spike_grad=SURROGATES[surrogate], learn_beta=True), exact,
                beta=beta, threshold=[threshold], graded=(1.0,), surrogate=surrogate)


def associative(query):
    """AssociativeLeaky returns what is read, or spikes, of all steps. Weights are three times as large, so that it fires; decays are near 1, as it adds 1e-8 to
    their products."""
    g = torch.Generator().manual_seed(11)
    x, w = current(False).requires_grad_(), torch.rand(T, B, 4 if query else 6, generator=g) - 0.3
    torch.manual_seed(5)
    neuron = snn.AssociativeLeaky(N, 2, 3, 6, use_q_projection=query)
    for name, p in neuron.named_parameters():
        p.data *= 3 if "alpha" not in name else 1
    neuron.to_alpha.bias.data += 3
    y = neuron(x)
    (y * w).sum().backward()
    return {"neuron": "AssociativeLeaky", "kind": "query" if query else "spikes", "threshold": [1.0], "graded": [1.0], "surrogate": "atan(2, 0, 0)",
            "shape": [T, B, N], "hidden": [B, 6], "current": flat(x), "w_spikes": flat(w), "spikes": flat(y), "g_current": flat(x.grad),
            "parameters": {n: flat(p) for n, p in neuron.named_parameters()},
            "g_parameters": {n: flat(p.grad) for n, p in neuron.named_parameters()}}


cases = []
for reset in ("subtract", "zero", "none"):
    for delay in (True, False):
        for exact, beta in ((True, (0.5,)), (False, (0.9,))):
            cases.append(leaky(exact, beta, reset=reset, delay=delay))
            cases.append(leaky(exact, beta, reset=reset, delay=delay, inhibition=True))
        cases.append(leaky(False, (0.95, 0.3, 0.0), threshold=(0.5, 1.0, 1.5), graded=(2.0,), reset=reset, delay=delay))
        cases.append(leaky(False, (1.0,), reset=reset, delay=delay))
        cases.append(leaky(False, (0.9,), graded=(2.0, 0.5, -1.0), reset=reset, delay=delay))
for surrogate in SURROGATES:
    for exact, beta in ((True, (0.5,)), (False, (0.9,))):
        cases.append(leaky(exact, beta, surrogate=surrogate))
for reset in ("subtract", "zero", "none"):
    for inhibition in (False, True):
        cases.append(lapicque(False, reset, inhibition, beta=0.9))
        cases.append(alpha(False, (0.9,), (0.8,), reset=reset, inhibition=inhibition))
        cases.append(alpha(True, (0.5,), (0.25,), reset=reset, inhibition=inhibition))
        cases.append(alpha(False, (0.9, 1.0, 0.3), (0.8, 0.5, 0.0625), threshold=(0.25, 0.5, 1.0), reset=reset, inhibition=inhibition))
        for delay in (True, False):
            cases.append(synaptic(True, (0.5,), (0.5,), reset=reset, delay=delay, inhibition=inhibition))
            cases.append(synaptic(False, (0.9,), (0.8,), reset=reset, delay=delay, inhibition=inhibition))
            cases.append(synaptic(False, (0.9, 0.0, 1.0), (0.8, 0.7, 0.6), threshold=(0.5, 1.0, 1.5), reset=reset, delay=delay, inhibition=inhibition))
    cases.append(lapicque(True, reset, R=1.0, C=2.0))
    cases.append(lapicque(False, reset, R=5.0, C=1e-3, dt=1e-3))
for reset in ("subtract", "zero", "none"):
    for kind in ("all", "one", "convolution"):
        cases.append(recurrent("RLeaky", kind, reset))
        cases.append(recurrent("RSynaptic", kind, reset))
    cases.append(recurrent("RLeaky", "all", reset, delay=False))
    cases.append(recurrent("RLeaky", "all", reset, inhibition=True))
    for bias in (True, False):
        cases.append(slstm(reset, bias))
        cases.append(sconv2dlstm(reset, bias))
    cases.append(sconv2dlstm(reset, True, max_pool=2))
    cases.append(sconv2dlstm(reset, True, avg_pool=2))
cases += [delta_leaky(True, (0.5,)), delta_leaky(False, (0.9,)), delta_leaky(False, (0.95, 0.3, 0.0), threshold=0.3, surrogate="fast_sigmoid(25, 0, 0)")]
cases += [associative(True), associative(False)]
cases += [parallel(True), parallel(False), parallel(True, None, dense=True), parallel(False, 0.2, dense=True), state_leaky((0.9,)), state_leaky((0.95, 0.3, 0.0), threshold=(0.5, 1.0, 1.5))]
for reset in ("subtract", "zero", "none"):
    cases.append(quantized("Leaky", lambda **o: snn.Leaky(0.9, reset_mechanism=reset, **o), 1, beta=(0.9,), reset=reset))
    cases.append(quantized("Synaptic", lambda **o: snn.Synaptic(0.9, 0.8, reset_mechanism=reset, learn_alpha=True, **o), 2, alpha=(0.9,), beta=(0.8,), reset=reset))
    cases.append(quantized("Lapicque", lambda **o: snn.Lapicque(beta=0.9, reset_mechanism=reset, **o), 1, beta=(0.9,), dt=1.0, reset=reset))
    cases.append(quantized("Alpha", lambda **o: snn.Alpha(0.9, 0.8, reset_mechanism=reset, **o), 3, alpha=(0.9,), beta=(0.8,), reset=reset))
    for kind, how in (("all", dict(linear_features=N)), ("one", dict(V=-0.25, all_to_all=False))):
        cases.append(quantized("RLeaky", lambda **o: snn.RLeaky(0.8, reset_mechanism=reset, **how, **o), 2, beta=(0.8,), kind=kind, reset=reset))
        cases.append(quantized("RSynaptic", lambda **o: snn.RSynaptic(0.9, 0.8, reset_mechanism=reset, learn_alpha=True, **how, **o), 3,
                               alpha=(0.9,), beta=(0.8,), kind=kind, reset=reset))
cases.append(quantized("RLeaky", lambda **o: snn.RLeaky(0.8, reset_mechanism="subtract", linear_features=N, **o), 2, inhibition=True,
                       beta=(0.8,), kind="all", reset="subtract"))
json.dump({"cases": cases}, sys.stdout, separators=(",", ":"))

"""Makes golden.json: losses, gradients, accuracies and levels of snnTorch 1.0.0, for this package's tests.

    pip install snntorch==1.0.0 torch==2.1.2 "numpy<2" && python golden.py

Where snnTorch is known to do other than it documents (see the comments on Weights, CERateLoss and MSETemporalLoss), there is no case here:
the tests have their own.
"""
import json

import torch
from snntorch import functional as SF
from snntorch.functional import quant
from snntorch.functional.stdp_learner import STDPLearner

torch.manual_seed(1)
T, B, N = 6, 4, 10
spikes = (torch.rand(T, B, N) < 0.3).float()
spikes[:, 1, :] = 0  # a silent sample
spikes[:, 2, 3] = 0
membrane = torch.randn(T, B, N)
targets = torch.tensor([3, 0, 9, 4])
classes5 = torch.tensor([3, 0, 2, 4])
per_step = torch.randint(0, N, (T, B))
times = torch.randint(0, T, (B, N)).float()
weights = torch.rand(N) + 0.5
cases = []


def case(name, x, call):
    x = x.clone().requires_grad_()
    loss = call(x)
    loss.sum().backward()
    cases.append({"name": name, "loss": loss.detach().flatten().tolist(), "gradient": x.grad.flatten().tolist()})


def wanted(on, off):
    return torch.where(torch.nn.functional.one_hot(targets, N).bool(), float(on), float(off))


def cross_entropy(membrane):
    loss = torch.zeros(1)
    for step in range(T):
        loss += torch.nn.CrossEntropyLoss()(membrane[step], targets)
    return loss


case("CrossEntropy", membrane, cross_entropy)
for what, options in [("", {}), (" sum", {"reduction": "sum"}), (" none", {"reduction": "none", "weight": torch.ones(N)}), (" weights", {"weight": weights})]:
    case("CERateLoss" + what, spikes, lambda x: SF.ce_rate_loss(**options)(x, targets))
    case("CECountLoss" + what, spikes, lambda x: SF.ce_count_loss(**options)(x, targets))
    case("CEMaxMembraneLoss" + what, membrane, lambda x: SF.ce_max_membrane_loss(**options)(x, targets))
case("CECountLoss population", spikes, lambda x: SF.ce_count_loss(population_code=True, num_classes=5)(x, classes5))
case("CETemporalLoss", spikes, lambda x: SF.ce_temporal_loss()(x, targets))
case("CETemporalLoss reciprocal", spikes, lambda x: SF.ce_temporal_loss(inverse="reciprocal")(x, targets))
case("CETemporalLoss weights", spikes, lambda x: SF.ce_temporal_loss(weight=weights)(x, targets))
case("MSECountLoss", spikes, lambda x: SF.mse_count_loss()(x, targets))
case("MSECountLoss rates", spikes, lambda x: SF.mse_count_loss(correct_rate=0.8, incorrect_rate=0.2)(x, targets))
case("MSECountLoss sum", spikes, lambda x: SF.mse_count_loss(correct_rate=0.8, incorrect_rate=0.2, reduction="sum")(x, targets))
case("MSECountLoss population", spikes, lambda x: SF.mse_count_loss(correct_rate=0.8, incorrect_rate=0.2, population_code=True, num_classes=5)(x, classes5))
case("MSEMembraneLoss", membrane, lambda x: SF.mse_membrane_loss()(x, targets))
case("MSEMembraneLoss targets", membrane, lambda x: SF.mse_membrane_loss(on_target=1.2, off_target=0.3)(x, targets))
# snnTorch takes off_target as the least that a target is, so that off targets below 0 become 0, and on targets below it become it, which are all
# spike times but odd ones. Times that are given as such are those that are meant.
case("MSEMembraneLoss negative target", membrane, lambda x: sum(torch.nn.MSELoss()(x[t], wanted(1.2, -0.3)) for t in range(T)) / T)
# mse_membrane_loss(time_var_targets=True) fails for classes: this is what it documents.
case("MSEMembraneLoss per step", membrane, lambda x: sum(torch.nn.MSELoss()(x[t], torch.nn.functional.one_hot(per_step[t], N).float()) for t in range(T)) / T)
case("MSETemporalLoss", spikes, lambda x: SF.mse_temporal_loss(target_is_time=True)(x, wanted(0, -1)))
case("MSETemporalLoss targets", spikes, lambda x: SF.mse_temporal_loss(target_is_time=True, tolerance=2)(x, wanted(1, -2)))
case("MSETemporalLoss times", spikes, lambda x: SF.mse_temporal_loss(target_is_time=True)(x, times.clone()))
# Here on targets are above off targets, and there is one neuron, so that snnTorch's own conversion is right.
one = spikes[:, :1, 3:4].contiguous()
case("MSETemporalLoss two spikes of one neuron", one, lambda x: SF.mse_temporal_loss(
    on_target=torch.tensor([1, 3]), off_target=torch.tensor([4, 5]), multi_spike=True)(x, torch.tensor([0])))
case("L1RateSparsity", spikes, lambda x: SF.reg.l1_rate_sparsity(1e-3)(x))

values = torch.cat([torch.randn(50), torch.tensor([0.0, 1.0, -1.0, 1.2, -5.0, 5.0])])
quants = []
for options in [{}, {"num_bits": 4}, {"num_bits": 1}, {"num_bits": 4, "threshold": 5, "lower_limit": 0.1, "upper_limit": 0.3},
                *({"num_bits": bits, "uniform": False} for bits in (1, 2, 3, 4, 6, 8)),
                *({"num_bits": bits, "uniform": False, "thr_centered": False} for bits in (2, 5, 8)),
                {"num_bits": 4, "uniform": False, "multiplier": 0.6, "threshold": 0.7, "lower_limit": 0.5, "upper_limit": 1}]:
    q = quant.state_quant(**options)
    levels = q.__closure__[0].cell_contents
    quants.append({"options": options, "levels": levels.tolist(), "quantized": q(values).tolist()})


class Given(torch.nn.Module):
    """Neurons that spike as they are told."""
    def forward(self, spikes):
        return spikes


def stdp(kind, synapse, pre, f_pre=lambda w: w, f_post=lambda w: w, tau_pre=2.0, tau_post=5.0):
    """Changes after each of the first steps, and of all steps at once as a gradient."""
    given = Given()
    synapse.weight.data = torch.rand(synapse.weight.shape)
    x = (torch.rand(5, *pre) < 0.4).float()
    y = (torch.rand(5, *synapse(x[0]).shape) < 0.4).float()
    made = {"kind": kind, "tauPre": tau_pre, "tauPost": tau_post, "weightShape": list(synapse.weight.shape), "weight": synapse.weight.flatten().tolist(),
            "preShape": list(x.shape), "postShape": list(y.shape), "pre": x.flatten().tolist(), "post": y.flatten().tolist(), "changes": []}
    learner = STDPLearner(synapse, given, tau_pre, tau_post, f_pre, f_post)
    for t in range(5):
        synapse(x[t]), given(y[t])
        made["changes"].append(learner.step(on_grad=False).flatten().tolist())
    pad = getattr(synapse, "padding", (0, 0))[0]
    trace = learner.trace_pre[..., pad:learner.trace_pre.shape[-2] - pad, pad:learner.trace_pre.shape[-1] - pad] if pad else learner.trace_pre
    made["tracePre"], made["tracePost"] = trace.flatten().tolist(), learner.trace_post.flatten().tolist()
    learner.disable()
    learner = STDPLearner(synapse, given, tau_pre, tau_post, f_pre, f_post)
    for t in range(5):
        synapse(x[t]), given(y[t])
    learner.step()
    made["gradient"] = synapse.weight.grad.flatten().tolist()
    return made


stdps = [stdp("Linear", torch.nn.Linear(4, 3), (2, 4)),
         stdp("Linear bounded", torch.nn.Linear(4, 3, bias=False), (2, 4), f_pre=lambda w: w * w, f_post=lambda w: 1 - w),
         stdp("Conv2d", torch.nn.Conv2d(2, 3, 3), (2, 2, 5, 6)),
         stdp("Conv2d strided", torch.nn.Conv2d(2, 3, 3, stride=2, padding=1), (2, 2, 6, 5), f_pre=lambda w: w * w, f_post=lambda w: 1 - w, tau_pre=1.0)]

with open("golden.json", "w") as file:
    json.dump({
        "shape": [T, B, N], "spikes": spikes.flatten().tolist(), "membrane": membrane.flatten().tolist(), "targets": targets.tolist(),
        "classes": classes5.tolist(), "perStep": per_step.flatten().tolist(), "times": times.flatten().tolist(), "weights": weights.tolist(),
        "cases": cases,
        "accuracyRate": SF.accuracy_rate(spikes, targets), "accuracyPopulation": SF.accuracy_rate(spikes, classes5, population_code=True, num_classes=5),
        "accuracyTemporal": SF.accuracy_temporal(spikes, targets), "values": values.tolist(), "quants": quants, "stdp": stdps,
    }, file)

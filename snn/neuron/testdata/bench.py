"""Times snnTorch's neurons for `go test -bench Neurons`: the fastest run of each in milliseconds, as JSON.

The fastest, so that a busy machine does not make snnTorch look slow. Usage: bench.py T B N.
"""
import json
import sys
import time

import snntorch as snn
import torch

T, B, N = map(int, sys.argv[1:4])
current = torch.rand(T, B, N, generator=torch.Generator().manual_seed(1)) * 0.4


def fastest_ms(call, runs=8):
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)


def run(neuron, x):
    state, spikes, membranes = [torch.zeros(B, N)] * (2 if isinstance(neuron, snn.Synaptic) else 1), [], []
    for step in range(T):
        s, *state = neuron(x[step], *state)
        spikes.append(s)
        membranes.append(state[-1])
    return torch.stack(spikes), torch.stack(membranes)


def forward(neuron):
    with torch.no_grad():
        run(neuron, current)


def both(neuron):
    x = current.detach().requires_grad_()
    spikes, membranes = run(neuron, x)
    (spikes.sum() + membranes.sum()).backward()


leaky, synaptic = snn.Leaky(beta=0.9), snn.Synaptic(alpha=0.9, beta=0.8)
print(json.dumps({
    "LeakyForward": fastest_ms(lambda: forward(leaky)),
    "LeakyTrain": fastest_ms(lambda: both(leaky), 4),
    "SynapticForward": fastest_ms(lambda: forward(synaptic)),
    "SynapticTrain": fastest_ms(lambda: both(synaptic), 4),
}))

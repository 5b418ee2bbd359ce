"""Times snnTorch's encoders for `go test -bench Encoders`: the fastest run of each in milliseconds, as JSON.

The fastest, so that a busy machine does not make snnTorch look slow.

bench_snntorch.py IMAGES, a file of [128 x 1 x 28 x 28] float32 values in [0, 1].
"""
import json
import sys
import time

import numpy
import torch
from snntorch import spikegen


def fastest_ms(call, runs=15):
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)


images = torch.from_numpy(numpy.fromfile(sys.argv[1], numpy.float32).reshape(-1, 1, 28, 28))
series = torch.rand(1_000_000, generator=torch.Generator().manual_seed(1))
latency = dict(num_steps=100, tau=5, threshold=0.01)
print(json.dumps({
    "Rate": fastest_ms(lambda: spikegen.rate(images, num_steps=100, gain=0.25)),
    "RateConv": fastest_ms(lambda: spikegen.rate_conv(images)),
    "Latency": fastest_ms(lambda: spikegen.latency(images, **latency)),
    "LatencyAll": fastest_ms(lambda: spikegen.latency(images, normalize=True, linear=True, clip=True, **latency)),
    "Delta": fastest_ms(lambda: spikegen.delta(series, threshold=0.8, off_spike=True)),
    "Fill": fastest_ms(lambda: torch.empty(100, 128, 1, 28, 28).fill_(1)),
    "FillUint8": fastest_ms(lambda: torch.empty(100, 128, 1, 28, 28, dtype=torch.uint8).fill_(1)),
}))

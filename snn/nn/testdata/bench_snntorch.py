"""Times training steps in snnTorch for `go test -bench Training`: the fastest run of each in milliseconds, as JSON.

The fastest, so that a busy machine does not make snnTorch look slow. Images do not matter: they are drawn.
"""
import json
import time

import snntorch
import torch
from snntorch import functional, spikegen, surrogate, utils
from torch import nn

from tutorial5 import Net

torch.manual_seed(0)
torch.set_num_threads(2)


def fastest_ms(step, runs):
    step()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)


images, labels = torch.rand(128, 784) * (torch.rand(128, 784) < 0.2), torch.randint(0, 10, (128,))
net = Net()
opt = torch.optim.Adam(net.parameters(), lr=5e-4)


def full(steps):
    _, membranes = net(steps)
    loss = torch.zeros(1)
    for step in range(len(steps)):
        loss += nn.functional.cross_entropy(membranes[step], labels)
    opt.zero_grad()
    loss.backward()
    opt.step()


leaky = dict(beta=0.5, spike_grad=surrogate.fast_sigmoid(slope=25), init_hidden=True)
csnn = nn.Sequential(nn.Conv2d(1, 12, 5), nn.MaxPool2d(2), snntorch.Leaky(**leaky), nn.Conv2d(12, 64, 5), nn.MaxPool2d(2), snntorch.Leaky(**leaky),
                     nn.Flatten(), nn.Linear(64 * 4 * 4, 10), snntorch.Leaky(**leaky, output=True))
conv_opt = torch.optim.Adam(csnn.parameters(), lr=1e-2)
rate_loss = functional.ce_rate_loss()


def convolution():
    utils.reset(csnn)
    loss = rate_loss(torch.stack([csnn(images.reshape(128, 1, 28, 28))[0] for _ in range(50)]), labels)
    conv_opt.zero_grad()
    loss.backward()
    conv_opt.step()


spikes = spikegen.rate(images, num_steps=25)
print(json.dumps({
    "Static": fastest_ms(lambda: full([images] * 25), 20), "Spikes": fastest_ms(lambda: full(list(spikes)), 20), "Convolution": fastest_ms(convolution, 4),
}))

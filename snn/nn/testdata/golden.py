"""Makes golden.json: what PyTorch 2.1.2 and snnTorch 1.0.0 make of initial values, optimizers, layers and the networks of tutorials 5 and 6,
for this package's tests.

    pip install snntorch==1.0.0 torch==2.1.2 "numpy<2" && GOSNN_MNIST=folder python golden.py

GOSNN_MNIST names a folder with MNIST's train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. The values depend on the processor: these are
an Intel's with AVX-512, whose square roots are rounded right.
"""
import gzip
import json
import os

import numpy
import snntorch
import torch
from snntorch import functional, surrogate, utils
from torch import nn

torch.set_num_threads(2)
golden = {}


def flat(x):
    return x.detach().flatten().tolist()


def some(x):
    """Values spread over a tensor, and the largest: what a test compares of it."""
    x = x.detach().flatten()
    return {"values": x[:: max(1, len(x) // 50)].tolist(), "largest": x.abs().max().item()}


# Initial values.
torch.manual_seed(42)
layers = nn.Sequential(nn.Linear(5, 3), nn.Conv2d(2, 4, 3), nn.Linear(3, 2, bias=False), nn.Conv2d(4, 2, 3, groups=2))
golden["initial"] = {name: flat(p) for name, p in layers.named_parameters()}


class Graded(nn.Module):
    """A factor for each of 120 neurons. GradedSpikes has one for each row of its input, so neurons are rows."""
    def reset_parameters(self):
        self.graded = snntorch.GradedSpikes(120, None)

    def forward(self, x):
        return self.graded(x.flatten(1).T).T.reshape(x.shape)


class OverTime(nn.Module):
    """Three samples as three time steps."""
    def __init__(self):
        super().__init__()
        self.norms = snntorch.BatchNormTT2d(4, 3)

    def forward(self, x):
        return torch.cat([norm(step) for norm, step in zip(self.norms, x.split(1))])


# Layers.
torch.manual_seed(1)
x = torch.randn(3, 4, 6, 5)
golden["x"] = flat(x)
cases = {
    "Conv2d": nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), "MaxPool2d": nn.MaxPool2d(2), "MaxPool2d 3": nn.MaxPool2d(3, stride=2, padding=1),
    "AvgPool2d": nn.AvgPool2d(2), "AvgPool2d 3": nn.AvgPool2d(3, stride=2, padding=1), "Linear": nn.Linear(5, 4), "Flatten": nn.Flatten(), "BatchNorm": nn.BatchNorm2d(4),
    "GradedSpikes": Graded(), "BatchNormTT": OverTime(),
}
golden["layers"] = {}
for name, layer in cases.items():
    torch.manual_seed(7)
    if hasattr(layer, "reset_parameters"):
        layer.reset_parameters()
    given = x.clone().requires_grad_()
    y = layer(given)
    (y * torch.arange(y.numel()).reshape(y.shape) / y.numel()).sum().backward()
    golden["layers"][name] = {"shape": list(y.shape), "y": flat(y), "gradient": flat(given.grad)}
norm = cases["BatchNorm"]
golden["norm"] = {"mean": flat(norm.running_mean), "variance": flat(norm.running_var), "evaluated": flat(norm.eval()(x))}

# Optimizers: 20 steps of parameters of 37 values, down given gradients.
optimizers = {
    "Adam": lambda p: torch.optim.Adam(p, lr=5e-4), "Adam decay": lambda p: torch.optim.Adam(p, lr=1e-2, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=1e-3), "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
    "SGD momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.1, weight_decay=0.01),
    "SGD Nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
}
start, gradients = torch.randn(37), torch.randn(20, 37) * 0.01
golden["start"], golden["gradients"], golden["optimizers"] = flat(start), [flat(g) for g in gradients], {}
for name, make in optimizers.items():
    p = nn.Parameter(start.clone())
    opt = make([p])
    steps = []
    for g in gradients:
        p.grad = g.clone()
        opt.step()
        steps.append(flat(p))
    golden["optimizers"][name] = steps


# The tutorials' networks: MNIST in the files' order.
def idx(name, skip):
    with gzip.open(os.path.join(os.environ["GOSNN_MNIST"], name + ".gz")) as f:
        return numpy.frombuffer(f.read(), numpy.uint8, offset=skip)


images = torch.from_numpy(idx("train-images-idx3-ubyte", 16).reshape(-1, 784)[:1280].astype(numpy.float32) / numpy.float32(255))
labels = torch.from_numpy(idx("train-labels-idx1-ubyte", 8)[:1280].astype(numpy.int64))


def train(net, forward, loss_of, lr, batches, size):
    opt = torch.optim.Adam(net.parameters(), lr=lr, betas=(0.9, 0.999))
    losses, first = [], None
    for i in range(batches):
        x, y = images[i * size:(i + 1) * size], labels[i * size:(i + 1) * size]
        loss = loss_of(forward(x), y)
        opt.zero_grad()
        loss.backward()
        if first is None:
            first = {name.replace("fc1", "0").replace("fc2", "2"): some(p.grad) for name, p in net.named_parameters() if p.grad is not None}
        opt.step()
        losses.append(loss.item())
    return {"losses": losses, "gradients": first}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.lif1 = nn.Linear(784, 1000), snntorch.Leaky(beta=0.95)
        self.fc2, self.lif2 = nn.Linear(1000, 10), snntorch.Leaky(beta=0.95)

    def forward(self, x, steps=25):
        mem1, mem2, spikes, membranes = self.lif1.reset_mem(), self.lif2.reset_mem(), [], []
        for _ in range(steps):
            spk1, mem1 = self.lif1(self.fc1(x), mem1)
            spk2, mem2 = self.lif2(self.fc2(spk1), mem2)
            spikes.append(spk2)
            membranes.append(mem2)
        return torch.stack(spikes), torch.stack(membranes)


def over_time(out, y):
    loss = torch.zeros(1)
    for step in range(25):
        loss += nn.CrossEntropyLoss()(out[1][step], y)
    return loss


torch.manual_seed(0)
net = Net()
golden["tutorial5"] = train(net, net, over_time, 5e-4, 10, 128)

torch.manual_seed(0)
slope = surrogate.fast_sigmoid(slope=25)
leaky = dict(beta=0.5, spike_grad=slope, init_hidden=True)
net = nn.Sequential(nn.Conv2d(1, 12, 5), nn.MaxPool2d(2), snntorch.Leaky(**leaky), nn.Conv2d(12, 64, 5), nn.MaxPool2d(2), snntorch.Leaky(**leaky),
                    nn.Flatten(), nn.Linear(64 * 4 * 4, 10), snntorch.Leaky(**leaky, output=True))


def steps(x, steps=10):  # membranes, since the untrained network is silent for so short a time
    utils.reset(net)
    return torch.stack([net(x.reshape(-1, 1, 28, 28))[1] for _ in range(steps)])


golden["tutorial6"] = train(net, steps, functional.ce_rate_loss(), 1e-2, 5, 16)
with open("golden.json", "w") as file:
    json.dump(golden, file)

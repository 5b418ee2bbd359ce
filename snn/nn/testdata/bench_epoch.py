"""Times snnTorch for `go test -bench Epoch`: an epoch of tutorial 5 on MNIST and its test set, with its peak of memory over what is held before.

Usage: bench_epoch.py FOLDER, which has the four files of MNIST.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from tutorial5 import Net

torch.manual_seed(42)
torch.set_num_threads(2)
BATCH, STEPS = 128, 25


def mnist(part):
    read = lambda name, skip: np.fromfile(Path(sys.argv[1], f"{part}-{name}-ubyte"), np.uint8)[skip:]
    return torch.from_numpy(read("images-idx3", 16).reshape(-1, 784)).float() / 255, torch.from_numpy(read("labels-idx1", 8)).long()


def memory(line):
    """A line of /proc/self/status, in MiB."""
    return next(int(s.split()[1]) for s in open("/proc/self/status") if s.startswith(line)) / 1024


(images, labels), (test_images, test_labels) = mnist("train"), mnist("t10k")
Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
before, start = memory("VmRSS"), time.perf_counter()
net = Net()
opt = torch.optim.Adam(net.parameters(), lr=5e-4)
for at in torch.randperm(len(images))[: len(images) // BATCH * BATCH].split(BATCH):
    loss = sum(nn.functional.cross_entropy(membrane, labels[at]) for membrane in net([images[at]] * STEPS)[1])
    opt.zero_grad()
    loss.backward()
    opt.step()
with torch.no_grad():
    right = sum((net([x] * STEPS)[0].sum(0).argmax(1) == y).sum().item() for x, y in zip(test_images.split(BATCH), test_labels.split(BATCH)))
print(json.dumps({"Epoch": (time.perf_counter() - start) * 1e3, "PeakMiB": memory("VmHWM") - before, "Right": 100 * right / len(test_images)}))

"""Reads what TestTorch has written to a folder, checks it, and makes spikes of it with snnTorch."""
import os
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from snntorch import spikegen

folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name)


tensors = load_file(path("all.safetensors"))
assert len(tensors) == 10, sorted(tensors)
for name, x in tensors.items():
    expected = torch.arange(24).reshape(4, 2, 3).to(getattr(torch, name))
    assert x.dtype == expected.dtype and torch.equal(x, expected), (name, x)
save_file(tensors, path("saved.safetensors"))

images = torch.from_numpy(np.load(path("images.npy")))
torch.manual_seed(42)
spikes = {"rate": spikegen.rate(images, num_steps=10), "latency": spikegen.latency(images, num_steps=10, tau=5, threshold=0.01, normalize=True)}
np.savez(path("spikes.npz"), **{name: x.numpy() for name, x in spikes.items()})
save_file({name: x.contiguous() for name, x in spikes.items()}, path("spikes.safetensors"))

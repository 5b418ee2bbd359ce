"""Reads what TestNumPy has written to a folder, checks each element, and writes the same arrays back."""
import os
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name)


def check(what, array, dtype, expected):
    expected = np.asarray(expected).astype(dtype)
    assert array.dtype == np.dtype(dtype), (what, array.dtype)
    assert array.shape == expected.shape, (what, array.shape)
    assert np.array_equal(array, expected), (what, array)


def check_all(what, arrays):
    for name, array in arrays.items():
        if name == "scalar":
            check(what + name, array, "float32", 2)
        elif name == "empty":
            check(what + name, array, "float32", np.zeros((0, 3)))
        else:
            check(what + name, array, name, np.arange(24).reshape(4, 2, 3))


arrays = dict(np.load(path("all.npz"), allow_pickle=False))
assert len(arrays) == 13, sorted(arrays)
check_all("npz: ", arrays)
for name in arrays:
    if name not in ("scalar", "empty"):
        check_all("npy: ", {name: np.load(path(name + ".npy"), allow_pickle=False)})
real = load_file(path("all.safetensors"))
assert len(real) == 11, sorted(real)
check_all("safetensors: ", real)
with safe_open(path("all.safetensors"), "np") as f:
    assert f.metadata() == {"seed": "42"}, f.metadata()

np.savez(path("saved.npz"), **arrays)
np.savez_compressed(path("compressed.npz"), **arrays)
save_file(real, path("saved.safetensors"), {"by": "python"})
for name, array in real.items():
    np.save(path("saved-" + name + ".npy"), np.asfortranarray(array) if array.ndim else array)

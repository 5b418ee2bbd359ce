"""Writes torchseed.json here and in ../dataset/testdata: what torch 2.1.2 and snnTorch 1.0.0 draw after torch.manual_seed.

Usage: python torchseed_golden.py
"""
import json
import pathlib

import torch
from snntorch import spikegen
from torch.utils.data import DataLoader

here = pathlib.Path(__file__).parent
SEED = 42


def drawn(function, args, output):
    return {"function": function, "args": args, "shape": list(output.shape), "data": output.double().flatten().tolist()}


def rates():
    for dtype in ("float32", "float64", "float16", "bfloat16"):
        x = torch.linspace(0, 1.2, 40).reshape(2, 20).to(getattr(torch, dtype))
        for args in ({"num_steps": 5}, {"num_steps": 7, "gain": 0.25}, {"num_steps": 6, "gain": 0.5, "offset": 0.1, "first_spike_time": 2}):
            torch.manual_seed(SEED)
            try:
                yield drawn("rate", args | {"dtype": dtype}, spikegen.rate(x, **args))
            except RuntimeError:
                continue  # an operation that the CPU does not have for the type
        for args in ({}, {"first_spike_time": 1}):
            torch.manual_seed(SEED)
            try:
                yield drawn("rate", args | {"dtype": dtype, "time_var_input": True}, spikegen.rate(x, time_var_input=True, **args))
            except RuntimeError:
                continue
        for transposed in (False, True):
            torch.manual_seed(SEED)
            try:
                yield drawn("rate_conv", {"dtype": dtype, "transposed": transposed}, spikegen.rate_conv(x.t() if transposed else x))
            except RuntimeError:
                continue


def others():
    for shape in ([5], [3, 7], [2, 3, 4], []):
        torch.manual_seed(SEED)
        yield drawn("rand", {"gain": 0.5}, torch.rand(shape) * 0.5)
    for pattern in ("regular", "uniform", "poisson"):
        for first in (0, 3):
            torch.manual_seed(SEED)
            both = [spikegen.target_rate_code(num_steps=40, first_spike_time=first, rate=rate, firing_pattern=pattern)[0] for rate in (0.7, 0.3)]
            yield drawn("trains", {"num_steps": 40, "first_spike_time": first, "firing_pattern": pattern}, torch.stack(both))


def orders():
    for n in (1, 10, 100, 1000):
        torch.manual_seed(SEED)
        loader = DataLoader(range(n), batch_size=7, shuffle=True)
        yield {"n": n, "epochs": [[int(i) for batch in loader for i in batch] for _ in range(3)]}


(here / "torchseed.json").write_text(json.dumps(list(rates()) + list(others())))
(here / ".." / "dataset" / "testdata" / "torchseed.json").write_text(json.dumps(list(orders())))

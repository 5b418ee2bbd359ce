"""Makes targets.json, the oracle of the target codes, from snnTorch 1.0.0.

Run in this folder, in a virtual environment:

    pip install torch==2.1.2 "numpy<2" && pip install --no-deps snntorch==1.0.0
    python targets_golden.py > targets.json

Only what snnTorch computes as it documents it is in here: rates other than 1 and 0 are taken from target_rate_code and
rate_interpolate, which are right, and not from targets_rate, which fails on them.
"""
import json
import sys

import torch
from snntorch import spikegen

cases = []


def add(function, args, output):
    cases.append({"function": function, "args": args,
                  "output": {"shape": list(output.shape), "data": output.flatten().tolist()}})


for steps in (1, 7, 100):
    for first in (0, 3):
        for rate in (0, 0.01, 0.1, 0.25, 0.3, 1 / 3, 0.5, 0.55, 0.6, 0.7, 0.9, 0.99, 1):
            if first >= steps:
                continue
            args = {"num_steps": steps, "first_spike_time": first, "rate": rate}
            spikes, times = spikegen.target_rate_code(**args)
            add("target_rate_code", args, spikes)
            for on, off in ((1, 0), (1.25, 0.25)):
                # One step off to the next spike divides by zero in snnTorch: no line is left to draw.
                trace = spikegen.rate_interpolate(times, num_steps=steps, on_target=on, off_target=off)
                if trace.numel() == steps:
                    add("rate_interpolate", args | {"on_target": on, "off_target": off}, trace)

targets = torch.tensor([0, 2, 1, 3])
for first in (1, 4):
    for on, off in ((1, 0), (1.25, 0.25)):
        args = {"num_steps": 5, "first_spike_time": first, "on_target": on, "off_target": off}
        add("targets_rate", args, spikegen.targets_rate(targets, num_classes=4, **args))
for normalize in (False, True):
    for linear in (False, True):
        for clip in (False, True):
            for on, off in ((1, 0), (1.25, 0.25)):
                args = {"num_steps": 16, "on_target": on, "off_target": off, "normalize": normalize, "linear": linear,
                        "clip": clip}
                add("targets_latency", args, spikegen.targets_latency(targets, num_classes=4, **args))
json.dump(cases, sys.stdout, separators=(",", ":"))

"""Reads the network that Go has written, runs it, and writes one of its own that it has run: for TestTorch."""
import sys

import snntorch
import torch
from safetensors.torch import load_file, save_file
from torch import nn

folder = sys.argv[1]
net = nn.ModuleList([nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), snntorch.Leaky(beta=0.9, learn_beta=True), nn.Flatten(), nn.Linear(8, 3),
                     snntorch.Synaptic(alpha=0.9, beta=0.8, reset_mechanism="zero")]).eval()
x = (torch.arange(32) / 31).reshape(2, 1, 4, 4)


def run(name):
    conv, norm, lif1, flatten, fc, lif2 = net
    mem1 = lif1.reset_mem()
    syn2, mem2 = lif2.reset_mem()
    membranes = []
    with torch.no_grad():
        for _ in range(6):
            spk1, mem1 = lif1(norm(conv(x)), mem1)
            _, syn2, mem2 = lif2(fc(flatten(spk1)), syn2, mem2)
            membranes.append(mem2)
    torch.stack(membranes).numpy().tofile(f"{folder}/{name}.membrane")


net.load_state_dict(load_file(f"{folder}/go.safetensors"))
run("go")
for p in net.parameters():
    p.data += torch.rand(p.shape) * 0.1
net[1].running_mean += 0.1
net[2].beta.data.clamp_(0, 1)
run("python")
save_file(net.state_dict(), f"{folder}/python.safetensors")

recurrent = nn.ModuleList([nn.Linear(4, 3), snntorch.RLeaky(beta=0.9, V=-0.5, all_to_all=False, reset_mechanism="zero"),
                           snntorch.RSynaptic(alpha=0.9, beta=0.8, linear_features=3), snntorch.SLSTM(3, 3),
                           snntorch.GradedSpikes(3, None), snntorch.DeltaLeaky(beta=0.9), snntorch.AssociativeLeaky(3, 2, 2, 4)])
recurrent.load_state_dict(load_file(f"{folder}/go_recurrent.safetensors"))
save_file({name: x.clone() for name, x in recurrent.state_dict().items()}, f"{folder}/recurrent.safetensors")

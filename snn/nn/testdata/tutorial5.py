"""Tutorial 5's network in snnTorch."""
import snntorch
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.lif1 = nn.Linear(784, 1000), snntorch.Leaky(beta=0.95)
        self.fc2, self.lif2 = nn.Linear(1000, 10), snntorch.Leaky(beta=0.95)

    def forward(self, steps):
        mem1, mem2, spikes, membranes = self.lif1.reset_mem(), self.lif2.reset_mem(), [], []
        for x in steps:
            spk1, mem1 = self.lif1(self.fc1(x), mem1)
            spk2, mem2 = self.lif2(self.fc2(spk1), mem2)
            spikes.append(spk2)
            membranes.append(mem2)
        return torch.stack(spikes), torch.stack(membranes)

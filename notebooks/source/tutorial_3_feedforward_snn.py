# Tutorial 3 with snnTorch: what the notebook's cells do, by the calls of the original. A line "# %% ID" begins the cell that stands
# beside the Go cell of that id in the book; BenchmarkTutorial runs all of them.

# %% 1-1-the-decay-rate-beta-2
import imageio_ffmpeg
import matplotlib.pyplot as plt
import numpy as np
import snntorch as snn
import snntorch.spikeplot as splt
import torch
from IPython.display import HTML, display
from snntorch import spikegen
from torch import nn

plt.rcParams["animation.ffmpeg_path"] = imageio_ffmpeg.get_ffmpeg_exe()
num_steps = 200
beta = np.exp(-1e-3 / 5e-3)
print(f"The decay rate: {beta:.3f}")

# %% 1-4-code-implementation-2
def leaky_integrate_and_fire(mem, x, w, beta, threshold=1):
    spk = float(mem > threshold)
    return spk, beta * mem + w * x - spk * threshold


def step_input(amplitude):
    return torch.cat([torch.zeros(10), torch.ones(num_steps - 10) * amplitude])


def firing(title, current, mem_rec, spk_rec):
    fig, ax = plt.subplots(3, sharex=True, gridspec_kw={"height_ratios": [1, 1, 0.4]})
    ax[0].plot(current)
    ax[0].set_title(title)
    ax[0].set_ylabel("Input")
    ax[1].plot(mem_rec)
    ax[1].axhline(y=1, linestyle="dashed", c="black", alpha=0.25)
    ax[1].set_ylabel("Membrane")
    splt.raster(spk_rec, ax[2], s=400, c="black", marker="|")
    ax[2].set_ylabel("Spikes")
    ax[2].set_xlabel("Time step")
    plt.show()


# %% 1-4-code-implementation-4
x, mem = step_input(0.5), 0.0
mem_rec, spk_rec = [], []
for t in range(num_steps):
    spk, mem = leaky_integrate_and_fire(mem, float(x[t]), 0.4, beta)
    mem_rec.append(mem)
    spk_rec.append(spk)
firing("A neuron with one weight", x, mem_rec, torch.tensor(spk_rec).unsqueeze(1))

# %% 2-leaky-neuron-model-in-snntorch-2
lif = snn.Leaky(beta=0.8)
current = step_input(0.21).unsqueeze(1)
mem = torch.zeros(1)
mem_rec, spk_rec = [], []
for t in range(num_steps):
    spk, mem = lif(current[t], mem)
    mem_rec.append(mem)
    spk_rec.append(spk)
firing("Leaky", current, torch.stack(mem_rec), torch.stack(spk_rec))

# %% 3-a-feedforward-spiking-neural-network-2
num_inputs, num_hidden, num_outputs = 784, 1000, 10
leak = 0.99
fc1 = nn.Linear(num_inputs, num_hidden)
lif1 = snn.Leaky(beta=leak)
fc2 = nn.Linear(num_hidden, num_outputs)
lif2 = snn.Leaky(beta=leak)

# %% 3-a-feedforward-spiking-neural-network-4
spk_in = spikegen.rate_conv(torch.rand(num_steps, num_inputs)).unsqueeze(1)
print(spk_in.size())

# %% 3-a-feedforward-spiking-neural-network-6
mem1, mem2 = lif1.init_leaky(), lif2.init_leaky()
spk1_rec, spk2_rec, mem2_rec = [], [], []
with torch.no_grad():
    for t in range(num_steps):
        spk1, mem1 = lif1(fc1(spk_in[t]), mem1)
        spk2, mem2 = lif2(fc2(spk1), mem2)
        spk1_rec.append(spk1)
        spk2_rec.append(spk2)
        mem2_rec.append(mem2)
spk1_rec, spk2_rec, mem2_rec = torch.stack(spk1_rec), torch.stack(spk2_rec), torch.stack(mem2_rec)
print(spk2_rec.size())

# %% 3-a-feedforward-spiking-neural-network-8
fig, ax = plt.subplots(3, sharex=True, gridspec_kw={"height_ratios": [1, 1, 0.4]})
splt.raster(spk_in[:, 0], ax[0], s=0.03, c="black")
ax[0].set_title("Fully connected spiking network")
ax[0].set_ylabel("Input")
splt.raster(spk1_rec[:, 0], ax[1], s=0.05, c="black")
ax[1].set_ylabel("Hidden")
splt.raster(spk2_rec[:, 0], ax[2], c="black", marker="|")
ax[2].set_ylabel("Output")
ax[2].set_xlabel("Time step")
plt.show()

# %% 3-a-feedforward-spiking-neural-network-10
fig, ax = plt.subplots()
labels = [str(digit) for digit in range(10)]
anim = splt.spike_count(spk2_rec[:, 0], fig, ax, labels=labels, animate=True)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %% 3-a-feedforward-spiking-neural-network-12
splt.traces(mem2_rec[:, 0], spk=spk2_rec[:, 0], dim=(5, 2))
plt.show()

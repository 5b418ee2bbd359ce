# Tutorial 4 with snnTorch: what the notebook's cells do, by the calls of the original. A line "# %% ID" begins the cell that stands
# beside the Go cell of that id in the book; BenchmarkTutorial runs all of them.

# %% 1-2-synaptic-neuron-model-in-snntorch-2
import matplotlib.pyplot as plt
import snntorch as snn
import snntorch.spikeplot as splt
import torch

num_steps = 200
lif1 = snn.Synaptic(alpha=0.9, beta=0.8)


def train(at):
    return torch.tensor([[float(at(t))] for t in range(num_steps)])


# %% 1-2-synaptic-neuron-model-in-snntorch-4
spk_in = train(lambda t: t % 10 == 0)
syn, mem = lif1.init_synaptic()
spk_rec, syn_rec, mem_rec = [], [], []
for t in range(num_steps):
    spk, syn, mem = lif1(0.2 * spk_in[t], syn, mem)
    spk_rec.append(spk)
    syn_rec.append(syn)
    mem_rec.append(mem)
spk_rec = torch.stack(spk_rec)
fig, ax = plt.subplots(4, sharex=True, gridspec_kw={"height_ratios": [0.4, 1, 1, 0.4]})
splt.raster(spk_in, ax[0], s=400, c="black", marker="|")
ax[0].set_title("Synaptic conductance-based neuron")
ax[0].set_ylabel("Input")
ax[1].plot(torch.stack(syn_rec))
ax[1].set_ylabel("Current")
ax[2].plot(torch.stack(mem_rec))
ax[2].axhline(y=1, linestyle="dashed", c="black", alpha=0.25)
ax[2].set_ylabel("Membrane")
splt.raster(spk_rec, ax[3], s=400, c="black", marker="|")
ax[3].set_ylabel("Spikes")
ax[3].set_xlabel("Time step")
plt.show()
print(f"Spikes: {int(spk_rec.sum())}")

# %% 1-2-synaptic-neuron-model-in-snntorch-6
# matplotlib has no slider that works without the kernel: the figures stand side by side.
def sweep(name, values, neuron):
    spike = train(lambda t: t == 10)
    fig, ax = plt.subplots(1, len(values), sharey=True, figsize=(12, 3))
    for a, value in zip(ax, values):
        lif = neuron(value)
        syn, mem = lif.init_synaptic()
        mem_rec = []
        for t in range(num_steps):
            _, syn, mem = lif(0.2 * spike[t], syn, mem)
            mem_rec.append(mem)
        a.plot(torch.stack(mem_rec))
        a.set_title(f"{name} = {value}")
    ax[0].set_ylabel("Membrane")
    plt.show()


sweep("alpha", [0, 0.5, 0.8, 0.9, 0.95], lambda alpha: snn.Synaptic(alpha=alpha, beta=0.8))

# %% 1-2-synaptic-neuron-model-in-snntorch-8
sweep("beta", [0, 0.5, 0.8, 0.9], lambda beta: snn.Synaptic(alpha=0.9, beta=beta))

# %% 2-1-modelling-the-alpha-neuron-model-2
lif2 = snn.Alpha(alpha=0.8, beta=0.7, threshold=0.5)

# %% 2-1-modelling-the-alpha-neuron-model-4
alpha_in = train(lambda t: t == 10 or t >= 100 and t % 10 == 0)
syn_exc, syn_inh, mem = lif2.init_alpha()
mem_rec, spk_rec = [], []
for t in range(num_steps):
    spk, syn_exc, syn_inh, mem = lif2(0.85 * alpha_in[t], syn_exc, syn_inh, mem)
    mem_rec.append(mem)
    spk_rec.append(spk)
spk_rec = torch.stack(spk_rec)
fig, ax = plt.subplots(3, sharex=True, gridspec_kw={"height_ratios": [0.4, 1, 0.4]})
splt.raster(alpha_in, ax[0], s=400, c="black", marker="|")
ax[0].set_title("Alpha neuron")
ax[0].set_ylabel("Input")
ax[1].plot(torch.stack(mem_rec))
ax[1].axhline(y=0.5, linestyle="dashed", c="black", alpha=0.25)
ax[1].set_ylabel("Membrane")
splt.raster(spk_rec, ax[2], s=400, c="black", marker="|")
ax[2].set_ylabel("Spikes")
ax[2].set_xlabel("Time step")
plt.show()
print(f"Spikes: {int(spk_rec.sum())}")

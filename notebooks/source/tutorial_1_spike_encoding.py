# Tutorial 1 with snnTorch: the calls of the original's cells. A line "# %% ID" begins the cell that stands beside the Go cell of that
# id in the book; BenchmarkTutorial runs all of them. MNIST is read from its files, as torchvision reads them.

# %% 1-1-import-packages-and-setup-environment-2
import os
import struct

import imageio_ffmpeg
import matplotlib.pyplot as plt
import numpy as np
import snntorch.spikeplot as splt
import torch
from IPython.display import HTML, display
from snntorch import spikegen, utils
from torch.utils.data import DataLoader, Dataset

plt.rcParams["animation.ffmpeg_path"] = imageio_ffmpeg.get_ffmpeg_exe()
batch_size = 128
num_classes = 10

# %% 1-2-download-dataset-2
# torchvision.datasets.MNIST reads the same files.
class MNIST(Dataset):
    def __init__(self, folder):
        def read(name, header):
            with open(os.path.join(folder, name), "rb") as f:
                shape = struct.unpack(">" + "i" * header, f.read(4 * header))[1:]
                return np.frombuffer(f.read(), np.uint8).reshape(shape)

        self.data = torch.from_numpy(read("train-images-idx3-ubyte", 4).copy())
        self.targets = torch.from_numpy(read("train-labels-idx1-ubyte", 2).astype(np.int64))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[i][None].float() / 255, self.targets[i]


mnist_train = MNIST(os.environ["GOSNN_MNIST"])

# %% 1-2-download-dataset-6
mnist_train = utils.data_subset(mnist_train, 10)
print(f"The size of mnist_train is {len(mnist_train)}")

# %% 1-3-create-dataloaders-2
train_loader = DataLoader(mnist_train, batch_size=batch_size, shuffle=True)

# %% 2-1-rate-coding-of-mnist-2
raw_vector = torch.ones(10) * 0.5
rate_coded_vector = torch.bernoulli(raw_vector)
print(f"The output is spiking {rate_coded_vector.sum() * 100 / len(rate_coded_vector):.2f}% of the time.")

# %% 2-1-rate-coding-of-mnist-4
raw_vector = torch.ones(100) * 0.5
rate_coded_vector = torch.bernoulli(raw_vector)
print(f"The output is spiking {rate_coded_vector.sum() * 100 / len(rate_coded_vector):.2f}% of the time.")

# %% 2-1-rate-coding-of-mnist-8
data_it, targets_it = next(iter(train_loader))
spike_data = spikegen.rate(data_it, num_steps=100)

# %% 2-1-rate-coding-of-mnist-10
print(spike_data.size())

# %% 2-2-1-animation-2
spike_data_sample = spike_data[:, 0, 0]
print(spike_data_sample.size())

# %% 2-2-1-animation-4
fig, ax = plt.subplots()
anim = splt.animator(spike_data_sample, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %% 2-2-1-animation-6
print(f"The corresponding target is: {targets_it[0]}")

# %% 2-2-1-animation-8
spike_data = spikegen.rate(data_it, num_steps=100, gain=0.25)
spike_data_sample2 = spike_data[:, 0, 0]
fig, ax = plt.subplots()
anim = splt.animator(spike_data_sample2, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %% 2-2-1-animation-10
print(f"Spikes at gain 1:    {spike_data_sample.sum():.0f}")
print(f"Spikes at gain 0.25: {spike_data_sample2.sum():.0f}")

# %% 2-2-1-animation-12
plt.figure(facecolor="w")
plt.subplot(1, 2, 1)
plt.imshow(spike_data_sample.mean(axis=0).reshape((28, -1)).cpu(), cmap="binary")
plt.axis("off")
plt.title("Gain = 1")
plt.subplot(1, 2, 2)
plt.imshow(spike_data_sample2.mean(axis=0).reshape((28, -1)).cpu(), cmap="binary")
plt.axis("off")
plt.title("Gain = 0.25")
plt.show()

# %% 2-2-2-raster-plots-2
spike_data_sample2 = spike_data_sample2.reshape((100, -1))
fig = plt.figure(facecolor="w", figsize=(10, 5))
ax = fig.add_subplot(111)
splt.raster(spike_data_sample2, ax, s=1.5, c="black")
plt.title("Input Layer")
plt.xlabel("Time step")
plt.ylabel("Neuron Number")
plt.show()

# %% 2-2-2-raster-plots-6
def input_neuron(spikes):
    fig = plt.figure(facecolor="w", figsize=(8, 1))
    ax = fig.add_subplot(111)
    splt.raster(spikes.unsqueeze(1), ax, s=100, c="black", marker="|")
    plt.title("Input Neuron")
    plt.xlabel("Time step")
    plt.yticks([])
    plt.show()


idx = 210
input_neuron(spike_data_sample.reshape(100, -1)[:, idx])

# %% 2-2-2-raster-plots-8
print(f"Spikes: {spike_data_sample.reshape(100, -1)[:, idx].sum():.0f} and {spike_data_sample2[:, idx].sum():.0f}")

# %% 2-3-latency-coding-of-mnist-4
def convert_to_time(data, tau=5, threshold=0.01):
    return tau * torch.log(data / (data - threshold))

# %% 2-3-latency-coding-of-mnist-6
raw_input = torch.arange(0, 5, 0.05)
spike_times = convert_to_time(raw_input)
plt.plot(raw_input, spike_times)
plt.xlabel("Input Value")
plt.ylabel("Spike Time (s)")
plt.show()

# %% 2-3-latency-coding-of-mnist-10
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01)

# %% 2-3-1-raster-plot-2
def raster(spikes):
    fig = plt.figure(facecolor="w", figsize=(10, 5))
    ax = fig.add_subplot(111)
    splt.raster(spikes[:, 0].reshape(spikes.size(0), -1), ax, s=25, c="black")
    plt.title("Input Layer")
    plt.xlabel("Time step")
    plt.ylabel("Neuron Number")
    plt.show()


raster(spike_data)

# %% 2-3-1-raster-plot-11
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01, linear=True)
raster(spike_data)

# %% 2-3-1-raster-plot-13
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01, normalize=True, linear=True)
raster(spike_data)

# %% 2-3-1-raster-plot-15
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01, clip=True, normalize=True, linear=True)
raster(spike_data)

# %% 2-3-2-animation-2
spike_data_sample = spike_data[:, 0, 0]

# %% 2-3-2-animation-4
fig, ax = plt.subplots()
anim = splt.animator(spike_data_sample, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %% 2-4-delta-modulation-2
data = torch.Tensor([0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0])
plt.plot(data)
plt.title("Some fake time-series data")
plt.xlabel("Time step")
plt.ylabel("Voltage (mV)")
plt.show()

# %% 2-4-delta-modulation-5
def one_neuron(spikes):
    fig = plt.figure(facecolor="w", figsize=(8, 1))
    ax = fig.add_subplot(111)
    splt.raster(spikes, ax, c="black")
    plt.title("Input Neuron")
    plt.xlabel("Time step")
    plt.yticks([])
    plt.xlim(0, len(data))
    plt.show()


spike_data = spikegen.delta(data, threshold=4)
one_neuron(spike_data)

# %% 2-4-delta-modulation-7
spike_data = spikegen.delta(data, threshold=4, off_spike=True)
one_neuron(spike_data)

# %% 2-4-delta-modulation-8
print(spike_data)

# %% 3-spike-generation-optional-2
spike_prob = torch.rand((100, 28, 28), dtype=torch.float) * 0.5
spike_rand = spikegen.rate_conv(spike_prob)

# %% 3-1-animation-2
fig, ax = plt.subplots()
anim = splt.animator(spike_rand, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %% 3-2-raster-2
raster(spike_rand)

# %%
input_neuron(spike_rand.view(100, -1)[:, idx])

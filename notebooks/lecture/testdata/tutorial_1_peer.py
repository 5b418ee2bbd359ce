# Tutorial 1 with snnTorch: the calls of the original's cells, for BenchmarkTutorial. MNIST is read from its files, as
# torchvision reads them.

# %%
import gzip
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

# %%
class MNIST(Dataset):
    def __init__(self, folder):
        def read(name, header):
            with gzip.open(os.path.join(folder, name)) as f:
                shape = struct.unpack(">" + "i" * header, f.read(4 * header))[1:]
                return np.frombuffer(f.read(), np.uint8).reshape(shape)

        self.data = torch.from_numpy(read("train-images-idx3-ubyte.gz", 4).copy())
        self.targets = torch.from_numpy(read("train-labels-idx1-ubyte.gz", 2).astype(np.int64))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[i][None].float() / 255, self.targets[i]


mnist_train = MNIST(os.environ["GOSNN_MNIST"])

# %%
mnist_train = utils.data_subset(mnist_train, 10)
print(f"The size of mnist_train is {len(mnist_train)}")

# %%
train_loader = DataLoader(mnist_train, batch_size=batch_size, shuffle=True)

# %%
raw_vector = torch.ones(10) * 0.5
rate_coded_vector = torch.bernoulli(raw_vector)
print(f"The output is spiking {rate_coded_vector.sum() * 100 / len(rate_coded_vector):.2f}% of the time.")

# %%
raw_vector = torch.ones(100) * 0.5
rate_coded_vector = torch.bernoulli(raw_vector)
print(f"The output is spiking {rate_coded_vector.sum() * 100 / len(rate_coded_vector):.2f}% of the time.")

# %%
data_it, targets_it = next(iter(train_loader))
spike_data = spikegen.rate(data_it, num_steps=100)
print(spike_data.size())

# %%
spike_data_sample = spike_data[:, 0, 0]
print(spike_data_sample.size())

# %%
fig, ax = plt.subplots()
anim = splt.animator(spike_data_sample, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)
print(f"The corresponding target is: {targets_it[0]}")

# %%
spike_data = spikegen.rate(data_it, num_steps=100, gain=0.25)
spike_data_sample2 = spike_data[:, 0, 0]
fig, ax = plt.subplots()
anim = splt.animator(spike_data_sample2, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %%
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

# %%
spike_data_sample2 = spike_data_sample2.reshape((100, -1))
fig = plt.figure(facecolor="w", figsize=(10, 5))
ax = fig.add_subplot(111)
splt.raster(spike_data_sample2, ax, s=1.5, c="black")
plt.title("Input Layer")
plt.xlabel("Time step")
plt.ylabel("Neuron Number")
plt.show()

# %%
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

# %%
def convert_to_time(data, tau=5, threshold=0.01):
    return tau * torch.log(data / (data - threshold))


raw_input = torch.arange(0, 5, 0.05)
spike_times = convert_to_time(raw_input)
plt.plot(raw_input, spike_times)
plt.xlabel("Input Value")
plt.ylabel("Spike Time (s)")
plt.show()

# %%
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01)


def raster(spikes):
    fig = plt.figure(facecolor="w", figsize=(10, 5))
    ax = fig.add_subplot(111)
    splt.raster(spikes[:, 0].reshape(spikes.size(0), -1), ax, s=25, c="black")
    plt.title("Input Layer")
    plt.xlabel("Time step")
    plt.ylabel("Neuron Number")
    plt.show()


raster(spike_data)

# %%
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01, linear=True)
raster(spike_data)

# %%
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01, normalize=True, linear=True)
raster(spike_data)

# %%
spike_data = spikegen.latency(data_it, num_steps=100, tau=5, threshold=0.01, clip=True, normalize=True, linear=True)
raster(spike_data)

# %%
spike_data_sample = spike_data[:, 0, 0]
fig, ax = plt.subplots()
anim = splt.animator(spike_data_sample, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %%
data = torch.Tensor([0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0])
plt.plot(data)
plt.title("Some fake time-series data")
plt.xlabel("Time step")
plt.ylabel("Voltage (mV)")
plt.show()

# %%
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

# %%
spike_data = spikegen.delta(data, threshold=4, off_spike=True)
one_neuron(spike_data)
print(spike_data)

# %%
spike_prob = torch.rand((100, 28, 28), dtype=torch.float) * 0.5
spike_rand = spikegen.rate_conv(spike_prob)

# %%
fig, ax = plt.subplots()
anim = splt.animator(spike_rand, fig, ax)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %%
raster(spike_rand[:, None])

# %%
input_neuron(spike_rand.view(100, -1)[:, idx])

# Tutorial 6 with snnTorch: what the notebook's cells do, by the calls of the original. A line "# %% ID" begins the cell that stands
# beside the Go cell of that id in the book; BenchmarkTutorial runs all of them. MNIST is read from its files, as torchvision reads them.

# %% 1-surrogate-gradient-descent-2
import os
import struct

import imageio_ffmpeg
import matplotlib.pyplot as plt
import numpy as np
import snntorch as snn
import snntorch.spikeplot as splt
import torch
from IPython.display import HTML, display
from snntorch import functional as SF
from snntorch import surrogate, utils
from torch import nn
from torch.utils.data import DataLoader, Dataset

plt.rcParams["animation.ffmpeg_path"] = imageio_ffmpeg.get_ffmpeg_exe()
batch_size = 128
num_steps = 50
beta = 0.5
spike_grad = surrogate.fast_sigmoid(slope=25)

# %% 1-surrogate-gradient-descent-4
membrane = torch.arange(0, 2, 0.01)
gradients = {"k = 5": surrogate.fast_sigmoid(slope=5), "k = 25": surrogate.fast_sigmoid(slope=25),
             "k = 100": surrogate.fast_sigmoid(slope=100), "arctangent": surrogate.atan(alpha=2)}
for name, gradient in gradients.items():
    u = membrane.clone().requires_grad_()
    lif = snn.Leaky(beta=0, spike_grad=gradient)
    spk, _ = lif(u, lif.init_leaky())
    spk.sum().backward()
    plt.plot(membrane, u.grad, label=name)
plt.title("Surrogate gradients")
plt.axvline(x=1, linestyle="dashed", c="black", alpha=0.25)
plt.xlabel("Membrane")
plt.ylabel("Gradient")
plt.legend()
plt.show()

# %% 2-1-dataloaders-2
# torchvision.datasets.MNIST reads the same files.
class MNIST(Dataset):
    def __init__(self, folder, train):
        def read(name, header):
            with open(os.path.join(folder, name), "rb") as f:
                shape = struct.unpack(">" + "i" * header, f.read(4 * header))[1:]
                return np.frombuffer(f.read(), np.uint8).reshape(shape)

        part = "train" if train else "t10k"
        self.data = torch.from_numpy(read(part + "-images-idx3-ubyte", 4).copy())
        self.targets = torch.from_numpy(read(part + "-labels-idx1-ubyte", 2).astype(np.int64))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[i][None].float() / 255, self.targets[i]


mnist_train = utils.data_subset(MNIST(os.environ["GOSNN_MNIST"], train=True), 10)
mnist_test = utils.data_subset(MNIST(os.environ["GOSNN_MNIST"], train=False), 10)
train_loader = DataLoader(mnist_train, batch_size=batch_size, shuffle=True, drop_last=True)
test_loader = DataLoader(mnist_test, batch_size=batch_size)

# %% 2-2-define-the-network-2
def new_net():
    return nn.Sequential(
        nn.Conv2d(1, 12, 5),
        nn.MaxPool2d(2),
        snn.Leaky(beta=beta, spike_grad=spike_grad, init_hidden=True),
        nn.Conv2d(12, 64, 5),
        nn.MaxPool2d(2),
        snn.Leaky(beta=beta, spike_grad=spike_grad, init_hidden=True),
        nn.Flatten(),
        nn.Linear(64 * 4 * 4, 10),
        snn.Leaky(beta=beta, spike_grad=spike_grad, init_hidden=True, output=True))


# %% 2-3-forward-pass-2
def forward_pass(net, data):
    utils.reset(net)
    return torch.stack([net(data)[0] for _ in range(num_steps)])


data, targets = next(iter(test_loader))
net = new_net()
print(forward_pass(net, data).size())

# %% 3-1-loss-using-functional-2
loss_fn = SF.ce_rate_loss()
print(f"The loss from an untrained network: {loss_fn(forward_pass(net, data), targets).item():.3f}")

# %% 3-2-accuracy-using-functional-2
def accuracy(net):
    right = 0
    with torch.no_grad():
        for data, targets in test_loader:
            right += SF.accuracy_rate(forward_pass(net, data), targets) * len(targets)
    return right / len(mnist_test)


print(f"Test set accuracy, untrained: {100 * accuracy(net):.1f}%")

# %% 3-3-training-loop-2
net = new_net()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
loss_hist, test_acc_hist = [], []
for batch_data, batch_targets in train_loader:
    loss = loss_fn(forward_pass(net, batch_data), batch_targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    loss_hist.append(loss.item())
    if len(loss_hist) % 10 == 0:
        test_acc_hist.append(accuracy(net))
print(f"Loss of the first batch: {loss_hist[0]:.2f}, of the last: {loss_hist[-1]:.2f}")

# %% 4-1-plot-test-accuracy-2
plt.plot(range(1, len(test_acc_hist) + 1), test_acc_hist)
plt.title("Test set accuracy")
plt.xlabel("Tens of batches")
plt.ylabel("Accuracy")
plt.show()
print(f"Test set accuracy: {100 * accuracy(net):.1f}%")

# %% 4-2-spike-counter-2
with torch.no_grad():
    spk_rec = forward_pass(net, data)
print(f"The target label is: {targets[0]}")
fig, ax = plt.subplots()
labels = [str(digit) for digit in range(10)]
anim = splt.spike_count(spk_rec[:, 0], fig, ax, labels=labels, animate=True)
display(HTML(anim.to_html5_video()))
plt.close(fig)

# %% 4-3-filters-and-the-spikes-that-reach-them-2
fig, ax = plt.subplots(2, 6)
for a, kernel in zip(ax.flat, net[0].weight.detach()):
    a.imshow(kernel[0], cmap="gray")
    a.axis("off")
plt.show()

# %% 4-3-filters-and-the-spikes-that-reach-them-4
spikes = {2: [], 5: [], 8: []}
hooks = [net[i].register_forward_hook(lambda module, x, y, i=i: spikes[i].append(y[0][0] if i == 8 else y[0])) for i in spikes]
with torch.no_grad():
    forward_pass(net, data)
for hook in hooks:
    hook.remove()
for i, rec in spikes.items():
    rec = torch.stack(rec)
    print(f"module {i}: {int(rec.sum()):6d} spikes of {rec[0].numel():6d} neurons in {num_steps} steps")
fig, ax = plt.subplots(2, 6)
for a, plane in zip(ax.flat, torch.stack(spikes[2]).mean(0)):
    a.imshow(plane)
    a.axis("off")
plt.show()

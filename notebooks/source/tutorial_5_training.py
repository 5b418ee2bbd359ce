# Tutorial 5 with snnTorch: what the notebook's cells do, by the calls of the original. A line "# %% ID" begins the cell that stands
# beside the Go cell of that id in the book; BenchmarkTutorial runs all of them. MNIST is read from its files, as torchvision reads them.

# %% 2-2-overcoming-the-dead-neuron-problem-2
import os
import struct

import matplotlib.pyplot as plt
import numpy as np
import safetensors.torch
import snntorch as snn
import torch
import torch.nn.functional as F
from snntorch import functional as SF
from snntorch import spikegen, surrogate, utils
from torch import nn
from torch.utils.data import DataLoader, Dataset

# %% 2-2-overcoming-the-dead-neuron-problem-4
def slope(membrane, spike_grad):
    u = membrane.clone().requires_grad_()
    lif = snn.Leaky(beta=0, spike_grad=spike_grad)
    spk, _ = lif(u, lif.init_leaky())
    spk.sum().backward()
    return u.grad


membrane = torch.arange(0, 2, 0.01)
gradients = {"arctangent, 2": surrogate.atan(alpha=2), "fast sigmoid, 25": surrogate.fast_sigmoid(slope=25),
             "straight through": surrogate.straight_through_estimator()}
for name, spike_grad in gradients.items():
    plt.plot(membrane, slope(membrane, spike_grad), label=name)
plt.title("Surrogate gradients")
plt.axvline(x=1, linestyle="dashed", c="black", alpha=0.25)
plt.xlabel("Membrane")
plt.ylabel("Gradient")
plt.legend()
plt.show()

# %% 5-setting-up-the-static-mnist-dataset-2
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


batch_size = 128
mnist_train = MNIST(os.environ["GOSNN_MNIST"], train=True)
mnist_test = MNIST(os.environ["GOSNN_MNIST"], train=False)
train_loader = DataLoader(mnist_train, batch_size=batch_size, shuffle=True, drop_last=True)
test_loader = DataLoader(mnist_test, batch_size=batch_size)
print(f"Batches to train on: {len(train_loader)}  to test with: {len(test_loader)}")

# %% 6-define-the-network-2
num_inputs, num_hidden, num_outputs = 28 * 28, 1000, 10
num_steps = 25
beta = 0.95


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(num_inputs, num_hidden)
        self.lif1 = snn.Leaky(beta=beta)
        self.fc2 = nn.Linear(num_hidden, num_outputs)
        self.lif2 = snn.Leaky(beta=beta)

    def forward(self, x):
        """x is a picture that is the same at each step, [B x ...], or what is encoded, [T x B x ...]."""
        mem1, mem2 = self.lif1.init_leaky(), self.lif2.init_leaky()
        spk1_rec, spk2_rec, mem2_rec = [], [], []
        for step in range(num_steps):
            now = x if x.dim() == 4 else x[step]
            spk1, mem1 = self.lif1(self.fc1(now.flatten(1)), mem1)
            spk2, mem2 = self.lif2(self.fc2(spk1), mem2)
            spk1_rec.append(spk1)
            spk2_rec.append(spk2)
            mem2_rec.append(mem2)
        return torch.stack(spk1_rec), torch.stack(spk2_rec), torch.stack(mem2_rec)


# %% 7-2-loss-definition-2
def cross_entropy(mem_rec, targets):
    return sum(F.cross_entropy(mem, targets) for mem in mem_rec)


first_data, first_targets = next(iter(train_loader))
net = Net()
_, spk_rec, mem_rec = net(first_data)
print(spk_rec.size())
print(f"Loss: {cross_entropy(mem_rec, first_targets).item():.1f}")
print(f"Accuracy: {100 * SF.accuracy_rate(spk_rec, first_targets):.1f}%")

# %% 7-4-one-iteration-of-training-2
optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)
for i in range(2):
    _, spk_rec, mem_rec = net(first_data)
    loss = cross_entropy(mem_rec, first_targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"iteration {i}: loss {loss.item():.1f}, accuracy {100 * SF.accuracy_rate(spk_rec, first_targets):.1f}%")

# %% 7-5-training-loop-2
def epoch(net, loader, encode=lambda x: x):
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)
    loss_hist = []
    for data, targets in loader:
        _, _, mem_rec = net(encode(data))
        loss = cross_entropy(mem_rec, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_hist.append(loss.item())
    return loss_hist


net = Net()
loss_hist = epoch(net, train_loader)
print(f"Loss of the first batch: {loss_hist[0]:.1f}, of the last: {loss_hist[-1]:.1f}")

# %% 8-1-plot-training-test-loss-2
plt.plot(loss_hist)
plt.title("Training loss")
plt.xlabel("Iteration")
plt.ylabel("Loss")
plt.show()

# %% 8-2-test-set-accuracy-2
def evaluate(net, loader, encode=lambda x: x):
    right = 0
    with torch.no_grad():
        for data, targets in loader:
            _, spk_rec, _ = net(encode(data))
            right += SF.accuracy_rate(spk_rec, targets) * len(targets)
    return right / len(loader.dataset)


print(f"Test set accuracy: {100 * evaluate(net, test_loader):.2f}%")

# %% 8-2-test-set-accuracy-4
data, targets = next(iter(DataLoader(mnist_test, batch_size=2000)))
with torch.no_grad():
    answers = net(data)[1].sum(0).argmax(1)
confusion = torch.zeros(10, 10)
for target, answer in zip(targets, answers):
    confusion[target, answer] += 1
plt.imshow(confusion)
plt.title("2,000 test digits")
plt.xlabel("Answer")
plt.ylabel("Target")
plt.show()

# %% 8-3-to-python-and-back-2
safetensors.torch.save_file(net.state_dict(), "tutorial_5.safetensors")
for name, value in net.named_parameters():
    print(name, list(value.shape))

# %% 9-which-code-costs-what-2
def fade_in(x):
    return torch.arange(1, num_steps + 1).view(-1, 1, 1, 1, 1) / num_steps * x


codes = {
    "current": lambda x: x,
    "rate": lambda x: spikegen.rate(x, num_steps=num_steps),
    "latency": lambda x: spikegen.latency(x, num_steps=num_steps, linear=True, normalize=True, clip=True),
    "delta": lambda x: spikegen.delta(fade_in(x), threshold=0.02),
}
few_train, few_test = utils.data_subset(mnist_train, 5), utils.data_subset(mnist_test, 10)
few_loader = DataLoader(few_train, batch_size=batch_size, shuffle=True, drop_last=True)
print("code      accuracy   additions")
for name, encode in codes.items():
    net = Net()
    epoch(net, few_loader, encode)
    accuracy = evaluate(net, DataLoader(few_test, batch_size=1000), encode)
    with torch.no_grad():
        data, _ = next(iter(DataLoader(few_test, batch_size=1000)))
        spk_in = encode(data)
        spk1_rec, _, _ = net(spk_in)
    additions = spk1_rec.sum() * num_outputs
    if name != "current":
        additions += spk_in.sum() * num_hidden
    print(f"{name:9s} {100 * accuracy:7.1f}% {additions / len(data):11.0f}")

# Tutorial 2 with snnTorch: what the notebook's cells do, by the calls of the original. A line "# %% ID" begins the cell that stands
# beside the Go cell of that id in the book; BenchmarkTutorial runs all of them.

# %% 2-2-the-passive-membrane-2
import matplotlib.pyplot as plt
import snntorch as snn
import snntorch.spikeplot as splt
import torch
from snntorch import spikegen

time_step = 1e-3
num_steps = 100

# %% 2-2-the-passive-membrane-4
def leaky_integrate(U, I):
    R, C = 5e7, 1e-10
    tau = R * C
    return U + time_step / tau * (-U + I * R)


# %% 2-2-the-passive-membrane-6
U = 0.9
trace = []
for step in range(num_steps):
    trace.append(U)
    U = leaky_integrate(U, 0)
plt.plot(trace)
plt.title("Leaky neuron model")
plt.xlabel("Time step (ms)")
plt.ylabel("Membrane potential (V)")
plt.show()
print(f"The factor of one step: {trace[1] / trace[0]:.2f}")

# %% 3-lapicque-s-lif-neuron-model-2
lif1 = snn.Lapicque(R=5, C=1e-3, time_step=time_step)

# %% 3-1-lapicque-without-stimulus-2
no_current = torch.zeros(num_steps, 1)
mem = torch.ones(1) * 0.9
mem_rec = [mem]
for step in range(num_steps):
    spk, mem = lif1(no_current[step], mem)
    mem_rec.append(mem)
plt.plot(torch.stack(mem_rec))
plt.title("Lapicque's neuron model without stimulus")
plt.xlabel("Time step")
plt.ylabel("Membrane potential")
plt.show()

# %% 3-1-lapicque-without-stimulus-4
def run(lif, current, mem):
    mem_rec, spk_rec = [], []
    for step in range(len(current)):
        spk, mem = lif(current[step], mem)
        mem_rec.append(mem)
        spk_rec.append(spk)
    return torch.stack(mem_rec), torch.stack(spk_rec)


mem_rec, _ = run(lif1, no_current, torch.ones(1) * 0.9)
print(f"After 100 steps: {mem_rec[-1]}")

# %% 3-2-lapicque-step-input-2
def pulse(steps, start, end, amplitude):
    current = torch.zeros(steps, 1)
    current[start:end] = amplitude
    return current


def panels(title, current, membrane, marks=()):
    fig, ax = plt.subplots(2, sharex=True)
    ax[0].plot(current)
    ax[0].set_title(title)
    ax[0].set_ylabel("Current")
    ax[1].plot(membrane)
    ax[1].set_ylabel("Membrane")
    ax[1].set_xlabel("Time step")
    for mark in marks:
        ax[1].axvline(x=mark, linestyle="dashed", c="black", alpha=0.25)
    plt.show()


current = pulse(200, 10, 200, 0.1)
mem_rec, _ = run(lif1, current, torch.zeros(1))
panels("Lapicque's neuron model with step input", current, mem_rec, [10])
print(f"I·R: {0.1 * 5:.3f} V, after 200 steps: {mem_rec[199]}")

# %% 3-3-lapicque-pulse-input-2
current = pulse(200, 10, 30, 0.1)
mem_rec, _ = run(lif1, current, torch.zeros(1))
panels("A pulse of 20 steps", current, mem_rec, [10, 30])

# %% 3-3-lapicque-pulse-input-4
currents = [pulse(200, 10, 10 + n, a) for n, a in [(20, 0.1), (10, 0.111), (5, 0.147)]]
traces = [run(lif1, current, torch.zeros(1))[0] for current in currents]
panels("", torch.cat(currents, 1), torch.cat(traces, 1))

# %% 3-3-lapicque-pulse-input-6
current = pulse(200, 10, 11, 0.5)
mem_rec, _ = run(lif1, current, torch.zeros(1))
panels("An input spike", current, mem_rec, [10])

# %% 3-4-lapicque-firing-2
def integrate_and_fire(U, I):
    R, C, threshold = 5.1, 5e-3, 1.0
    tau = R * C
    return U > threshold, U + time_step / tau * (-U + I * R)


U, count, trace = 0.0, 0, []
for t in range(200):
    fires, after = integrate_and_fire(U, 0.2 if t >= 10 else 0)
    count += fires
    trace.append(U)
    U = after
plt.plot(trace)
plt.title("A neuron without a reset")
plt.axhline(y=1, linestyle="dashed", c="black", alpha=0.25)
plt.xlabel("Time step")
plt.ylabel("Membrane potential")
plt.show()
print(f"Spikes: {count}")

# %% 3-4-lapicque-firing-4
def firing(title, current, mem_rec, spk_rec, threshold):
    fig, ax = plt.subplots(3, sharex=True, gridspec_kw={"height_ratios": [1, 1, 0.4]})
    ax[0].plot(current)
    ax[0].set_title(title)
    ax[0].set_ylabel("Current")
    ax[1].plot(mem_rec)
    ax[1].axhline(y=threshold, linestyle="dashed", c="black", alpha=0.25)
    ax[1].set_ylabel("Membrane")
    splt.raster(spk_rec, ax[2], s=400, c="black", marker="|")
    ax[2].set_ylabel("Spikes")
    ax[2].set_yticks([])
    ax[2].set_xlabel("Time step")
    plt.show()


lif2 = snn.Lapicque(R=5.1, C=5e-3, time_step=time_step)
current = pulse(200, 10, 200, 0.2)
mem_rec, spk_rec = run(lif2, current, torch.zeros(1))
firing("Lapicque's neuron model with step input", current, mem_rec, spk_rec, 1)
print(f"The time constant: {5.1 * 5e-3:.4f} s")
print(f"Spikes from step 105 to 114: {spk_rec[105:115, 0]}")

# %% 3-4-lapicque-firing-6
current = pulse(200, 10, 200, 0.3)
mem_rec, spk_rec = run(lif2, current, torch.zeros(1))
firing("More current", current, mem_rec, spk_rec, 1)

# %% 3-4-lapicque-firing-8
lif3 = snn.Lapicque(R=5.1, C=5e-3, time_step=time_step, threshold=0.5)
mem_rec, spk_rec = run(lif3, current, torch.zeros(1))
firing("A lower threshold", current, mem_rec, spk_rec, 0.5)

# %% 3-4-lapicque-firing-10
# matplotlib has no slider that works without the kernel: the figures stand side by side.
def sweep(name, values, neuron):
    fig, ax = plt.subplots(1, len(values), sharey=True, figsize=(10, 3))
    for a, value in zip(ax, values):
        lif, threshold = neuron(value)
        a.plot(run(lif, pulse(200, 10, 200, 0.3), torch.zeros(1))[0])
        a.axhline(y=threshold, linestyle="dashed", c="black", alpha=0.25)
        a.set_title(f"{name} = {value}")
    ax[0].set_ylabel("Membrane")
    plt.show()


def lapicque(R, C, threshold):
    return snn.Lapicque(R=R, C=C, time_step=time_step, threshold=threshold), threshold


sweep("threshold", [0.5, 1, 1.6], lambda threshold: lapicque(5.1, 5e-3, threshold))

# %% 3-4-lapicque-firing-12
sweep("C", [0.002, 0.005, 0.02], lambda C: lapicque(5.1, C, 1))

# %% 3-4-lapicque-firing-14
sweep("R", [3, 4, 8], lambda R: lapicque(R, 5e-3, 1))

# %% 3-4-lapicque-firing-16
currents = torch.arange(0, 0.6, 0.01)
_, spk_rec = run(lif2, currents.repeat(1000, 1), torch.zeros(len(currents)))
plt.plot(currents, spk_rec.sum(0))
plt.title("f-I curve")
plt.axvline(x=1 / 5.1, linestyle="dashed", c="black", alpha=0.25)
plt.xlabel("Current")
plt.ylabel("Spikes in 1,000 steps (1 s)")
plt.show()

# %% 3-5-lapicque-spike-inputs-2
spk_in = spikegen.rate_conv(torch.ones(200, 1) * 0.4)
print(f"Spikes: {int(spk_in.sum())} in 200 steps")
fig, ax = plt.subplots(figsize=(8, 1))
splt.raster(spk_in, ax, s=100, c="black", marker="|")
plt.title("Input spikes")
plt.xlabel("Time step")
plt.yticks([])
plt.show()

# %% 3-5-lapicque-spike-inputs-3
mem_rec, spk_rec = run(lif3, spk_in, torch.ones(1) * 0.5)
fig, ax = plt.subplots(3, sharex=True, gridspec_kw={"height_ratios": [0.4, 1, 0.4]})
splt.raster(spk_in, ax[0], s=400, c="black", marker="|")
ax[0].set_title("Spikes in, spikes out")
ax[0].set_ylabel("In")
ax[1].plot(mem_rec)
ax[1].axhline(y=0.5, linestyle="dashed", c="black", alpha=0.25)
ax[1].set_ylabel("Membrane")
splt.raster(spk_rec, ax[2], s=400, c="black", marker="|")
ax[2].set_ylabel("Out")
ax[2].set_xlabel("Time step")
plt.show()

# %% 3-6-lapicque-reset-mechanisms-2
lif4 = snn.Lapicque(R=5.1, C=5e-3, time_step=time_step, threshold=0.5, reset_mechanism="zero")
mem_sub, spk_sub = run(lif3, spk_in, torch.ones(1) * 0.5)
mem_zero, spk_zero = run(lif4, spk_in, torch.ones(1) * 0.5)
fig, ax = plt.subplots(4, sharex=True, gridspec_kw={"height_ratios": [0.4, 1, 0.4, 0.4]})
splt.raster(spk_in, ax[0], s=400, c="black", marker="|")
ax[0].set_title("Two resets, one input")
ax[0].set_ylabel("In")
ax[1].plot(torch.cat([mem_sub, mem_zero], 1), label=["by subtraction", "to zero"])
ax[1].axhline(y=0.5, linestyle="dashed", c="black", alpha=0.25)
ax[1].set_ylabel("Membrane")
ax[1].legend()
splt.raster(spk_sub, ax[2], s=400, c="black", marker="|")
ax[2].set_ylabel("Subtract")
splt.raster(spk_zero, ax[3], s=400, c="black", marker="|")
ax[3].set_ylabel("Zero")
ax[3].set_xlabel("Time step")
plt.show()
print(f"Spikes by subtraction: {int(spk_sub.sum())} to zero: {int(spk_zero.sum())}")

"""Times matplotlib on the figures of `go test -bench Matplotlib`: the fastest run of each in milliseconds, as JSON.

The fastest, so that a busy machine does not make matplotlib look slow.

bench_matplotlib.py SPIKES, a file of [100 x 28 x 28] bytes, 0 or 1.
"""
import io
import json
import sys
import time

import matplotlib

matplotlib.use("agg")
import numpy
from matplotlib import animation, pyplot


def fastest_ms(call, runs):
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)


def raster(spikes):
    """What snnTorch's tutorial does: spikeplot.raster, which is a scatter plot, shown in a cell as PNG."""
    figure = pyplot.figure(figsize=(10, 5))
    axes = figure.add_subplot(111)
    axes.scatter(*numpy.where(spikes), s=1.5, c="black")
    axes.set_title("Input Layer")
    axes.set_xlabel("Time step")
    axes.set_ylabel("Neuron Number")
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close(figure)


def animator(spikes):
    """What snnTorch's spikeplot.animator does, as a player for a cell: one picture a step."""
    figure, axes = pyplot.subplots()
    axes.axis("off")
    pictures = [[axes.imshow(frame, cmap="plasma")] for frame in spikes]
    animation.ArtistAnimation(figure, pictures, interval=40, blit=False).to_jshtml()
    pyplot.close(figure)


frames = numpy.fromfile(sys.argv[1], numpy.uint8).reshape(100, 28, 28)
print(json.dumps({
    "Raster": fastest_ms(lambda: raster(frames.reshape(100, -1)), runs=15),
    "Animator": fastest_ms(lambda: animator(frames), runs=2),
}))

"""Times in JAX what `go test -bench Training ./snn/nn` and `-bench Neurons ./snn/neuron` time: the fastest run of each in milliseconds, as JSON.

Each is one compiled lax.scan over time steps, as Spyx has it: the fastest way in Python. Compilation is not counted. JAX is no part of set-up:
python -m venv jax && jax/bin/pip install jax==0.4.30 jaxlib==0.4.30 "numpy<2", and GOSNN_BENCH_JAX=jax/bin/python.
"""
import json
import time

import jax
import jax.numpy as jnp


@jax.custom_vjp
def spike(x):
    return (x > 0).astype(x.dtype)


spike.defvjp(lambda x: (spike(x), x), lambda x, g: (g / (1 + (jnp.pi * x) ** 2),))  # arc tangent, alpha 2


def leaky(membrane, current, beta):
    reset = jax.lax.stop_gradient((membrane > 1).astype(membrane.dtype))
    membrane = beta * membrane + current - reset
    return membrane, spike(membrane - 1)


def fastest_ms(step, runs=20):
    jax.block_until_ready(step())
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        jax.block_until_ready(step())
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)


keys = jax.random.split(jax.random.PRNGKey(0), 6)
T, B = 25, 128
params = {"w1": jax.random.uniform(keys[0], (784, 1000), minval=-0.0357, maxval=0.0357), "b1": jnp.zeros(1000),
          "w2": jax.random.uniform(keys[1], (1000, 10), minval=-0.0316, maxval=0.0316), "b2": jnp.zeros(10)}
images = jax.random.uniform(keys[2], (B, 784)) * (jax.random.uniform(keys[3], (B, 784)) < 0.2)
labels = jax.random.randint(keys[4], (B,), 0, 10)
spikes = (jax.random.uniform(keys[5], (T, B, 784)) < images).astype(jnp.float32)


def loss(p, x):
    """x [T x B x 784], or [B x 784]: the first layer is then computed once."""
    fixed = x @ p["w1"] + p["b1"] if x.ndim == 2 else None

    def step(membranes, now):
        m1, s1 = leaky(membranes[0], fixed if now is None else now @ p["w1"] + p["b1"], 0.95)
        m2, _ = leaky(membranes[1], s1 @ p["w2"] + p["b2"], 0.95)
        return (m1, m2), m2

    zero = (jnp.zeros((B, 1000)), jnp.zeros((B, 10)))
    _, membranes = jax.lax.scan(step, zero, x if x.ndim == 3 else None, length=T)
    return -jnp.take_along_axis(jax.nn.log_softmax(membranes), labels[None, :, None], 2).mean(1).sum()


@jax.jit
def train(p, m, v, t, x):
    """A step of Adam."""
    value, g = jax.value_and_grad(loss)(p, x)
    m = jax.tree_util.tree_map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree_util.tree_map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    p = jax.tree_util.tree_map(lambda p, m, v: p - 5e-4 * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8), p, m, v)
    return p, m, v, t + 1, value


def training(x):
    zero = jax.tree_util.tree_map(jnp.zeros_like, params)
    state = [params, zero, zero, 1.0]

    def step():
        *state[:], value = train(*state, x)
        return state, value

    return fastest_ms(step)


current = jax.random.uniform(keys[5], (100, 128, 784)) * 0.4


def layer(x):
    return jax.lax.scan(lambda m, now: (lambda m, s: (m, (s, m)))(*leaky(m, now, 0.9)), jnp.zeros(x.shape[1:]), x)[1]


forward = jax.jit(layer)
backward = jax.jit(jax.grad(lambda x: sum(y.sum() for y in layer(x))))
print(json.dumps({"Static": training(images), "Spikes": training(spikes), "LeakyForward": fastest_ms(lambda: forward(current)),
                  "LeakyTrain": fastest_ms(lambda: backward(current))}))

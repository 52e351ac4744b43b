"""A training step as JAX compiles it: one program of forward, autodiff, clipping and update, which scans over time.

The first line of standard input says what to build, as JSON; each line after it, how many epochs to make, and each is answered with the
seconds that every one of them took.
"""

import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

asked = json.loads(sys.stdin.readline())
CELL, LAYERS, UNROLL = asked["cell"], asked["layers"], asked["unroll"]
V, H, T, B = asked["vocabularySize"], asked["hiddenSize"], asked["timeSteps"], asked["batchSize"]
RATE, CLIP = asked["learningRate"], asked["clippingThreshold"]
GATES = {"rnn": 1, "gru": 3, "lstm": 4}[CELL]

batches = np.asarray(asked["batches"], np.int32).reshape(-1, 2, T, B)  # x and y of each step
rng = np.random.default_rng(1)


def normal(*shape):
    return (0.01 * rng.standard_normal(shape)).astype(np.float32)


layers = [
    {"W_x": normal(V if layer == 0 else H, GATES * H), "W_h": normal(H, GATES * H), "b": np.zeros(GATES * H, np.float32)}
    for layer in range(LAYERS)
]
parameters = jax.tree.map(jnp.asarray, {"layers": layers, "W_hq": normal(H, V), "b_q": np.zeros(V, np.float32)})


def cell(layer, state, xw):
    """The equations of the book; xw is what comes from below, with the bias."""
    h, c = state
    if CELL == "rnn":
        h = jnp.tanh(xw + h @ layer["W_h"])
    elif CELL == "gru":
        zr = jax.nn.sigmoid(xw[:, : 2 * H] + h @ layer["W_h"][:, : 2 * H])
        z, r = zr[:, :H], zr[:, H:]
        candidate = jnp.tanh(xw[:, 2 * H :] + (r * h) @ layer["W_h"][:, 2 * H :])
        h = z * h + (1 - z) * candidate
    else:
        gates = xw + h @ layer["W_h"]
        i, f, o = jnp.split(jax.nn.sigmoid(gates[:, : 3 * H]), 3, axis=1)
        c = f * c + i * jnp.tanh(gates[:, 3 * H :])
        h = o * jnp.tanh(c)
    return (h, c), h


def loss_of(parameters, x, y):
    zeros = jnp.zeros((B, H))
    below = None
    for number, layer in enumerate(parameters["layers"]):
        xw = (layer["W_x"][x] if number == 0 else below @ layer["W_x"]) + layer["b"]  # [T, B, G·H]
        _, below = jax.lax.scan(lambda s, z: cell(layer, s, z), (zeros, zeros), xw, unroll=UNROLL)
    logits = below.reshape(T * B, H) @ parameters["W_hq"] + parameters["b_q"]
    logs = jax.nn.log_softmax(logits)
    return -jnp.mean(jnp.take_along_axis(logs, y.reshape(T * B, 1), axis=1))


def step(parameters, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    norm = jnp.sqrt(sum(jnp.sum(g * g) for g in jax.tree.leaves(gradients)))
    scale = RATE * jnp.minimum(CLIP / norm, 1)
    return jax.tree.map(lambda p, g: p - scale * g, parameters, gradients), loss, norm


compiled = jax.jit(step, donate_argnums=0)
for line in sys.stdin:
    seconds = []
    for _ in range(int(line)):
        started = time.perf_counter()
        for x, y in batches:
            parameters, loss, norm = compiled(parameters, x, y)
            float(loss)
        seconds.append(time.perf_counter() - started)
    print(json.dumps(seconds), flush=True)

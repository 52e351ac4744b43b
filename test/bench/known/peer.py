"""Trains the network of a run with PyTorch, by its own gradients, from the same weights on the same batches.

Called with the folder that `peer.ts` has written. Prints a JSON object for each epoch.
"""
import json
import pathlib
import sys

import numpy
import torch

folder = pathlib.Path(sys.argv[1])
run = json.loads((folder / "run.json").read_text())
torch.set_num_threads(run["threads"])
H, B, T = run["hiddenSize"], run["batchSize"], run["timeSteps"]

values = torch.from_numpy(numpy.fromfile(folder / "weights.f32", dtype=numpy.float32))
if run["nudged"]:
    # By half a unit in the last place, more or less.
    torch.manual_seed(1)
    values = values * (1 + 2**-24 * torch.randn(values.shape))
parameters = {}
at = 0
for name, shape in run["parameters"]:
    size = int(numpy.prod(shape))
    parameters[name] = values[at : at + size].reshape(shape).clone().requires_grad_()
    at += size
batches = torch.from_numpy(numpy.fromfile(folder / "batches.i32", dtype=numpy.int32)).long()
batches = batches.reshape(-1, 2, T * B)


def rnn(X, W_h, b, state):
    (h,) = state
    activation = torch.tanh if run["activation"] == "tanh" else torch.relu
    outputs = []
    for x in X:
        h = activation(x + h @ W_h + b)
        outputs.append(h)
    return torch.stack(outputs), (h,)


def gru(X, W_h, b, state):
    (h,) = state
    outputs = []
    for x in X + b:
        zr = torch.sigmoid(x[:, : 2 * H] + h @ W_h[:, : 2 * H])
        z, r = zr[:, :H], zr[:, H:]
        candidate = torch.tanh(x[:, 2 * H :] + (r * h) @ W_h[:, 2 * H :])
        h = z * h + (1 - z) * candidate
        outputs.append(h)
    return torch.stack(outputs), (h,)


def lstm(X, W_h, b, state):
    h, c = state
    outputs = []
    for x in X + b:
        i, f, o, candidate = (x + h @ W_h).split(H, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(candidate)
        h = torch.sigmoid(o) * torch.tanh(c)
        outputs.append(h)
    return torch.stack(outputs), (h, c)


cell = {"rnn": rnn, "gru": gru, "lstm": lstm}[run["cell"]]


def zeros():
    return tuple(torch.zeros(B, H) for _ in range(2 if run["cell"] == "lstm" else 1))


rate, beta = run["learningRate"], run["momentum"]
optimiser = {
    "sgd": lambda own: torch.optim.SGD(own, lr=rate),
    "momentum": lambda own: torch.optim.SGD(own, lr=rate, momentum=beta),
    "adam": lambda own: torch.optim.Adam(own, lr=rate, betas=(beta, 0.999)),
    "adamw": lambda own: torch.optim.AdamW(own, lr=rate, betas=(beta, 0.999), weight_decay=run["weightDecay"]),
}[run["optimiser"]](parameters.values())
for epoch in range(1, run["epochs"] + 1):
    total = 0.0
    state = zeros()
    for x, y in batches:
        # A one-hot vector times a matrix is a row of it.
        X = torch.nn.functional.embedding(x, parameters["W_x"]).reshape(T, B, -1)
        outputs, state = cell(X, parameters["W_h"], parameters["b"], state)
        logits = outputs.reshape(T * B, H) @ parameters["W_hq"].T + parameters["b_q"]
        loss = torch.nn.functional.cross_entropy(logits, y)
        optimiser.zero_grad()
        loss.backward()
        if run["clippingThreshold"] > 0:
            torch.nn.utils.clip_grad_norm_(parameters.values(), run["clippingThreshold"])
        optimiser.step()
        state = tuple(part.detach() for part in state)
        total += loss.item()
    perplexity = float(numpy.exp(total / len(batches)))
    print(json.dumps({"epoch": epoch, "perplexity": perplexity}), flush=True)

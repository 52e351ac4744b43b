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
torch.manual_seed(run["seed"])  # of the masks of dropout, which are others than ours

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


LAYERS = ["", "_2", "_3", "_4"][: run["layers"]]


def zeros(examples):
    parts = 2 if run["cell"] == "lstm" else 1
    return [tuple(torch.zeros(examples, H) for _ in range(parts)) for _ in LAYERS]


def dropped(X, isTraining):
    return torch.nn.functional.dropout(X, run["dropout"], isTraining)


def network(x, states, isTraining):
    """x: ids [T·B] of the B examples that the states are of. Returns logits [T·B, V] and the states after it."""
    examples = states[0][0].shape[0]
    rows = torch.nn.functional.embedding
    # A one-hot vector times a matrix is a row of it.
    X = rows(x, parameters["E"]) if run["embeddingSize"] > 0 else None
    after = []
    for layer, state in zip(LAYERS, states):
        W_x = parameters["W_x" + layer]
        XW = rows(x, W_x) if X is None else dropped(X, isTraining) @ W_x
        XW = XW.reshape(-1, examples, XW.shape[-1])
        outputs, state = cell(XW, parameters["W_h" + layer], parameters["b" + layer], state)
        X = outputs.reshape(-1, H)
        after.append(state)
    W_hq = parameters["E" if run["tied"] else "W_hq"]
    return dropped(X, isTraining) @ W_hq.T + parameters["b_q"], after


file = folder / "held-out.i32"
held_out = torch.from_numpy(numpy.fromfile(file, dtype=numpy.int32)).long() if file.exists() else None


def perplexity_on_held_out():
    with torch.no_grad():
        logits, _ = network(held_out[:-1], zeros(1), False)
        return torch.nn.functional.cross_entropy(logits.double(), held_out[1:]).exp().item()


rate, beta = run["learningRate"], run["momentum"]
optimiser = {
    "sgd": lambda own: torch.optim.SGD(own, lr=rate),
    "momentum": lambda own: torch.optim.SGD(own, lr=rate, momentum=beta),
    "adam": lambda own: torch.optim.Adam(own, lr=rate, betas=(beta, 0.999)),
    "adamw": lambda own: torch.optim.AdamW(own, lr=rate, betas=(beta, 0.999), weight_decay=run["weightDecay"]),
}[run["optimiser"]](parameters.values())
best, best_epoch = float("inf"), 0
for epoch in range(1, run["epochs"] + 1):
    total = 0.0
    states = zeros(B)
    for x, y in batches:
        logits, states = network(x, states, True)
        loss = torch.nn.functional.cross_entropy(logits, y)
        optimiser.zero_grad()
        loss.backward()
        if run["clippingThreshold"] > 0:
            torch.nn.utils.clip_grad_norm_(parameters.values(), run["clippingThreshold"])
        optimiser.step()
        states = [tuple(part.detach() for part in state) for state in states]
        total += loss.item()
    perplexity = float(numpy.exp(total / len(batches)))
    found = None if held_out is None else perplexity_on_held_out()
    print(json.dumps({"epoch": epoch, "perplexity": perplexity, "heldOut": found}), flush=True)
    if found is not None and found < best:
        best, best_epoch = found, epoch
    if found is not None and 0 < run["patience"] <= epoch - best_epoch:
        break

"""A training step of PyTorch: its own recurrent layers, or the book's cell from scratch. What is asked and answered is as in `jax_peer.py`."""

import json
import sys
import time

import torch
from torch import nn

asked = json.loads(sys.stdin.readline())
CELL, LAYERS, SCRATCH = asked["cell"], asked["layers"], asked.get("scratch", False)
V, H, T, B = asked["vocabularySize"], asked["hiddenSize"], asked["timeSteps"], asked["batchSize"]
RATE, CLIP = asked["learningRate"], asked["clippingThreshold"]

batches = torch.tensor(asked["batches"]).reshape(-1, 2, T, B)  # x and y of each step
torch.manual_seed(1)


class Layers(nn.Module):
    """PyTorch's own layers on one-hot vectors, as the book has them in 6.5."""

    def __init__(self):
        super().__init__()
        self.rnn = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[CELL](V, H, LAYERS)
        self.output = nn.Linear(H, V)

    def forward(self, x):
        states, _ = self.rnn(nn.functional.one_hot(x, V).float())
        return self.output(states.reshape(T * B, H))


class Scratch(nn.Module):
    """The book's 6.4: a loop over time."""

    def __init__(self):
        super().__init__()
        normal = lambda *shape: nn.Parameter(0.01 * torch.randn(shape))
        self.W_xh, self.W_hh, self.W_hq = normal(V, H), normal(H, H), normal(H, V)
        self.b_h, self.b_q = nn.Parameter(torch.zeros(H)), nn.Parameter(torch.zeros(V))

    def forward(self, x):
        state, outputs = torch.zeros(B, H), []
        for inputs in nn.functional.one_hot(x, V).float():
            state = torch.tanh(inputs @ self.W_xh + state @ self.W_hh + self.b_h)
            outputs.append(state @ self.W_hq + self.b_q)
        return torch.cat(outputs)


model = Scratch() if SCRATCH else Layers()
optimiser = torch.optim.SGD(model.parameters(), RATE)
cross_entropy = nn.CrossEntropyLoss()
for line in sys.stdin:
    seconds = []
    for _ in range(int(line)):
        started = time.perf_counter()
        for x, y in batches:
            loss = cross_entropy(model(x), y.reshape(-1))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimiser.step()
            loss.item()
        seconds.append(time.perf_counter() - started)
    print(json.dumps(seconds), flush=True)

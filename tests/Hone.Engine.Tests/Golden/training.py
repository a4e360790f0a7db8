"""Losses, gradients and optimiser steps of the reference, in float64."""
import math

import numpy
import torch
import torch.nn.functional as F

import codes
import reference_decoder

STEPS = 10


class Adapter:
    def __init__(self, weights, scale):
        self.weights, self.scale = weights, scale


def mean_loss(logits, tokens, chosen):
    """Cross-entropy of each next token, meaned over the chosen ones of the whole step."""
    targets = tokens[:, 1:]
    losses = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view(targets.shape)
    return (losses * chosen).sum() / chosen.sum()


class AdamW:
    """torch.optim.AdamW (Loshchilov and Hutter 2019). Gains, biases and sinks do not decay."""

    def __init__(self, parameters, rate, decay, beta1=0.9, beta2=0.95):
        groups = [
            {"params": [value for name, value in parameters.items() if decays(name)], "weight_decay": decay},
            {"params": [value for name, value in parameters.items() if not decays(name)], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW([group for group in groups if group["params"]], lr=rate, betas=(beta1, beta2), eps=1e-8)

    def step(self):
        self.optimiser.step()


def decays(name):
    return not (name.endswith("bias") or name.endswith("sinks") or "norm" in name)


class AdamW8:
    """AdamW for matrices whose mean and mean square are stored in 8 bits between steps (codes.py); a mean square that is not 0 gets no code 0."""

    def __init__(self, parameters, rate, decay, beta1=0.9, beta2=0.95):
        self.parameters = list(parameters.values())
        self.settings = rate, decay, beta1, beta2
        self.books = codes.book(True), codes.book(False)
        self.states = [(numpy.zeros(value.numel()), numpy.zeros(value.numel())) for value in self.parameters]
        self.steps = 0

    @torch.no_grad()
    def step(self):
        rate, decay, beta1, beta2 = self.settings
        self.steps += 1
        for i, value in enumerate(self.parameters):
            gradient = value.grad.numpy().reshape(-1)
            mean = beta1 * self.states[i][0] + (1 - beta1) * gradient
            square = beta2 * self.states[i][1] + (1 - beta2) * gradient ** 2
            change = mean / (1 - beta1 ** self.steps) / (numpy.sqrt(square / (1 - beta2 ** self.steps)) + 1e-8)
            value.mul_(1 - rate * decay).sub_(torch.tensor(rate * change).view(value.shape))
            self.states[i] = self.stored(mean, 0), self.stored(square, 1)

    def stored(self, values, kind):
        nearest, largest = codes.quantise(values, self.books[kind])
        if kind == 1:
            nearest = numpy.where((values > 0) & (nearest == 0), 1, nearest)
        return self.books[kind][nearest].astype(float) * numpy.repeat(largest.astype(float), codes.BLOCK)[:len(values)]


class Muon:
    """
    Momentum made orthogonal (Jordan 2024), for the matrices of the layers, each as the file names it: q, k, v, gate and up apart. The update is
    rate * scale * orthogonal(gradient + momentum * buffer), after weights *= 1 - rate * decay.
    scale "spectral": sqrt(max(1, rows/columns)) (Jordan 2024); "rms": 0.2 * sqrt(max(rows, columns)), which has AdamW's size (Liu et al. 2025).
    """

    def __init__(self, parameters, rate, decay, scale, momentum=0.95):
        self.parameters = list(parameters.values())
        self.buffers = [torch.zeros_like(value) for value in self.parameters]
        self.rate, self.decay, self.scale, self.momentum = rate, decay, scale, momentum

    @torch.no_grad()
    def step(self):
        for value, buffer in zip(self.parameters, self.buffers):
            buffer.mul_(self.momentum).add_(value.grad)
            direction = orthogonal(value.grad + self.momentum * buffer)
            rows, columns = value.shape
            size = math.sqrt(max(1, rows / columns)) if self.scale == "spectral" else 0.2 * math.sqrt(max(rows, columns))
            value.mul_(1 - self.rate * self.decay).sub_(self.rate * size * direction)


def orthogonal(matrix):
    """Five Newton-Schulz steps with a quintic that lifts small singular values fast and leaves all of them near 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x if matrix.shape[0] <= matrix.shape[1] else x.T


class Run:
    """A model, perhaps with an adapter, and what of it is trained."""

    def __init__(self, config, weights, tokens, starts, chosen, adapter=None, dtype=torch.float64):
        self.config = config
        self.weights = {name: torch.tensor(value, dtype=dtype) for name, value in weights.items()}
        self.adapter = adapter and Adapter({name: torch.tensor(value, dtype=dtype) for name, value in adapter.weights.items()}, adapter.scale)
        self.tokens, self.starts, self.chosen = torch.tensor(tokens), torch.tensor(starts), torch.tensor(chosen, dtype=dtype)
        self.trained = self.weights if adapter is None else self.adapter.weights
        for value in self.trained.values():
            value.requires_grad_(True)

    def logits(self, checkpointed=False):
        return reference_decoder.logits(self.config, self.weights, self.tokens[:, :-1], self.starts, self.adapter, checkpointed)

    def loss(self, checkpointed=False):
        return mean_loss(self.logits(checkpointed), self.tokens, self.chosen)

    def gradients(self, checkpointed=False):
        for value in self.trained.values():
            value.grad = None
        self.loss(checkpointed).backward()
        return {name: value.grad.clone() for name, value in self.trained.items()}

    def train(self, optimisers, clip=math.inf):
        """Losses before each step and after the last."""
        losses = []
        for _ in range(STEPS):
            losses.append(self.loss().item())
            self.gradients()
            if clip < math.inf:
                torch.nn.utils.clip_grad_norm_(self.trained.values(), clip)
            for optimiser in optimisers:
                optimiser.step()
        return [*losses, self.loss().item()]

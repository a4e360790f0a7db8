"""Peer of the training-step row: the same Llama shape in PyTorch. Prints tokens per second.

usage: torch_training_step.py f32|bf16 STEPS   (Debian: python3-torch)
"""
import math
import sys
import time

import torch
import torch.nn.functional as F

VOCAB, D, FFN, LAYERS, HEADS, KV, SIZE, ROWS, T = 16384, 384, 1024, 8, 6, 2, 64, 4, 512


class Norm(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gain = torch.nn.Parameter(torch.ones(D))

    def forward(self, x):
        return x * torch.rsqrt(x.float().pow(2).mean(-1, keepdim=True) + 1e-5).to(x.dtype) * self.gain


def rotate(x, cos, sin):
    low, high = x.chunk(2, -1)
    return torch.cat((low * cos - high * sin, high * cos + low * sin), -1)


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda i, o: torch.nn.Linear(i, o, bias=False)
        self.norm1, self.norm2 = Norm(), Norm()
        self.qkv, self.out = linear(D, (HEADS + 2 * KV) * SIZE), linear(HEADS * SIZE, D)
        self.gate_up, self.down = linear(D, 2 * FFN), linear(FFN, D)

    def forward(self, x, cos, sin, mask):
        b, t, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).split([HEADS * SIZE, KV * SIZE, KV * SIZE], -1)
        q = rotate(q.view(b, t, HEADS, SIZE).transpose(1, 2), cos, sin)
        k = rotate(k.view(b, t, KV, SIZE).transpose(1, 2), cos, sin).repeat_interleave(HEADS // KV, 1)
        v = v.view(b, t, KV, SIZE).transpose(1, 2).repeat_interleave(HEADS // KV, 1)
        scores = (q @ k.transpose(-1, -2)) / math.sqrt(SIZE) + mask
        x = x + self.out((scores.float().softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, t, HEADS * SIZE))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCAB, D)
        self.layers = torch.nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = Norm()
        angles = torch.outer(torch.arange(T).float(), 10000.0 ** (-torch.arange(0, SIZE, 2).float() / SIZE))
        self.cos, self.sin = angles.cos(), angles.sin()
        self.mask = torch.full((T, T), float("-inf")).triu(1)

    def forward(self, tokens, targets):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, self.cos.to(x.dtype), self.sin.to(x.dtype), self.mask.to(x.dtype))
        logits = F.linear(self.norm(x), self.embedding.weight)
        return F.cross_entropy(logits.float().reshape(-1, VOCAB), targets.reshape(-1))


def main():
    bf16, steps = sys.argv[1] == "bf16", int(sys.argv[2])
    torch.manual_seed(1)
    model = Model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    tokens = torch.randint(1, VOCAB, (ROWS, T + 1))

    def step():
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            loss = model(tokens[:, :-1], tokens[:, 1:])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    step()
    step()
    start = time.perf_counter()
    for _ in range(steps):
        step()
    print(steps * ROWS * T / (time.perf_counter() - start))


main()

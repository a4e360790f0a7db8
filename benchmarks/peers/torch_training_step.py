"""Peer of the training-step rows: forward, backward, clipping and AdamW of a Llama shape in PyTorch (Debian: python3-torch).

usage: torch_training_step.py f32|bf16 STEPS [18.9M|125M] [plain|tuned] [THREADS]

Prints tokens per second on stdout, and on stderr what PyTorch runs on. Rows are 4 x 512 tokens; THREADS is the number of processors
if not given. bf16 is autocast: f32 weights, bf16 products. The model is written with care: query heads grouped instead of keys
repeated, one mask for all layers, softmax in the type of the scores.
"plain" is PyTorch as Debian installs it, only with its AVX-512 kernels forced (it picks AVX2 by itself). "tuned" also does what few
users know of: blocks freed stay with the process (glibc gives large ones back, and every step pays for new pages), and OpenBLAS's
threads stop spinning sooner, since they keep PyTorch's own from their core. Measured on two cores: bf16 1,600 plain and 2,150 tuned,
f32 630 and 820 tokens/s (18.9M).
"""
import math
import os
import sys
import time

TUNED = len(sys.argv) > 4 and sys.argv[4] == "tuned"
SETTINGS = {"ATEN_CPU_CAPABILITY": "avx512"}
if TUNED:
    SETTINGS |= {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "16000000000", "MALLOC_ARENA_MAX": "1", "OPENBLAS_THREAD_TIMEOUT": "10"}
# Debian's torch takes its f32 products from libblas.so.3, OpenBLAS where that is installed. It shall choose kernels and threads itself.
FOREIGN = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
if any(os.environ.get(name) != value for name, value in SETTINGS.items()) or any(name in os.environ for name in FOREIGN):
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    os.execve(sys.executable, [sys.executable, *sys.argv], {**kept, **SETTINGS})

import torch
import torch.nn.functional as F

# vocabulary, hidden, feed-forward, layers, query heads, key/value heads, head tied to the embedding
SHAPES = {
    "18.9M": (16_384, 384, 1_024, 8, 6, 2, True),
    "125M": (32_000, 768, 2_048, 12, 12, 4, False),
}
SIZE, ROWS, T = 64, 4, 512


class Norm(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.gain = torch.nn.Parameter(torch.ones(hidden))

    def forward(self, x):
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.gain


def linear(inputs, outputs):
    return torch.nn.Linear(inputs, outputs, bias=False)


def rotate(x, cos, sin):
    low, high = x.chunk(2, -1)
    return torch.cat((low * cos - high * sin, high * cos + low * sin), -1)


class Layer(torch.nn.Module):
    def __init__(self, hidden, feed_forward, heads, kv):
        super().__init__()
        self.heads, self.kv = heads, kv
        self.norm1, self.norm2 = Norm(hidden), Norm(hidden)
        self.qkv, self.out = linear(hidden, (heads + 2 * kv) * SIZE), linear(heads * SIZE, hidden)
        self.gate_up, self.down = linear(hidden, 2 * feed_forward), linear(feed_forward, hidden)

    def forward(self, x, cos, sin, mask):
        x = x + self.out(self.attend(self.qkv(self.norm1(x)), cos, sin, mask))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)

    def attend(self, qkv, cos, sin, mask):
        b, t, _ = qkv.shape
        q, k, v = (part.view(b, t, -1, SIZE).transpose(1, 2) for part in qkv.split([self.heads * SIZE, self.kv * SIZE, self.kv * SIZE], -1))
        q = rotate(q, cos, sin).reshape(b * self.kv, -1, SIZE)
        k = rotate(k, cos, sin).reshape(b * self.kv, t, SIZE)
        scores = torch.baddbmm(mask.expand(b * self.kv, -1, -1), q, k.transpose(1, 2), alpha=1 / math.sqrt(SIZE))
        mixed = scores.softmax(-1) @ v.reshape(b * self.kv, t, SIZE)
        return mixed.view(b, self.heads, t, SIZE).transpose(1, 2).reshape(b, t, -1)


class Model(torch.nn.Module):
    def __init__(self, shape, dtype):
        super().__init__()
        self.vocabulary, hidden, feed_forward, layers, heads, kv, tied = shape
        self.embedding = torch.nn.Embedding(self.vocabulary, hidden)
        self.layers = torch.nn.ModuleList(Layer(hidden, feed_forward, heads, kv) for _ in range(layers))
        self.norm = Norm(hidden)
        self.head = linear(hidden, self.vocabulary)
        if tied:
            self.head.weight = self.embedding.weight
        angles = torch.outer(torch.arange(T).float(), 10000.0 ** (-torch.arange(0, SIZE, 2).float() / SIZE))
        self.cos, self.sin = angles.cos().to(dtype), angles.sin().to(dtype)
        self.mask = torch.full((T, T), float("-inf")).triu(1).to(dtype).repeat(heads // kv, 1)

    def forward(self, tokens, targets):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, self.cos, self.sin, self.mask)
        return F.cross_entropy(self.head(self.norm(x)).float().view(-1, self.vocabulary), targets.reshape(-1))


def describe(model):
    with open("/proc/self/maps", encoding="utf-8") as maps:
        libraries = {os.path.basename(line.split()[-1]) for line in maps if "/" in line}
    blas = sorted(name for name in libraries if "blas" in name or "dnnl" in name or "mkl" in name)
    parameters = sum(p.numel() for p in model.parameters())
    print(f"torch {torch.__version__}, {'tuned' if TUNED else 'plain'}, {torch.get_num_threads()} threads, {', '.join(blas)}, {parameters / 1e6:.1f} M parameters", file=sys.stderr)


def main():
    bf16, steps = {"f32": False, "bf16": True}[sys.argv[1]], int(sys.argv[2])
    shape = SHAPES[sys.argv[3] if len(sys.argv) > 3 else "18.9M"]
    torch.set_num_threads(int(sys.argv[5]) if len(sys.argv) > 5 else os.cpu_count())
    torch.manual_seed(1)
    model = Model(shape, torch.bfloat16 if bf16 else torch.float32)
    describe(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, foreach=True)
    tokens = torch.randint(1, model.vocabulary, (ROWS, T + 1))

    def step():
        optimizer.zero_grad(set_to_none=True)
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

"""
The decoder a second time, from the same papers but sharing nothing with reference_decoder.py: one token and one head at a time, in
loops over numbers. If both say the same, a slip in one of them would have to be a slip in both.
"""
import json
import math
import os

import numpy
import torch

import families
import tensor_file
import training

WITHIN = 1e-10


def decode(config, weights, adapter, tokens, starts):
    """Logits of one row."""
    w = {name: value.astype(numpy.float64) for name, value in weights.items()}
    for name in list(w):
        down = "base_model.model." + name.replace(".weight", ".lora_A.weight")
        if adapter is not None and down in adapter.weights:
            w[name] = w[name] + adapter.scale * adapter.weights[down.replace("lora_A", "lora_B")].astype(numpy.float64) @ adapter.weights[down].astype(numpy.float64)
    residual = config.get("residual_multiplier", 1)
    x = [w["model.embed_tokens.weight"][token] * config.get("embedding_multiplier", 1) for token in tokens]
    for layer in range(config["num_hidden_layers"]):
        name = f"model.layers.{layer}."
        normed = [norm(v, w[name + "input_layernorm.weight"], config) for v in x]
        x = [v + residual * part for v, part in zip(x, attend(config, w, layer, name + "self_attn.", normed, starts))]
        normed = [norm(v, w[name + "post_attention_layernorm.weight"], config) for v in x]
        x = [v + residual * feed_forward(config, w, name + "mlp.", u) for v, u in zip(x, normed)]
    head = w.get("lm_head.weight", w["model.embed_tokens.weight"])
    return numpy.array([head @ norm(v, w["model.norm.weight"], config) / config.get("logits_scaling", 1) for v in x])


def norm(v, gain, config):
    return v / math.sqrt(sum(value * value for value in v) / len(v) + config["rms_norm_eps"]) * gain


def attend(config, w, layer, name, x, starts):
    heads, shared = config["num_attention_heads"], config["num_key_value_heads"]
    size = len(w[name + "q_proj.weight"]) // heads
    scale = config.get("attention_multiplier", size ** -0.5)

    def project(part, head, position, turned):
        rows = slice(head * size, (head + 1) * size)
        v = w[f"{name}{part}_proj.weight"][rows] @ x[position]
        if f"{name}{part}_proj.bias" in w:
            v = v + w[f"{name}{part}_proj.bias"][rows]
        if config["model_type"] == "qwen3" and turned:
            v = norm(v, w[f"{name}{part}_norm.weight"], config)
        if turned and ("no_rope_layers" not in config or config["no_rope_layers"][layer] == 1):
            v = turn(config, v, position)
        return v

    keys = [[project("k", head, p, True) for p in range(len(x))] for head in range(shared)]
    values = [[project("v", head, p, False) for p in range(len(x))] for head in range(shared)]
    result = []
    for position in range(len(x)):
        mixed = []
        for head in range(heads):
            q, group = project("q", head, position, True), head // (heads // shared)
            seen = [p for p in range(starts[position], position + 1) if position - p < reach(config, layer)]
            powers = [math.exp(scale * float(q @ keys[group][p])) for p in seen]
            total = sum(powers) + (math.exp(w[name + "sinks"][head]) if name + "sinks" in w else 0)
            mixed.extend(sum(power / total * values[group][p] for power, p in zip(powers, seen)))
        result.append(w[name + "o_proj.weight"] @ numpy.array(mixed) + w.get(name + "o_proj.bias", 0))
    return result


def reach(config, layer):
    """How many tokens back a layer sees, itself included."""
    kind = config["model_type"]
    windowed = {
        "mistral": kind == "mistral",
        "qwen2": config.get("use_sliding_window") and layer >= config.get("max_window_layers", 0),
        "gpt_oss": layer % 2 == 0,
    }
    return config["sliding_window"] if windowed.get(kind) else math.inf


def turn(config, v, position):
    half = len(v) // 2
    result = numpy.zeros(len(v))
    for i in range(half):
        speed, amplitude = speed_of(config, i, half)
        pair = complex(v[i], v[i + half]) * amplitude * complex(math.cos(position * speed), math.sin(position * speed))
        result[i], result[i + half] = pair.real, pair.imag
    return result


def speed_of(config, i, half):
    theta, scaling = config["rope_theta"], config.get("rope_scaling")
    speed = theta ** (-i / half)
    if scaling is None:
        return speed, 1
    if scaling["rope_type"] == "llama3":
        wave = 2 * math.pi / speed
        old, low, high = scaling["original_max_position_embeddings"], scaling["low_freq_factor"], scaling["high_freq_factor"]
        if wave < old / high:
            return speed, 1
        if wave > old / low:
            return speed / scaling["factor"], 1
        smooth = (old / wave - low) / (high - low)
        return (1 - smooth) * speed / scaling["factor"] + smooth * speed, 1
    # yarn: the dimension at which a wave turns n times in the old context, for n = beta_fast and beta_slow, ends the ramp.
    ends = [half * math.log(scaling["original_max_position_embeddings"] / (n * 2 * math.pi)) / math.log(theta) for n in (scaling["beta_fast"], scaling["beta_slow"])]
    kept = 1 - min(1, max(0, (i - ends[0]) / (ends[1] - ends[0])))
    return speed / scaling["factor"] * (1 - kept) + speed * kept, 0.1 * math.log(scaling["factor"]) + 1


def feed_forward(config, w, name, x):
    if config["model_type"] != "gpt_oss":
        gate, up = w[name + "gate_proj.weight"] @ x, w[name + "up_proj.weight"] @ x
        return w[name + "down_proj.weight"] @ numpy.array([g / (1 + math.exp(-g)) * u for g, u in zip(gate, up)])
    scores = w[name + "router.weight"] @ x + w[name + "router.bias"]
    best = sorted(range(len(scores)), key=lambda expert: -scores[expert])[:config["num_experts_per_tok"]]
    total = sum(math.exp(scores[expert]) for expert in best)
    result = numpy.zeros(len(x))
    for expert in best:
        both = x @ w[name + "experts.gate_up_proj"][expert] + w[name + "experts.gate_up_proj_bias"][expert]
        inner = []
        for gate, up in zip(both[0::2], both[1::2]):
            gate, up = min(gate, config["swiglu_limit"]), max(-config["swiglu_limit"], min(up, config["swiglu_limit"]))
            inner.append((up + 1) * gate / (1 + math.exp(-1.702 * gate)))
        result += math.exp(scores[expert]) / total * (numpy.array(inner) @ w[name + "experts.down_proj"][expert] + w[name + "experts.down_proj_bias"][expert])
    return result


def run(here, everything, base):
    """Prints one line a comparison; the number of those that fail."""
    results = [*compare_files(here, everything), *compare_decoders(base), *compare_adapters(here, base), compare_stored(here), *compare_steps(base), compare_muon()]
    return results.count(False)


def report(what, difference, within):
    print(f"{'ok  ' if difference <= within else 'FAIL'} {what}: {difference:.1e} (within {within:.0e})")
    return difference <= within


def distance(a, b):
    a, b = numpy.asarray(a, numpy.float64), numpy.asarray(b, numpy.float64)
    return float(numpy.linalg.norm(a - b) / max(numpy.linalg.norm(b), 1e-30)) if a.shape == b.shape else math.inf


def compare_files(here, everything):
    for name, content in everything:
        path = os.path.join(here, name)
        if name.endswith(".json"):
            with open(path, encoding="utf-8") as file:
                yield report(name, 0.0 if json.load(file) == content else math.inf, 0)
        else:
            stored, metadata = tensor_file.read(path)
            same = metadata == content[1] and list(stored) == list(content[0])
            yield report(name, max(distance(stored[key], value) for key, value in content[0].items()) if same else math.inf, 1e-6)


def compare_decoders(base):
    for name in families.FAMILIES:
        config, weights, tokens, starts = base(name)
        first = training.Run(config, weights, tokens, starts, numpy.ones(starts.shape))
        logits = first.logits().detach().numpy()
        second = [decode(config, weights, None, row[:-1], start) for row, start in zip(tokens, starts)]
        yield report(f"{name}: second implementation", distance(second, logits), WITHIN)
        plain, checkpointed = first.gradients(), first.gradients(checkpointed=True)
        yield report(f"{name}: gradient checkpointing", max(distance(checkpointed[key], plain[key]) for key in plain), WITHIN)
        single = training.Run(config, weights, tokens, starts, numpy.ones(starts.shape), dtype=torch.float32)
        yield report(f"{name}: logits in float32", distance(single.logits().detach(), logits), 1e-5)
        single_gradients = single.gradients()
        yield report(f"{name}: gradients in float32", max(distance(single_gradients[key], plain[key]) for key in plain), 1e-4)


def compare_adapters(here, base):
    for name in ("lora-llama3", "lora-qwen2"):
        with open(os.path.join(here, name, "adapter_config.json"), encoding="utf-8") as file:
            settings = json.load(file)
        scale = settings["lora_alpha"] / (math.sqrt(settings["r"]) if settings["use_rslora"] else settings["r"])
        adapter = training.Adapter(tensor_file.read(os.path.join(here, name, "adapter_model.safetensors"))[0], scale)
        golden = tensor_file.read(os.path.join(here, name, "golden.safetensors"))[0]
        config, weights, tokens, starts = base(settings["base_model_name_or_path"])
        second = [decode(config, weights, adapter, row[:-1], start) for row, start in zip(tokens, starts)]
        yield report(f"{name}: merged into the second implementation", distance(second, golden["logits"]), 1e-6)


def compare_stored(here):
    """gpt-oss from its files in bf16 and MXFP4, unpacked value by value."""
    directory = os.path.join(here, "gpt-oss-mxfp4")
    files, golden = tensor_file.read(os.path.join(directory, "model.safetensors"))[0], tensor_file.read(os.path.join(directory, "golden.safetensors"))[0]
    with open(os.path.join(directory, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    weights = {}
    for name, stored in files.items():
        if name.endswith("_blocks"):
            weights[name.removesuffix("_blocks")] = unpack(stored, files[name.replace("_blocks", "_scales")])
        elif not name.endswith("_scales"):
            weights[name] = numpy.frombuffer(b"".join(b"\0\0" + int(bits).to_bytes(2, "little") for bits in stored.ravel()), numpy.float32).reshape(stored.shape)
    second = [decode(config, weights, None, row[:-1], start) for row, start in zip(golden["tokens"], golden["starts"])]
    return report("gpt-oss-mxfp4: second implementation", distance(second, golden["logits"]), 1e-6)


def unpack(blocks, scales):
    experts, outputs, count, _ = blocks.shape
    result = numpy.zeros((experts, count * 32, outputs))
    for expert, output, block in numpy.ndindex(experts, outputs, count):
        for i in range(32):
            code = int(blocks[expert, output, block, i // 2]) >> (4 * (i % 2)) & 15
            exponent, fraction = code >> 1 & 3, code & 1
            magnitude = fraction / 2 if exponent == 0 else (1 + fraction / 2) * 2 ** (exponent - 1)
            result[expert, block * 32 + i, output] = (-1) ** (code >> 3) * magnitude * 2.0 ** (int(scales[expert, output, block]) - 127)
    return result


def compare_steps(base):
    """What ten steps in float32 lose: the ground that an engine in float32 stands on."""
    for name in families.FAMILIES:
        config, weights, tokens, starts = base(name)
        trained, losses = [], []
        for dtype in (torch.float64, torch.float32):
            run = training.Run(config, weights, tokens, starts, numpy.ones(starts.shape), dtype=dtype)
            losses.append(run.train([training.AdamW(run.trained, 1e-3, 0.1)]))
            trained.append({key: value.detach().numpy() for key, value in run.trained.items()})
        yield report(f"{name}: losses of ten steps in float32", distance(losses[1], losses[0]), 1e-5)
        yield report(f"{name}: weights after ten steps in float32", max(distance(trained[1][key], trained[0][key]) for key in trained[0]), 1e-4)


def compare_muon():
    """The quintic leaves singular values of a well-conditioned matrix near 1, and its singular vectors as they were."""
    matrix = torch.tensor(numpy.random.RandomState(3).standard_normal((20, 31)))
    u, sizes, v = torch.linalg.svd(training.orthogonal(matrix), full_matrices=False)
    exact_u, _, exact_v = torch.linalg.svd(matrix, full_matrices=False)
    assert 0.6 < sizes.min() and sizes.max() < 1.3, sizes
    return report("muon: direction nearly orthogonal", float((training.orthogonal(matrix) - exact_u @ exact_v).norm() / math.sqrt(20)), 0.35)

"""A decoder as the published architectures describe it, in plain PyTorch: config.json, weights by their Hugging Face names and tokens
in, logits out. Written to be read beside the papers, not to be fast; check_reference.py is the same once more in loops over numbers.

x += r * attention(norm(x));  x += r * feed_forward(norm(x));  logits = head(norm(x)) / s           (r and s: 1, but in Granite)

What a family adds is a switch that its config.json turns:
  llama    rope_scaling "llama3": low frequencies slowed down (Llama 3.1 model card)
  mistral  sliding_window (Mistral 7B, 2023)
  qwen2    bias on q, k, v; a window from layer max_window_layers on, where use_sliding_window
  qwen3    RMSNorm of each query and key head
  gpt_oss  experts, sinks, alternating windows, yarn (gpt-oss model card, 2025; Peng et al. 2023)
  smollm3  layers without rotary embedding (no_rope_layers)
  granite  multipliers of embeddings, attention scores, residuals and logits

Shapes: b rows, t positions, h heads, d head size.
"""
import math

import torch
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint


def logits(config, weights, tokens, starts, adapter=None, checkpointed=False):
    """tokens and starts: [b, t]; starts[n, i] is the position at which the document of token i begins in its row."""
    linear = Linear(weights, adapter)
    x = weights["model.embed_tokens.weight"][tokens] * config.get("embedding_multiplier", 1.0)
    cos, sin = rotary(config, tokens.shape[1], x.dtype)
    for layer in range(config["num_hidden_layers"]):
        arguments = (config, weights, linear, layer, x, cos, sin, visible(config, layer, starts))
        x = checkpoint(decoder_layer, *arguments, use_reentrant=False) if checkpointed else decoder_layer(*arguments)
    x = rms_norm(x, weights["model.norm.weight"], config)
    head = "model.embed_tokens" if config["tie_word_embeddings"] else "lm_head"
    return linear(head, x) / config.get("logits_scaling", 1.0)


class Linear:
    """y = W x + bias, and, where an adapter touches W, + alpha/r B A x (Hu et al. 2021)."""

    def __init__(self, weights, adapter):
        self.weights, self.adapter = weights, adapter

    def __call__(self, name, x):
        y = F.linear(x, self.weights[name + ".weight"], self.weights.get(name + ".bias"))
        down = f"base_model.model.{name}.lora_A.weight"
        if self.adapter is None or down not in self.adapter.weights:
            return y
        return y + self.adapter.scale * F.linear(F.linear(x, self.adapter.weights[down]), self.adapter.weights[down.replace("lora_A", "lora_B")])


def decoder_layer(config, weights, linear, layer, x, cos, sin, mask):
    name, residual = f"model.layers.{layer}.", config.get("residual_multiplier", 1.0)
    normed = rms_norm(x, weights[name + "input_layernorm.weight"], config)
    x = x + residual * attention(config, weights, linear, layer, normed, cos, sin, mask)
    normed = rms_norm(x, weights[name + "post_attention_layernorm.weight"], config)
    feed_forward = mixture_of_experts if "num_local_experts" in config else swiglu
    return x + residual * feed_forward(config, weights, linear, name + "mlp.", normed)


def rms_norm(x, gain, config):
    return gain * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + config["rms_norm_eps"]))


def attention(config, weights, linear, layer, x, cos, sin, mask):
    name = f"model.layers.{layer}.self_attn."
    heads, shared = config["num_attention_heads"], config["num_key_value_heads"]
    size = config.get("head_dim", config["hidden_size"] // heads)
    b, t, _ = x.shape
    q = linear(name + "q_proj", x).view(b, t, heads, size)
    k = linear(name + "k_proj", x).view(b, t, shared, size)
    v = linear(name + "v_proj", x).view(b, t, shared, size).transpose(1, 2)
    if name + "q_norm.weight" in weights:
        q, k = rms_norm(q, weights[name + "q_norm.weight"], config), rms_norm(k, weights[name + "k_norm.weight"], config)
    q, k = q.transpose(1, 2), k.transpose(1, 2)
    if config.get("no_rope_layers", [1] * (layer + 1))[layer]:
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
    k, v = k.repeat_interleave(heads // shared, 1), v.repeat_interleave(heads // shared, 1)
    scores = q @ k.transpose(-1, -2) * config.get("attention_multiplier", 1 / math.sqrt(size))
    scores = scores.masked_fill(~mask[:, None], float("-inf"))
    if name + "sinks" in weights:
        # A sink takes part in the softmax and has no value: what it draws is lost.
        sinks = weights[name + "sinks"].view(1, heads, 1, 1).expand(b, heads, t, 1)
        shares = torch.cat((scores, sinks), -1).softmax(-1)[..., :-1]
    else:
        shares = scores.softmax(-1)
    return linear(name + "o_proj", (shares @ v).transpose(1, 2).reshape(b, t, heads * size))


def visible(config, layer, starts):
    """[b, t, t]: causal, inside the document, and at most window - 1 back."""
    query, key = torch.arange(starts.shape[1])[:, None], torch.arange(starts.shape[1])[None, :]
    mask = (key <= query) & (key >= starts[:, :, None])
    window = window_of(config, layer)
    return mask if window is None else mask & (key > query - window)


def window_of(config, layer):
    if not config.get("use_sliding_window", True):
        return None
    if "layer_types" in config:
        return config["sliding_window"] if config["layer_types"][layer] == "sliding_attention" else None
    if config["model_type"] == "qwen2" and layer < config["max_window_layers"]:
        return None
    return config.get("sliding_window")


def rotate(x, cos, sin):
    """Halves layout: dimension i turns with dimension i + size/2."""
    low, high = x.chunk(2, -1)
    return torch.cat((low * cos - high * sin, high * cos + low * sin), -1)


def rotary(config, length, dtype):
    size = config.get("head_dim", config["hidden_size"] // config["num_attention_heads"])
    frequencies = config["rope_theta"] ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
    scaling, amplitude = config.get("rope_scaling"), 1.0
    if scaling is not None and scaling["rope_type"] == "llama3":
        frequencies = llama3(frequencies, scaling)
    elif scaling is not None and scaling["rope_type"] == "yarn":
        frequencies = yarn(frequencies, scaling, size, config["rope_theta"])
        amplitude = 0.1 * math.log(scaling["factor"]) + 1
    angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies)
    return (amplitude * angles.cos()).to(dtype), (amplitude * angles.sin()).to(dtype)


def llama3(frequencies, scaling):
    """Waves longer than the old context / low_freq_factor are slowed down by factor, those shorter than / high_freq_factor kept."""
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    waves_in_context = scaling["original_max_position_embeddings"] * frequencies / (2 * math.pi)
    kept = ((waves_in_context - low) / (high - low)).clamp(0, 1)
    return kept * frequencies + (1 - kept) * frequencies / scaling["factor"]


def yarn(frequencies, scaling, size, theta):
    """The same idea, with a ramp that is linear in the number of the dimension."""
    def dimension(turns):
        return size * math.log(scaling["original_max_position_embeddings"] / (turns * 2 * math.pi)) / (2 * math.log(theta))

    low, high = dimension(scaling["beta_fast"]), dimension(scaling["beta_slow"])
    if scaling.get("truncate", True):
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, size - 1)
    slowed = ((torch.arange(size // 2, dtype=torch.float64) - low) / max(high - low, 0.001)).clamp(0, 1)
    return (1 - slowed) * frequencies + slowed * frequencies / scaling["factor"]


def swiglu(config, weights, linear, name, x):
    return linear(name + "down_proj", F.silu(linear(name + "gate_proj", x)) * linear(name + "up_proj", x))


def mixture_of_experts(config, weights, linear, name, x):
    """The best few experts of each token, weighted by the softmax over their logits alone."""
    best, chosen = linear(name + "router", x).topk(config["num_experts_per_tok"], -1)
    shares, limit = best.softmax(-1), config["swiglu_limit"]
    result = torch.zeros_like(x)
    for expert in range(config["num_local_experts"]):
        share = (shares * (chosen == expert)).sum(-1, keepdim=True)
        gate_up = x @ weights[name + "experts.gate_up_proj"][expert] + weights[name + "experts.gate_up_proj_bias"][expert]
        gate, up = gate_up[..., 0::2].clamp(max=limit), gate_up[..., 1::2].clamp(-limit, limit)
        y = gate * torch.sigmoid(1.702 * gate) * (up + 1)
        result = result + share * (y @ weights[name + "experts.down_proj"][expert] + weights[name + "experts.down_proj_bias"][expert])
    return result

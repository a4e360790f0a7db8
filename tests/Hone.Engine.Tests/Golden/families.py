"""One tiny model a family, with the config.json fields of the real repositories. Widths are odd on purpose: they fit no tile or vector."""
import numpy

ROWS, LENGTH, END_OF_TEXT = 2, 24, 0

# Fields that the repositories have and that change nothing here.
INERT = {
    "attention_dropout": 0.0,
    "bos_token_id": END_OF_TEXT,
    "eos_token_id": END_OF_TEXT,
    "hidden_act": "silu",
    "initializer_range": 0.02,
    "torch_dtype": "float32",
    "transformers_version": "4.55.0",
    "use_cache": True,
}


def config(architecture, model_type, vocabulary, hidden, feed_forward, layers, heads, shared, tied, theta, epsilon, context=128, **more):
    return {
        "architectures": [architecture],
        "model_type": model_type,
        "vocab_size": vocabulary,
        "hidden_size": hidden,
        "intermediate_size": feed_forward,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": shared,
        "max_position_embeddings": context,
        "rms_norm_eps": epsilon,
        "rope_theta": theta,
        "tie_word_embeddings": tied,
        **INERT,
        **more,
    }


NO_BIAS = {"attention_bias": False, "mlp_bias": False}

FAMILIES = {
    "llama3": config("LlamaForCausalLM", "llama", 97, 50, 58, 2, 5, 1, False, 500000.0, 1e-5, head_dim=10, pretraining_tp=1, **NO_BIAS, rope_scaling={
        "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64, "rope_type": "llama3"}),
    "mistral": config("MistralForCausalLM", "mistral", 96, 48, 54, 2, 4, 2, False, 10000.0, 1e-5, head_dim=14, sliding_window=7),
    "qwen2": config("Qwen2ForCausalLM", "qwen2", 95, 48, 61, 2, 4, 2, True, 10000.0, 1e-6, sliding_window=16, max_window_layers=2, use_sliding_window=False),
    "qwen2-window": config("Qwen2ForCausalLM", "qwen2", 91, 42, 50, 3, 3, 1, False, 10000.0, 1e-6, sliding_window=6, max_window_layers=1, use_sliding_window=True),
    "qwen3": config("Qwen3ForCausalLM", "qwen3", 94, 46, 57, 2, 6, 2, True, 1000000.0, 1e-6, head_dim=10, attention_bias=False, max_window_layers=2,
        rope_scaling=None, sliding_window=None, use_sliding_window=False),
    "gpt-oss": config("GptOssForCausalLM", "gpt_oss", 93, 44, 38, 3, 4, 2, False, 150000, 1e-5, context=131072, head_dim=12, attention_bias=True,
        experts_per_token=2, num_experts_per_tok=2, num_local_experts=5, initial_context_length=4096, output_router_logits=False,
        router_aux_loss_coef=0.9, sliding_window=8, layer_types=["sliding_attention", "full_attention", "sliding_attention"], swiglu_limit=7.0,
        rope_scaling={"beta_fast": 32.0, "beta_slow": 1.0, "factor": 32.0, "original_max_position_embeddings": 4096, "rope_type": "yarn", "truncate": False}),
    "smollm2": config("LlamaForCausalLM", "llama", 96, 54, 59, 2, 9, 3, True, 100000.0, 1e-5, pretraining_tp=1, rope_interleaved=False, rope_scaling=None,
        is_llama_config=True, **NO_BIAS),
    "smollm3": config("SmolLM3ForCausalLM", "smollm3", 90, 40, 49, 3, 4, 2, True, 5000000.0, 1e-6, rope_scaling=None, pretraining_tp=1, **NO_BIAS,
        no_rope_layer_interval=2, no_rope_layers=[1, 0, 1], layer_types=["full_attention"] * 3, sliding_window=None, use_sliding_window=False),
    "granite": config("GraniteForCausalLM", "granite", 99, 48, 55, 2, 4, 2, True, 10000000.0, 1e-5, **NO_BIAS, rope_scaling=None,
        embedding_multiplier=12.0, attention_multiplier=0.0625, residual_multiplier=0.22, logits_scaling=3.0),
}

# As the repositories of gpt-oss store it: experts in MXFP4, which wants widths that are multiples of 32, the rest in bf16.
STORED = config("GptOssForCausalLM", "gpt_oss", 61, 64, 32, 2, 3, 1, False, 150000, 1e-5, context=131072, head_dim=16, attention_bias=True,
    experts_per_token=2, num_experts_per_tok=2, num_local_experts=3, initial_context_length=4096, output_router_logits=False, router_aux_loss_coef=0.9,
    sliding_window=8, layer_types=["sliding_attention", "full_attention"], swiglu_limit=7.0, rope_scaling=FAMILIES["gpt-oss"]["rope_scaling"],
    quantization_config={"modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"], "quant_method": "mxfp4"})


def parameters(config):
    """Names as in the repositories, and the shape of each."""
    hidden, heads, shared = config["hidden_size"], config["num_attention_heads"], config["num_key_value_heads"]
    size = config.get("head_dim", hidden // heads)
    shapes = {"model.embed_tokens.weight": (config["vocab_size"], hidden)}
    for layer in range(config["num_hidden_layers"]):
        name = f"model.layers.{layer}."
        shapes[name + "input_layernorm.weight"] = (hidden,)
        for part, rows in (("q", heads * size), ("k", shared * size), ("v", shared * size)):
            shapes[f"{name}self_attn.{part}_proj.weight"] = (rows, hidden)
            if config["model_type"] in ("qwen2", "gpt_oss"):
                shapes[f"{name}self_attn.{part}_proj.bias"] = (rows,)
        shapes[name + "self_attn.o_proj.weight"] = (hidden, heads * size)
        if config["model_type"] == "gpt_oss":
            shapes[name + "self_attn.o_proj.bias"] = (hidden,)
            shapes[name + "self_attn.sinks"] = (heads,)
        if config["model_type"] == "qwen3":
            shapes[name + "self_attn.q_norm.weight"] = (size,)
            shapes[name + "self_attn.k_norm.weight"] = (size,)
        shapes[name + "post_attention_layernorm.weight"] = (hidden,)
        shapes |= experts(config, name + "mlp.") if config["model_type"] == "gpt_oss" else gated(config, name + "mlp.")
    shapes["model.norm.weight"] = (hidden,)
    if not config["tie_word_embeddings"]:
        shapes["lm_head.weight"] = (config["vocab_size"], hidden)
    return shapes


def gated(config, name):
    hidden, wide = config["hidden_size"], config["intermediate_size"]
    return {name + "gate_proj.weight": (wide, hidden), name + "up_proj.weight": (wide, hidden), name + "down_proj.weight": (hidden, wide)}


def experts(config, name):
    hidden, wide, count = config["hidden_size"], config["intermediate_size"], config["num_local_experts"]
    return {
        name + "router.weight": (count, hidden),
        name + "router.bias": (count,),
        name + "experts.gate_up_proj": (count, hidden, 2 * wide),
        name + "experts.gate_up_proj_bias": (count, 2 * wide),
        name + "experts.down_proj": (count, wide, hidden),
        name + "experts.down_proj_bias": (count, hidden),
    }


def weights(config, seed):
    """Random values large enough that every part matters: softmaxes that choose, gates that saturate, swiglu beyond its limits."""
    chance = numpy.random.RandomState(seed)
    return {name: (value(config, name, shape, chance)).astype(numpy.float32) for name, shape in parameters(config).items()}


def value(config, name, shape, chance):
    normal = chance.standard_normal(shape)
    if "norm" in name:
        return 1 + 0.2 * normal
    if name.endswith("sinks"):
        return normal
    if name.endswith("gate_up_proj_bias"):
        return 3 * normal
    if name.endswith("bias"):
        return 0.3 * normal
    if "embed_tokens" in name:
        return 0.4 * normal / numpy.sqrt(config.get("embedding_multiplier", 1.0))
    inputs = shape[-2] if "experts" in name else shape[-1]
    return 1.3 * normal / numpy.sqrt(inputs)


def rows(config, seed):
    """Tokens [2, 25] and where the document of each of the first 24 starts: row 0 is one document, row 1 is packed from three."""
    tokens = 1 + numpy.random.RandomState(seed).randint(config["vocab_size"] - 1, size=(ROWS, LENGTH + 1))
    tokens[1, [9, 17]] = END_OF_TEXT
    starts = numpy.zeros((ROWS, LENGTH), int)
    for position in range(1, LENGTH):
        starts[:, position] = numpy.where(tokens[:, position] == END_OF_TEXT, position, starts[:, position - 1])
    return tokens, starts

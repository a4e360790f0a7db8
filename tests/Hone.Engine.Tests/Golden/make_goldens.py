"""Writes the golden files beside it: what PyTorch, in float64, makes of tiny models of every family.

usage: /usr/bin/python3 make_goldens.py            write them (Debian: python3-torch, python3-numpy)
       /usr/bin/python3 make_goldens.py --check    write nothing: make them anew, compare with those here, and compare the reference
                                                   with its second implementation (check_reference.py), with itself in float32 and
                                                   with gradient checkpointing

NAME/config.json, model.safetensors   a family's model as a repository has it
NAME/adapter_*                        a LoRA adapter in PEFT's layout, for the base that golden.safetensors names
NAME/golden.safetensors               metadata: the settings of the training. tokens [2, 25], starts [2, 24] (where the document of each
                                      token begins in its row), chosen [2, 24] (1: the next token counts in the loss), logits [2, 24,
                                      vocabulary], gradient.PARAMETER of the mean loss, losses [11] before each of ten steps and after
                                      the last, after.PARAMETER: every fifth value after them
"""
import json
import os
import shutil
import sys

import numpy
import torch

import codes
import families
import tensor_file
import training

HERE = os.path.dirname(os.path.abspath(__file__))
STRIDE = 5
SETTINGS = {"rate": 1e-3, "decay": 0.1, "beta1": 0.9, "beta2": 0.95, "clip": 1e6}
ALL_CHOSEN = numpy.ones((families.ROWS, families.LENGTH))


def seed(name):
    return 1 + list(families.FAMILIES).index(name)


def base(name):
    config = families.FAMILIES[name]
    return config, families.weights(config, seed(name)), *families.rows(config, 100 + seed(name))


def golden(run, settings, optimisers, with_gradients=True):
    """Everything about a run; trains it, where there are optimisers, so once only."""
    metadata = {"made_by": "make_goldens.py", "end_of_text": families.END_OF_TEXT, "stride": STRIDE, **settings}
    tensors = {
        "tokens": run.tokens.numpy().astype(numpy.int32),
        "starts": run.starts.numpy().astype(numpy.int32),
        "chosen": run.chosen.numpy().astype(numpy.float32),
        "logits": run.logits().detach().numpy().astype(numpy.float32),
    }
    if with_gradients:
        tensors |= {"gradient." + name: value.numpy().astype(numpy.float32) for name, value in run.gradients().items()}
    if optimisers:
        tensors["losses"] = numpy.array(run.train(optimisers, settings["clip"]))
        tensors |= {"after." + name: value.detach().numpy().reshape(-1)[::STRIDE].astype(numpy.float32) for name, value in run.trained.items()}
    return tensors, {name: str(value) for name, value in metadata.items()}


def adamw(parameters, settings):
    return training.AdamW(parameters, settings["rate"], settings["decay"], settings["beta1"], settings["beta2"])


def family(name):
    config, weights, tokens, starts = base(name)
    run = training.Run(config, weights, tokens, starts, ALL_CHOSEN)
    settings = {"base": name, "optimiser": "adamw", **SETTINGS}
    yield f"{name}/config.json", config
    yield f"{name}/model.safetensors", (weights, {"format": "pt"})
    yield f"{name}/golden.safetensors", golden(run, settings, [adamw(run.trained, settings)])


def lora(name, targets, rank, alpha, rank_stabilised):
    """A starts as noise and B as zero in practice; here B is noise too, or A would have no gradient."""
    family_name = name.removeprefix("lora-")
    config, weights, tokens, starts = base(family_name)
    chance = numpy.random.RandomState(1000 + seed(family_name))
    adapter = {}
    for parameter, value in weights.items():
        if parameter.removesuffix(".weight").split(".")[-1] in targets:
            module = "base_model.model." + parameter.removesuffix(".weight")
            adapter[module + ".lora_A.weight"] = (chance.standard_normal((rank, value.shape[1])) / numpy.sqrt(value.shape[1])).astype(numpy.float32)
            adapter[module + ".lora_B.weight"] = (0.2 * chance.standard_normal((value.shape[0], rank))).astype(numpy.float32)
    scale = alpha / (numpy.sqrt(rank) if rank_stabilised else rank)
    run = training.Run(config, weights, tokens, starts, ALL_CHOSEN, training.Adapter(adapter, scale))
    settings = {"base": family_name, "optimiser": "adamw", **SETTINGS, "rate": 5e-3}
    yield f"{name}/adapter_config.json", adapter_config(family_name, targets, rank, alpha, rank_stabilised)
    yield f"{name}/adapter_model.safetensors", (adapter, {"format": "pt"})
    yield f"{name}/golden.safetensors", golden(run, settings, [adamw(run.trained, settings)])


def adapter_config(base_name, targets, rank, alpha, rank_stabilised):
    return {
        "base_model_name_or_path": base_name,
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
        "init_lora_weights": True,
        "lora_alpha": alpha,
        "lora_dropout": 0.0,
        "modules_to_save": None,
        "peft_type": "LORA",
        "r": rank,
        "target_modules": targets,
        "task_type": "CAUSAL_LM",
        "use_dora": False,
        "use_rslora": rank_stabilised,
    }


def chosen_tokens(name):
    """Few tokens count, unequally many in the two rows; the gradient is clipped."""
    config, weights, tokens, starts = base("smollm2")
    chosen = numpy.random.RandomState(7).uniform(size=ALL_CHOSEN.shape) < [[0.6], [0.2]]
    run = training.Run(config, weights, tokens, starts, chosen)
    settings = {"base": "smollm2", "optimiser": "adamw", **SETTINGS, "clip": 0.3}
    yield f"{name}/golden.safetensors", golden(run, settings, [adamw(run.trained, settings)])


def muon(name, scale, rate):
    """Muon for the matrices of the layers, AdamW for the embedding and the gains."""
    config, weights, tokens, starts = base("smollm2")
    run = training.Run(config, weights, tokens, starts, ALL_CHOSEN)
    settings = {"base": "smollm2", "optimiser": "muon", **SETTINGS, "muon_scale": scale, "muon_rate": rate, "muon_momentum": 0.95}
    matrices = {name: value for name, value in run.trained.items() if value.ndim == 2 and ".layers." in name}
    rest = {name: value for name, value in run.trained.items() if name not in matrices}
    optimisers = [training.Muon(matrices, rate, settings["decay"], scale), adamw(rest, settings)]
    yield f"{name}/golden.safetensors", golden(run, settings, optimisers, with_gradients=False)


def eight_bit(name):
    """States of the matrices in 8 bits."""
    config, weights, tokens, starts = base("smollm2")
    run = training.Run(config, weights, tokens, starts, ALL_CHOSEN)
    settings = {"base": "smollm2", "optimiser": "adamw8", **SETTINGS}
    matrices = {name: value for name, value in run.trained.items() if value.ndim == 2}
    vectors = {name: value for name, value in run.trained.items() if value.ndim == 1}
    optimisers = [training.AdamW8(matrices, *(settings[key] for key in ("rate", "decay", "beta1", "beta2"))), adamw(vectors, settings)]
    yield f"{name}/golden.safetensors", golden(run, settings, optimisers, with_gradients=False)


def groups(name):
    """The embedding learns at a tenth of the rate, the first layer not at all."""
    config, weights, tokens, starts = base("llama3")
    run = training.Run(config, weights, tokens, starts, ALL_CHOSEN)
    run.trained = {name: value for name, value in run.weights.items() if not name.startswith("model.layers.0.")}
    settings = {"base": "llama3", "optimiser": "adamw", **SETTINGS, "slow": "model.embed_tokens.weight", "slow_rate": SETTINGS["rate"] / 10, "frozen": "model.layers.0."}
    embedding = {settings["slow"]: run.trained[settings["slow"]]}
    rest = {name: value for name, value in run.trained.items() if name not in embedding}
    optimisers = [adamw(embedding, {**settings, "rate": settings["slow_rate"]}), adamw(rest, settings)]
    yield f"{name}/golden.safetensors", golden(run, settings, optimisers, with_gradients=False)


def stored(name):
    """gpt-oss in the formats of its repositories; the reference computes with what they hold."""
    config, files, weights = families.STORED, {}, {}
    for parameter, value in families.weights(config, 50).items():
        if parameter.endswith(("experts.gate_up_proj", "experts.down_proj")):
            packed, exponents = codes.to_mxfp4(value.transpose(0, 2, 1))
            files |= {parameter + "_blocks": packed, parameter + "_scales": exponents}
            weights[parameter] = codes.from_mxfp4(packed, exponents).transpose(0, 2, 1)
        else:
            files[parameter] = codes.to_bf16(value)
            weights[parameter] = codes.from_bf16(files[parameter])
    tokens, starts = families.rows(config, 150)
    run = training.Run(config, weights, tokens, starts, ALL_CHOSEN)
    yield f"{name}/config.json", {**config, "torch_dtype": "bfloat16"}
    yield f"{name}/model.safetensors", (files, {"format": "pt"})
    yield f"{name}/golden.safetensors", golden(run, {"base": name}, [], with_gradients=False)


def everything():
    for name in families.FAMILIES:
        yield from family(name)
    yield from lora("lora-llama3", ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"], 4, 10, False)
    yield from lora("lora-qwen2", ["q_proj", "v_proj"], 3, 6, True)
    yield from chosen_tokens("chosen-tokens")
    yield from muon("muon-spectral", "spectral", 0.01)
    yield from muon("muon-rms", "rms", 0.004)
    yield from groups("groups")
    yield from stored("gpt-oss-mxfp4")
    yield from eight_bit("adamw8")
    yield "eight-bit-codes/golden.safetensors", codes.golden()


def write():
    for entry in os.listdir(HERE):
        if os.path.exists(os.path.join(HERE, entry, "golden.safetensors")):
            shutil.rmtree(os.path.join(HERE, entry))
    total = 0
    for name, content in everything():
        path = os.path.join(HERE, name)
        if name.endswith(".json"):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(content, indent=2) + "\n")
        else:
            tensor_file.write(path, *content)
        total += os.path.getsize(path)
    print(f"{total:,} bytes")


def main():
    torch.set_num_threads(1)
    if sys.argv[1:] == ["--check"]:
        import check_reference
        sys.exit(check_reference.run(HERE, everything(), base))
    write()


main()

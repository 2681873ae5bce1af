"""Trains the same model on the same batches with PyTorch on the processor, and prints what it cost as JSON.

The model is written as one would by hand: the weights of the folder, scaled_dot_product_attention, AdamW in its fused form.
"""

import json
import math
import resource
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def rotary_tables(length, size, base):
    frequencies = base ** (-torch.arange(0, size, 2).float() / size)
    angles = torch.outer(torch.arange(length).float(), frequencies)
    return torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)


def rotate(x, cosines, sines):
    first, second = x.chunk(2, -1)
    return x * cosines + torch.cat([-second, first], -1) * sines


class Model(torch.nn.Module):
    def __init__(self, folder, length):
        super().__init__()
        config = json.load(open(f"{folder}/config.json"))
        self.heads, self.width = config["num_attention_heads"], config["hidden_size"]
        self.layers, self.epsilon = config["num_hidden_layers"], config["rms_norm_eps"]
        given = load_file(f"{folder}/model.safetensors")
        weights = {}
        for layer in range(self.layers):
            old = lambda name: given[f"model.layers.{layer}.{name}.weight"]
            weights[f"first_{layer}"] = old("input_layernorm")
            weights[f"second_{layer}"] = old("post_attention_layernorm")
            weights[f"qkv_{layer}"] = torch.cat([old(f"self_attn.{name}_proj") for name in "qkv"])
            weights[f"out_{layer}"] = old("self_attn.o_proj")
            weights[f"gate_up_{layer}"] = torch.cat([old("mlp.gate_proj"), old("mlp.up_proj")])
            weights[f"down_{layer}"] = old("mlp.down_proj")
        weights["embedding"], weights["norm"] = given["model.embed_tokens.weight"], given["model.norm.weight"]
        self.own = torch.nn.ParameterDict({name: torch.nn.Parameter(one) for name, one in weights.items()})
        self.cosines, self.sines = rotary_tables(length, self.width // self.heads, config["rope_theta"])

    def forward(self, ids):
        rows, length = ids.shape
        own, width = self.own, self.width
        heads = lambda x: x.view(rows, length, self.heads, -1).transpose(1, 2)
        x = F.embedding(ids, own["embedding"])
        for layer in range(self.layers):
            normed = F.rms_norm(x, (width,), own[f"first_{layer}"], self.epsilon)
            query, key, value = map(heads, F.linear(normed, own[f"qkv_{layer}"]).chunk(3, -1))
            query, key = (rotate(one, self.cosines, self.sines) for one in (query, key))
            attended = F.scaled_dot_product_attention(query, key, value, is_causal=True)
            x = x + F.linear(attended.transpose(1, 2).reshape(rows, length, width), own[f"out_{layer}"])
            normed = F.rms_norm(x, (width,), own[f"second_{layer}"], self.epsilon)
            gate, up = F.linear(normed, own[f"gate_up_{layer}"]).chunk(2, -1)
            x = x + F.linear(F.silu(gate) * up, own[f"down_{layer}"])
        normed = F.rms_norm(x[:, :-1], (width,), own["norm"], self.epsilon)
        logits = F.linear(normed, own["embedding"])
        return F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())


def main():
    task = json.loads(sys.argv[1])
    folder, adam = task["folder"], task["adam"]
    torch.set_num_threads(task["threads"])
    batches = [torch.tensor(batch) for batch in json.load(open(f"{folder}/batches.json"))]
    start_bytes = peak_bytes()
    model = Model(folder, batches[0].shape[1])
    optimizer = torch.optim.AdamW(
        model.parameters(),
        lr=adam["learningRate"],
        betas=(adam["meanDecay"], adam["squareDecay"]),
        eps=adam["epsilon"],
        weight_decay=adam["weightDecay"],
        fused=True,
    )
    loss_of = torch.compile(model) if task["engine"] == "compiled" else model
    done = 0

    def step():
        nonlocal done
        batch = batches[done % len(batches)]
        done += 1
        optimizer.zero_grad()
        loss = loss_of(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), adam["maxNorm"])
        optimizer.step()
        return loss.item(), batch.numel()

    losses = [step()[0] for _ in range(task["comparedSteps"])]
    assert all(math.isfinite(loss) for loss in losses)
    started, started_cpu, tokens = time.perf_counter(), time.process_time(), 0
    while tokens == 0 or time.perf_counter() - started < task["seconds"]:
        tokens += step()[1]
    result = {
        "losses": losses,
        "tokens": tokens,
        "cpuSeconds": time.process_time() - started_cpu,
        "wallSeconds": time.perf_counter() - started,
        "startBytes": start_bytes,
        "peakBytes": peak_bytes(),
        "version": torch.__version__,
    }
    print(json.dumps(result))


main()

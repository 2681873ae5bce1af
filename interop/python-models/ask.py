"""Asks a model in a folder, as Python programs load it: tokens of texts, logits and the likeliest continuation of prompts.

Reads one JSON document from standard input and writes one to standard output. `engine` is `mlx` (mlx-lm) or `torch`
(transformers on PyTorch); the tokenizer is that of transformers. `prompts` are lists of token ids, `counts` how many
tokens to go on with, `texts` what to tokenise, `messages` what to render by the chat template.
"""

import json
import sys


def load_mlx(folder):
    import mlx.core as mx
    from mlx_lm import load

    model, tokenizer = load(folder)
    return tokenizer._tokenizer, lambda ids: model(mx.array([ids]))[0, -1].tolist()


def load_torch(folder):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(folder)

    def logits(ids):
        with torch.no_grad():
            return model(torch.tensor([ids])).logits[0, -1].tolist()

    return AutoTokenizer.from_pretrained(folder), logits


def go_on(logits, ids, count):
    ids, found = list(ids), []
    for _ in range(count):
        values = logits(ids)
        found.append(values.index(max(values)))
        ids.append(found[-1])
    return found


def main():
    request = json.load(sys.stdin)
    load = {"mlx": load_mlx, "torch": load_torch}[request["engine"]]
    tokenizer, logits = load(request["folder"])
    answer = {
        "tokens": [tokenizer.encode(text, add_special_tokens=False) for text in request["texts"]],
        "decoded": [tokenizer.decode(tokenizer.encode(text, add_special_tokens=False)) for text in request["texts"]],
        "logits": [logits(ids) for ids in request["prompts"]],
        "continuations": [go_on(logits, ids, n) for ids, n in zip(request["prompts"], request["counts"])],
        "rendered": tokenizer.apply_chat_template(request["messages"], tokenize=False),
        "ends": [tokenizer.bos_token, tokenizer.eos_token],
    }
    json.dump(answer, sys.stdout)


main()

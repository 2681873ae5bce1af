"""Serves a GGUF file with the server of llama.cpp on a free port of loopback, until standard input ends.

    interop/.venv/bin/python interop/llama/serve.py MODEL.gguf [CONTEXT_TOKENS]

Prints its address as the first line. One slot and one thread, so that what it answers does not depend on the load.
"""

import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = int(sys.argv[2]) if len(sys.argv) > 2 else 256
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_parallel = 1
params.cpuparams.n_threads = 1
params.warmup = False
params.use_jinja = True

server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()

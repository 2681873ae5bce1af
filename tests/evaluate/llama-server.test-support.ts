import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PYTHON = fileURLToPath(new URL('../../interop/.venv/bin/python', import.meta.url));
const SERVE = fileURLToPath(new URL('../../interop/llama/serve.py', import.meta.url));

/** A server of llama.cpp that serves one model. */
export interface LlamaServer {
  /** Base address: `http://127.0.0.1:40123/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server of llama.cpp, installed by .ci/setup, over the bytes of a GGUF file. */
export async function startLlamaServer(gguf: Uint8Array): Promise<LlamaServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bezoar-llama-server-'));
  const path = join(folder, 'model.gguf');
  await writeFile(path, gguf);
  const child = spawn(PYTHON, [SERVE, path], { stdio: ['pipe', 'pipe', 'pipe'] });
  let diagnostics = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    diagnostics = (diagnostics + text).slice(-2000);
  });
  const ended = endOf(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), ended.then(() => ({ done: true, value: '' }))]);
  if (first.done === true) throw new Error(`llama.cpp did not start; run .ci/setup\n${diagnostics}`);
  return {
    url: `${first.value}/v1`,
    close: async () => {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  await Promise.race([once(child, 'exit'), once(child, 'error')]);
}

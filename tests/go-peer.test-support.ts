import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SOURCE = fileURLToPath(new URL('../interop/go', import.meta.url));

/** A program of another implementation that answers JSON with JSON. */
export interface GoPeer {
  /** Runs one subcommand of interop/go. Bytes of the request go over as base64. Fails with what the program said. */
  ask<Answer>(subcommand: string, request: unknown): Promise<Answer>;
  /** Removes the program. */
  remove(): Promise<void>;
}

/** Builds interop/go into a temporary folder. Fails, and says so, where no Go is installed: nothing is left out. */
export async function buildGoPeer(): Promise<GoPeer> {
  const folder = await mkdtemp(join(tmpdir(), 'bezoar-go-peer-'));
  const program = join(folder, 'peer');
  const env = { ...process.env, GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' };
  await promisify(execFile)('go', ['build', '-o', program, '.'], { cwd: SOURCE, env }).catch(async (cause: Error) => {
    await rm(folder, { recursive: true });
    throw new Error(`cannot build interop/go; is Go installed? ${cause.message}`, { cause });
  });
  return {
    ask: async (subcommand, request) => JSON.parse(await output(program, subcommand, toJson(request))),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Bytes of an answer. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

// A Buffer turns itself into JSON before a replacer sees it, so bytes are looked for first.
function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, item) {
    const raw = this[key];
    return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : item;
  });
}

function output(program: string, subcommand: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [subcommand]);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`peer ${subcommand} exited with ${code}: ${Buffer.concat(err).toString()}`));
    });
    child.stdin.on('error', reject);
    child.stdin.end(input);
  });
}

// @ts-check
// node tools/build-kernel.mjs: assembles tiny-lm's kernel from its texts into the TypeScript file that carries it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import initWabt from 'wabt';

const SOURCES = new URL('../packages/tiny-lm/src/kernel/wat/', import.meta.url);
export const TARGET = new URL('../packages/tiny-lm/src/kernel/module-bytes.ts', import.meta.url);
/** The memory comes from outside: views of it are made before the kernel is. */
const MEMORY = '(import "tiny" "memory" (memory 1 65536))';
const LINE = 100;

/** The file as it must be. */
export async function kernelFile() {
  const wabt = await initWabt();
  const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.wat')).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, SOURCES), 'utf8')));
  const module = wabt.parseWat('kernel.wat', `(module ${MEMORY}\n${texts.join('\n')})`, { simd: true });
  module.resolveNames();
  module.validate();
  const text = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  const lines = Array.from({ length: Math.ceil(text.length / LINE) }, (_, at) =>
    text.slice(at * LINE, (at + 1) * LINE),
  );
  return `// Assembled from wat/ by tools/build-kernel.mjs; a test assembles it again.
const MODULE =
${lines.map((line) => `  '${line}'`).join(' +\n')};

/** The kernel as a WebAssembly module. */
export function moduleBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(MODULE), (character) => character.charCodeAt(0));
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TARGET, await kernelFile());

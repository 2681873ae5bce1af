// @ts-check
// node tools/build-kernel.mjs: assembles tiny-lm's kernel from its text into the TypeScript file that carries it.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import initWabt from 'wabt';

const SOURCE = new URL('../packages/tiny-lm/src/kernel/multiply.wat', import.meta.url);
export const TARGET = new URL('../packages/tiny-lm/src/kernel/multiply-bytes.ts', import.meta.url);
const LINE = 100;

/** The file as it must be. */
export async function kernelFile() {
  const wabt = await initWabt();
  const module = wabt.parseWat('multiply.wat', await readFile(SOURCE, 'utf8'), { simd: true });
  module.resolveNames();
  module.validate();
  const text = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  const lines = Array.from({ length: Math.ceil(text.length / LINE) }, (_, at) =>
    text.slice(at * LINE, (at + 1) * LINE),
  );
  return `// Assembled from multiply.wat by tools/build-kernel.mjs; a test assembles it again.
const MODULE =
${lines.map((line) => `  '${line}'`).join(' +\n')};

/** The kernel as a WebAssembly module. */
export function multiplyBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(MODULE), (character) => character.charCodeAt(0));
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TARGET, await kernelFile());

// npm run check: everything that is checked without running the product. Every step runs, all faults are shown at once.
// `npm run check -- --update` rewrites the golden public surface instead of comparing it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, ROOT } from './bootstrap.mjs';
import { checkLayers } from './layers.mjs';
import { checkSurface, updateSurface } from './surface.mjs';

const isUpdate = process.argv.includes('--update');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--update');
if (unknown.length > 0) {
  process.stderr.write(
    `unknown argument ${unknown.map((argument) => `\`${argument}\``).join(', ')}; there is --update\n`,
  );
  process.exit(2);
}

bootstrap();

/** @type {readonly { name: string, run: () => readonly string[] }[]} */
const steps = [
  { name: 'format and lint (biome ci)', run: () => tool('@biomejs/biome/bin/biome', ['ci', '--colors=off']) },
  { name: 'types of tools, tests and bench', run: () => tool('typescript/bin/tsc', ['-p', 'tools', '--noEmit']) },
  { name: 'layer map (ARCHITECTURE.md)', run: () => checkLayers(ROOT).faults },
  {
    name: 'public surface (tools/golden/surface.txt)',
    run: () => (isUpdate ? updateSurface(ROOT) : checkSurface(ROOT)),
  },
];

let failed = 0;
for (const { name, run } of steps) {
  const faults = attempt(run);
  process.stdout.write(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
  for (const fault of faults) process.stdout.write(`       ${fault.replaceAll('\n', '\n       ')}\n`);
  if (faults.length > 0) failed += 1;
}
process.stdout.write(`${steps.length - failed} steps ok, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * @param {string} path inside node_modules
 * @param {string[]} args
 * @returns {readonly string[]}
 */
function tool(path, args) {
  const program = join(ROOT, 'node_modules', path);
  const result = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (result.status === 0) return [];
  return [`${result.stdout}${result.stderr}`.trim() || (result.error?.message ?? `exit code ${result.status}`)];
}

/**
 * A checker that cannot do its job has failed: the other steps still run.
 * @param {() => readonly string[]} run
 */
function attempt(run) {
  try {
    return run();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

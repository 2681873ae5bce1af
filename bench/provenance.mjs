// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Options that name where the figures go. */
const OUTPUTS = ['--json', '--markdown'];
/** Options that name a place on this machine, and what is shown for it. @type {Readonly<Record<string, string>>} */
const PLACES = { '--data': 'DIR', '--peers': 'PYTHON', '--work': 'DIR' };
/** What the figures depend on. */
const MEASURED = ['core', 'phrases', 'ledger', 'corpus', 'guard', 'tiny-lm', 'evaluate', 'operations', 'drill'];

/**
 * Where a figure comes from: the exact command, the version, a digest of the built code, Node and cores. Of paths only
 * the option is shown: they say nothing about the figure, and a folder of private data is nobody's business.
 */
export function provenance() {
  const [, script = '', ...args] = process.argv;
  const name = script.startsWith(ROOT) ? script.slice(ROOT.length + 1) : script;
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(ROOT, 'packages', 'corpus', 'package.json'), 'utf8'));
  const shown = args.flatMap((arg, at) => {
    if (OUTPUTS.includes(arg) || OUTPUTS.includes(args[at - 1] ?? '')) return [];
    return [PLACES[args[at - 1] ?? ''] ?? arg];
  });
  return {
    command: ['node', name, ...shown].join(' '),
    version,
    build: buildDigest(),
    node: process.version,
    cores: cpus().length,
  };
}

/** @param {ReturnType<typeof provenance>} origin */
export function describeProvenance({ command, version, build, node, cores }) {
  return `\`${command}\`; bezoar ${version}, build ${build}, Node ${node.slice(1)}, ${cores} cores.`;
}

/** The first digits of a digest over the built code, so that figures of different builds are not compared. */
function buildDigest() {
  const hash = createHash('sha256');
  for (const name of MEASURED) {
    const folder = join(ROOT, 'packages', name, 'dist');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((path) => path.endsWith('.js') && !path.includes('.test.')).sort()) {
      hash.update(`${name}/${file}\n`).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

// Packs packages as they are published: `node tools/pack.mjs OUT core phrases guard`. JavaScript is written without
// comments and white space, names and modules stay: what is read is the repository, what is loaded is small.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync } from 'rolldown/utils';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * A module without comments and white space. Exported names, imports and the names of functions and classes are kept.
 * @param {string} path for messages
 * @param {string} source
 * @returns {string}
 */
export function slimModule(path, source) {
  const options = {
    compress: { keepNames: { function: true, class: true } },
    mangle: { keepNames: true, toplevel: false },
  };
  const { code, errors } = minifySync(path, source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), {
    ...options,
    module: true,
  });
  const [first] = errors;
  if (first !== undefined) throw new Error(`${path}: ${first.message}`);
  return `${code}\n`;
}

/**
 * Packs packages into a folder. They must be built. Returns the tarballs.
 * @param {readonly string[]} names folders under packages/
 * @param {string} out
 * @returns {string[]}
 */
export function packPackages(names, out) {
  const staging = mkdtempSync(join(tmpdir(), 'bezoar-pack-'));
  try {
    return names.map((name) => {
      const from = join(ROOT, 'packages', name);
      const to = join(staging, name);
      const [{ files }] = /** @type {[{ files: { path: string }[] }]} */ (npm(from, 'pack', '--dry-run', '--json'));
      for (const { path } of files) copy(join(from, path), join(to, path));
      copyFileSync(join(ROOT, 'LICENSE'), join(to, 'LICENSE'));
      const [{ filename }] = /** @type {[{ filename: string }]} */ (
        npm(to, 'pack', '--json', '--pack-destination', out)
      );
      return join(out, filename);
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  // A map without its sources shows nothing.
  if (from.endsWith('.map')) return;
  mkdirSync(dirname(to), { recursive: true });
  if (from.endsWith('.js') && from.includes('/dist/')) writeFileSync(to, slimModule(from, readFileSync(from, 'utf8')));
  else copyFileSync(from, to);
}

/**
 * @param {string} cwd
 * @param {...string} args
 * @returns {unknown}
 */
function npm(cwd, ...args) {
  const flags = ['--offline', '--ignore-scripts', '--loglevel=error'];
  return JSON.parse(
    execFileSync('npm', [...args, ...flags], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out, ...names] = process.argv.slice(2);
  if (out === undefined || names.length === 0) {
    process.stderr.write('usage: node tools/pack.mjs OUT PACKAGE...\n');
    process.exitCode = 2;
  } else {
    mkdirSync(out, { recursive: true });
    for (const path of packPackages(names, resolve(out))) process.stdout.write(`${path}\n`);
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reexportedNames } from './module-syntax.mjs';

/** Where the public surface is pinned, relative to the root. */
export const GOLDEN = 'tools/golden/surface.txt';

/**
 * Lists what every package exports, as text: one entry point per block, one name per line.
 * @param {string} root
 * @throws {Error} when an index file cannot be read as re-exports, or there is none at all
 */
export function renderSurface(root) {
  const blocks = ['# Every name that a package exports. Rewrite with: npm run check -- --update\n'];
  const packages = join(root, 'packages');
  for (const folder of readdirSync(packages).sort()) {
    const file = join(packages, folder, 'package.json');
    if (!existsSync(file)) continue;
    /** @type {{ name: string, exports: Record<string, { default: string }> }} */
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    for (const [subpath, target] of Object.entries(manifest.exports)) {
      const entry = target.default.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts');
      blocks.push(renderEntry(`${manifest.name}${subpath.slice(1)}`, `packages/${folder}/${entry}`, root));
    }
  }
  if (blocks.length === 1) throw new Error('packages: no entry point seen, so there is no surface to compare');
  return blocks.join('\n');
}

/**
 * @param {string} title
 * @param {string} place
 * @param {string} root
 */
function renderEntry(title, place, root) {
  let names;
  try {
    names = reexportedNames(readFileSync(join(root, place), 'utf8'));
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  const lines = names.map(({ name, isType }) => `  ${isType ? 'type ' : 'value'} ${name}`);
  // Values before types, then by code unit: the same on every machine.
  lines.sort((a, b) => (a.slice(2, 7) === b.slice(2, 7) ? compare(a, b) : compare(b.slice(2, 7), a.slice(2, 7))));
  return `${title}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/**
 * Compares the packages with the golden file.
 * @param {string} root
 * @returns {string[]} one fault per name that was added or has gone
 */
export function checkSurface(root) {
  const golden = join(root, GOLDEN);
  const before = existsSync(golden) ? qualified(readFileSync(golden, 'utf8')) : new Set();
  const now = qualified(renderSurface(root));
  const added = [...now]
    .filter((name) => !before.has(name))
    .map((name) => `exports ${name}, which ${GOLDEN} does not list`);
  const gone = [...before].filter((name) => !now.has(name)).map((name) => `no longer exports ${name}`);
  const faults = [...added, ...gone];
  if (faults.length > 0) faults.push('if this is meant, run: npm run check -- --update, and say so in CHANGELOG.md');
  return faults;
}

/**
 * Rewrites the golden file from the packages as they are.
 * @param {string} root
 * @returns {string[]}
 */
export function updateSurface(root) {
  const golden = join(root, GOLDEN);
  mkdirSync(dirname(golden), { recursive: true });
  writeFileSync(golden, renderSurface(root));
  return [];
}

/**
 * Each name with its entry point: `@bezoar/core value sha256`.
 * @param {string} text
 * @returns {Set<string>}
 */
function qualified(text) {
  const names = new Set();
  let title = '';
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) title = line;
    else if (line.trim() !== '') names.add(`${title} ${line.trim().replace(/\s+/, ' ')}`);
  }
  return names;
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

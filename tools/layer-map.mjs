import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One row of the map: a package and what it may import.
 * @typedef {{
 *   name: string,
 *   isPlanned: boolean,
 *   mayImport: readonly string[],
 *   builtins: readonly string[] | 'any',
 *   line: number,
 * }} Layer
 */

const HEADER = ['package', 'what lives there', 'may import', 'built-ins'];

/**
 * Reads the layer map from the table in ARCHITECTURE.md, the only place where it is written down, so that the picture
 * people read and the rule that is checked cannot drift apart.
 * @param {string} root
 * @returns {{ layers: readonly Layer[], faults: readonly string[] }}
 */
export function readLayerMap(root) {
  return parseLayerMap(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
}

/**
 * @param {string} markdown
 * @returns {{ layers: readonly Layer[], faults: readonly string[] }}
 */
export function parseLayerMap(markdown) {
  const lines = markdown.split('\n');
  const header = lines.findIndex((line) => cellsOf(line).join('|') === HEADER.join('|'));
  if (header < 0) return { layers: [], faults: [`ARCHITECTURE.md: no table with the columns ${HEADER.join(', ')}`] };
  /** @type {Layer[]} */
  const layers = [];
  /** @type {string[]} */
  const faults = [];
  for (let index = header + 2; lines[index]?.startsWith('|'); index += 1) {
    const place = `ARCHITECTURE.md:${index + 1}`;
    const [name = '', , mayImport = '', builtins = ''] = cellsOf(/** @type {string} */ (lines[index]));
    const match = /^`([a-z][a-z-]*)`( \(planned\))?$/.exec(name);
    if (!match) {
      faults.push(
        `${place}: expected a package name such as \`core\` or \`ledger\` (planned) in backticks, got ${name}`,
      );
      continue;
    }
    const above = layers.map((layer) => layer.name);
    const allowed = quoted(mayImport);
    for (const other of allowed.filter((other) => !above.includes(other))) {
      faults.push(`${place}: ${match[1]} may import ${other}, which is not a row above it; imports point one way`);
    }
    layers.push({
      name: /** @type {string} */ (match[1]),
      isPlanned: match[2] !== undefined,
      mayImport: allowed,
      builtins: builtins === 'any' ? 'any' : quoted(builtins),
      line: index + 1,
    });
  }
  if (layers.length === 0) faults.push('ARCHITECTURE.md: the table of packages has no rows');
  return { layers, faults };
}

/** @param {string} line */
function cellsOf(line) {
  if (!line.startsWith('|')) return [];
  return line
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

/** @param {string} cell */
function quoted(cell) {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => /** @type {string} */ (match[1]));
}

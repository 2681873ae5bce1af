// Checks that imports point one way; a step of `npm run check`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { readLayerMap } from './layer-map.mjs';
import { moduleReferences } from './module-syntax.mjs';

/**
 * @typedef {import('./layer-map.mjs').Layer} Layer
 * @typedef {{
 *   name?: string,
 *   exports?: Record<string, unknown>,
 *   dependencies?: Record<string, string>,
 *   devDependencies?: Record<string, string>,
 *   peerDependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>,
 * }} Manifest
 * @typedef {{ folder: string, directory: string, manifest: Manifest, layer: Layer }} Package
 * @typedef {{ root: string, packages: ReadonlyMap<string, Package>, rootManifest: Manifest }} House
 * @typedef {{ faults: readonly string[], files: number, references: number }} LayerReport
 */

const SOURCE = /\.(?:ts|mts|js|mjs)$/;
// Tests may use the tools of the workspace and read fixtures; which packages they import is held to the same map.
const TEST = /\.(?:test|test-support)\.m?[tj]s$/;

/**
 * Checks every package against the table in ARCHITECTURE.md: what it imports, what its package.json declares and what
 * its tsconfig.json references. Returns every fault at once, each naming a place, what is wrong and what to do.
 * @param {string} root
 * @returns {LayerReport}
 */
export function checkLayers(root) {
  const { layers, faults: mapFaults } = readLayerMap(root);
  /** @type {string[]} */
  const faults = [...mapFaults];
  /** @type {Map<string, Package>} */
  const packages = new Map();
  const folders = listFolders(join(root, 'packages'));
  for (const folder of folders) {
    const directory = join(root, 'packages', folder);
    const layer = layers.find((candidate) => candidate.name === folder);
    if (!layer)
      faults.push(`packages/${folder}: not in the table of ARCHITECTURE.md; add a row that says what it may import`);
    else packages.set(folder, { folder, directory, layer, manifest: readJson(join(directory, 'package.json')) });
  }
  for (const layer of layers) {
    const exists = folders.includes(layer.name);
    if (exists && layer.isPlanned)
      faults.push(`ARCHITECTURE.md:${layer.line}: packages/${layer.name} exists; remove "(planned)"`);
    if (!exists && !layer.isPlanned)
      faults.push(`ARCHITECTURE.md:${layer.line}: packages/${layer.name} does not exist; mark it "(planned)"`);
  }
  /** @type {House} */
  const house = { root, packages, rootManifest: readJson(join(root, 'package.json')) };
  let files = 0;
  let references = 0;
  for (const one of packages.values()) {
    const seen = checkPackage(house, one, faults);
    files += seen.files;
    references += seen.references;
  }
  checkReferences(
    join(root, 'tsconfig.json'),
    [...packages.keys()].map((folder) => join(root, 'packages', folder)),
    root,
    faults,
  );
  if (files === 0) faults.push('packages/*/src: no source files seen, so nothing was checked');
  else if (references === 0) faults.push('packages/*/src: no import seen in any file, so nothing was checked');
  return { faults, files, references };
}

/**
 * @param {House} house
 * @param {Package} one
 * @param {string[]} faults
 */
function checkPackage(house, one, faults) {
  const files = ['src', 'bin'].flatMap((folder) => listFiles(join(one.directory, folder)));
  if (files.length === 0)
    faults.push(
      `packages/${one.folder}: no source files in src; create a package when there is something to put in it`,
    );
  /** Names that product code imports, and names that only tests do. */
  const imported = { product: new Set(), tests: new Set() };
  let references = 0;
  for (const file of files) {
    const place = relative(house.root, file).split(sep).join('/');
    let found;
    try {
      found = moduleReferences(readFileSync(file, 'utf8'));
    } catch (error) {
      faults.push(
        `${place}: cannot be split into tokens, so its imports are unknown (${error instanceof Error ? error.message : error})`,
      );
      continue;
    }
    const isTest = TEST.test(file);
    for (const { specifier, line } of found) {
      references += 1;
      const at = `${place}:${line}`;
      if (specifier === undefined)
        faults.push(`${at}: import() of a computed name cannot be checked; write the name as a literal`);
      else if (specifier.startsWith('.')) checkRelative(one, file, specifier, at, faults);
      else if (isBuiltin(specifier)) checkBuiltin(one, specifier, isTest, at, faults);
      else {
        const name = packageName(specifier);
        imported[isTest ? 'tests' : 'product'].add(name);
        checkExternal(house, one, { specifier, name, isTest, at }, faults);
      }
    }
  }
  checkManifest(house, one, imported, faults);
  const used = new Set([...imported.product, ...imported.tests]);
  const wanted = [...house.packages.values()].filter((other) => other !== one && used.has(other.manifest.name));
  checkReferences(
    join(one.directory, 'tsconfig.json'),
    wanted.map((other) => other.directory),
    house.root,
    faults,
  );
  return { files: files.length, references };
}

/** @param {Package} one @param {string} file @param {string} specifier @param {string} at @param {string[]} faults */
function checkRelative(one, file, specifier, at, faults) {
  const target = resolve(dirname(file), specifier);
  if (target.startsWith(one.directory + sep)) return;
  faults.push(`${at}: \`${specifier}\` leaves packages/${one.folder}; import the other package by its name`);
}

/** @param {Package} one @param {string} specifier @param {boolean} isTest @param {string} at @param {string[]} faults */
function checkBuiltin(one, specifier, isTest, at, faults) {
  if (!specifier.startsWith('node:'))
    faults.push(`${at}: \`${specifier}\` is part of Node; write \`node:${specifier}\``);
  const { builtins } = one.layer;
  const name = specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  if (isTest || builtins === 'any' || builtins.includes(name)) return;
  const allowed = builtins.length === 0 ? 'nothing of Node' : `of Node only ${builtins.join(', ')}`;
  faults.push(
    `${at}: ${one.folder} may use ${allowed}, got \`${name}\`; take the bytes, clock or path as an argument, and let operations or cli do the I/O`,
  );
}

/**
 * @param {House} house
 * @param {Package} one
 * @param {{ specifier: string, name: string, isTest: boolean, at: string }} reference
 * @param {string[]} faults
 */
function checkExternal(house, one, { specifier, name, isTest, at }, faults) {
  if (name === one.manifest.name) {
    faults.push(`${at}: packages/${one.folder} imports itself by name; use a relative path`);
    return;
  }
  const other = [...house.packages.values()].find((candidate) => candidate.manifest.name === name);
  if (other) {
    if (!one.layer.mayImport.includes(other.folder)) {
      const allowed = one.layer.mayImport.length === 0 ? 'no other package' : one.layer.mayImport.join(', ');
      faults.push(
        `${at}: ${one.folder} must not import ${name} (it may import ${allowed}); pass plain data in, move what both need to core, or join the two in operations`,
      );
    }
    const subpath = `.${specifier.slice(name.length)}`;
    if (!Object.hasOwn(other.manifest.exports ?? {}, subpath)) {
      faults.push(
        `${at}: \`${specifier}\` reaches into packages/${other.folder}; import \`${name}\`, and export the name from its src/index.ts`,
      );
    }
    return;
  }
  const shared = isTest ? house.rootManifest.devDependencies : undefined;
  const declared = { ...shared, ...one.manifest.devDependencies, ...shippedDependencies(one.manifest) };
  if (Object.hasOwn(declared, name) && (isTest || Object.hasOwn(shippedDependencies(one.manifest), name))) return;
  faults.push(
    `${at}: \`${name}\` is not declared in packages/${one.folder}/package.json; add it to its dependencies, or do without it`,
  );
}

/**
 * @param {House} house
 * @param {Package} one
 * @param {{ product: ReadonlySet<string>, tests: ReadonlySet<string> }} imported
 * @param {string[]} faults
 */
function checkManifest(house, one, imported, faults) {
  const place = `packages/${one.folder}/package.json`;
  const shipped = shippedDependencies(one.manifest);
  for (const name of Object.keys(shipped)) {
    if (!imported.product.has(name))
      faults.push(`${place}: depends on ${name}, which no source file imports; remove it`);
  }
  const ours = new Set([...house.packages.values()].map((other) => other.manifest.name));
  for (const name of imported.product) {
    if (ours.has(name) && name !== one.manifest.name && !Object.hasOwn(shipped, name))
      faults.push(`${place}: imports ${name} but does not depend on it; add it to dependencies`);
  }
  for (const name of imported.tests) {
    const declared = { ...one.manifest.devDependencies, ...shipped };
    if (ours.has(name) && name !== one.manifest.name && !Object.hasOwn(declared, name))
      faults.push(`${place}: its tests import ${name}; add it to devDependencies`);
  }
}

/**
 * @param {string} file a tsconfig.json
 * @param {readonly string[]} wanted the folders that it must reference, no more and no fewer
 * @param {string} root
 * @param {string[]} faults
 */
function checkReferences(file, wanted, root, faults) {
  const place = relative(root, file).split(sep).join('/');
  const config = existsSync(file) ? readJson(file) : undefined;
  if (!config) {
    faults.push(`${place}: missing; every package is a TypeScript project`);
    return;
  }
  const present = (config.references ?? []).map((/** @type {{ path: string }} */ { path }) =>
    resolve(dirname(file), path),
  );
  for (const directory of wanted) {
    if (!present.includes(directory))
      faults.push(`${place}: does not reference ${basename(directory)}, which is imported; add it to references`);
  }
  for (const directory of present) {
    if (!wanted.includes(directory))
      faults.push(`${place}: references ${basename(directory)}, which is not imported; remove it`);
  }
}

/** @param {Manifest} manifest @returns {Record<string, string>} */
function shippedDependencies({ dependencies, peerDependencies, optionalDependencies }) {
  return { ...dependencies, ...peerDependencies, ...optionalDependencies };
}

/** @param {string} specifier */
function isBuiltin(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** @param {string} specifier */
function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @param {string} directory */
function listFolders(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'package.json')))
    .sort();
}

/** @param {string} directory */
function listFiles(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => SOURCE.test(name))
    .map((name) => join(directory, name))
    .sort();
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

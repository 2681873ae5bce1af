import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tokenise } from './module-syntax.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const MAX_LINES = 400;
// Names that say nothing of what a file holds, and so attract everything.
const EMPTY_NAMES = /^(?:utils?|helpers?|common|types|misc|shared)\.(?:test\.)?m?[jt]s$/;
// The runner's configuration is the one file whose default export is read by a tool.
const MAY_EXPORT_DEFAULT = new Set(['vitest.config.ts', 'interop/vitest.config.ts']);

// What git ignores. git itself is not asked, so that the tests also run where it is not installed.
const IGNORED = new Set(['node_modules', 'dist', 'coverage', '.git', '.bezoar']);

/** Every file of the repository, relative to its root, with forward slashes. */
function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (IGNORED.has(entry.name)) return [];
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

const FILES = listFiles('');
const SOURCES = FILES.filter((path) => /\.m?[jt]s$/.test(path));

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What is wrong with a source file; each rule is shown to be broken below. */
function faultsOf(path: string, source: string): string[] {
  const faults: string[] = [];
  const lines = source.split('\n').length - 1;
  if (lines > MAX_LINES) faults.push(`${path}: ${lines} lines, at most ${MAX_LINES}; split it by concept`);
  if (EMPTY_NAMES.test(basename(path))) faults.push(`${path}: name it after what it holds`);
  const tokens = tokenise(source);
  tokens.forEach(({ text, line }, index) => {
    const before = tokens[index - 1]?.text;
    if (text === 'default' && before === 'export' && !MAY_EXPORT_DEFAULT.has(path))
      faults.push(`${path}:${line}: default export; export a name`);
    const isSwitch = text === 'only' || text === 'skip' || text === 'todo';
    const runner = tokens[index - 2]?.text ?? '';
    if (isSwitch && before === '.' && ['test', 'it', 'describe'].includes(runner))
      faults.push(`${path}:${line}: ${runner}.${text}; every test runs`);
  });
  return faults;
}

interface LockEntry {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What a lockfile asks for and does not pin. */
function incompleteIn(packages: Readonly<Record<string, LockEntry>>): string[] {
  const paths = Object.keys(packages);
  const unpinned = paths.filter(
    (path) => path.startsWith('node_modules/') && !packages[path]?.link && !packages[path]?.integrity,
  );
  const optional = paths.flatMap((path) => Object.keys(packages[path]?.optionalDependencies ?? {}));
  return [...unpinned, ...optional.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))];
}

describe('the repository', () => {
  test('has only source files that are short, well named, without default exports and with every test switched on', () => {
    expect(SOURCES.length).toBeGreaterThan(30);
    expect(SOURCES.flatMap((path) => faultsOf(path, read(path)))).toEqual([]);
  });

  test.each([
    ['a.ts', 'x;\n'.repeat(401), 'at most 400'],
    ['a/utils.ts', '', 'name it after what it holds'],
    ['a/types.ts', '', 'name it after what it holds'],
    ['a.ts', 'export default 1;', 'default export'],
    ['a.test.ts', "test.only('x', f);", 'test.only'],
    ['a.test.ts', "describe.skip('x', f);", 'describe.skip'],
  ])('would refuse %s holding %j', (path, source, expected) => {
    expect(faultsOf(path, source).join('\n')).toContain(expected);
  });

  test('has lockfiles that name no host', () => {
    const locks = FILES.filter((path) => basename(path) === 'package-lock.json');
    expect(locks).toContain('package-lock.json');
    for (const path of locks) {
      const lines = read(path).split('\n');
      expect(lines.filter((line) => /"resolved": "[a-z+]+:\/\//.test(line))).toEqual([]);
    }
  });

  // npm leaves out the platforms that a mirror does not serve, and `npm ci` then refuses the lockfile everywhere.
  test('has lockfiles with every platform of every optional dependency, each with its hash', () => {
    const locks = FILES.filter((path) => basename(path) === 'package-lock.json');
    for (const path of locks) {
      expect(incompleteIn(JSON.parse(read(path)).packages).map((name) => `${path}: ${name}`)).toEqual([]);
    }
    const cut = { 'node_modules/a': { integrity: 'sha512-x', optionalDependencies: { 'a-linux': '1.0.0' } } };
    expect(incompleteIn(cut)).toEqual(['a-linux']);
  });

  test('has packages of one version, and dependencies between them at that version', () => {
    const { version } = JSON.parse(read('package.json'));
    const manifests = FILES.filter((path) => /^packages\/[^/]+\/package\.json$/.test(path));
    expect(manifests.length).toBeGreaterThan(0);
    for (const path of manifests) {
      const manifest = JSON.parse(read(path));
      expect(`${path} ${manifest.version}`).toBe(`${path} ${version}`);
      expect(`${path} ${manifest.license}`).toBe(`${path} Apache-2.0`);
      for (const [name, wanted] of Object.entries(manifest.dependencies ?? {})) {
        if (name.startsWith('@bezoar/')) expect(`${path} ${name} ${wanted}`).toBe(`${path} ${name} ${version}`);
      }
    }
  });

  test('pins every third-party dependency exactly', () => {
    const manifests = FILES.filter((path) => basename(path) === 'package.json');
    for (const path of manifests) {
      const { dependencies, devDependencies } = JSON.parse(read(path));
      const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, wanted]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(wanted)),
      );
      expect(loose.map(([name, wanted]) => `${path} ${name} ${wanted}`)).toEqual([]);
    }
  });
});

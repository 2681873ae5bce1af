import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildHouse, type PackageSketch, SOUND, SOUND_CORE_FILES } from './house.test-support.ts';
import { parseLayerMap } from './layer-map.mjs';
import { checkLayers } from './layers.mjs';

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));

/** The faults of a sound house in which one package was changed. */
function faultsWith(changes: Readonly<Record<string, Partial<PackageSketch>>>): string {
  const packages: Record<string, PackageSketch> = { ...SOUND };
  for (const [folder, change] of Object.entries(changes)) {
    packages[folder] = { files: {}, ...packages[folder], ...change };
  }
  return checkLayers(buildHouse(packages)).faults.join('\n');
}

const CORE = (source: string) => ({ core: { files: { 'src/index.ts': source } } });
const CORPUS = (source: string) => ({
  corpus: { files: { 'src/index.ts': `import { a } from '@house/core';\n${source}` } },
});

describe('the layer checker', () => {
  test('finds nothing in this repository, and saw its files', () => {
    const report = checkLayers(HERE);
    expect(report.faults).toEqual([]);
    expect(report.files).toBeGreaterThan(20);
    expect(report.references).toBeGreaterThan(20);
  });

  test('finds nothing in a sound house', () => {
    expect(faultsWith({})).toBe('');
  });

  test('refuses an import that the map does not allow, naming file, line and what to do instead', () => {
    const faults = faultsWith(CORE("\nexport type { B } from '@house/corpus';\n"));
    expect(faults).toContain('packages/core/src/index.ts:2: core must not import @house/corpus');
    expect(faults).toContain('pass plain data in');
  });

  test.each([
    ['a dynamic import', "const b = await import('@house/corpus');"],
    ['a type by import()', "type B = import('@house/corpus').B;"],
    ['a clause over several lines', "import {\n  b,\n  type C as D,\n} from '@house/corpus';"],
    ['a namespace re-export', "export * as b from '@house/corpus';"],
    ['a side effect', "import '@house/corpus';"],
    ['require()', "const b = require('@house/corpus');"],
    [
      'an import after a template, a division and a regular expression',
      `const t = \`a \${\`'\`} b\`;\nconst d = t! / 2;\nconst r = /[/'"\`]/.test(t);\nimport { b } from '@house/corpus';`,
    ],
  ])('sees %s', (_what, source) => {
    expect(faultsWith(CORE(source))).toContain('core must not import @house/corpus');
  });

  test('is not misled by comments, strings and templates', () => {
    const source = [
      "// import '@house/corpus'",
      "/* export * from '@house/corpus' */",
      `const text = "import '@house/corpus'";`,
      "const template = `import('@house/corpus')`;",
      "const pattern = /import '@house.corpus'/;",
      "const from = { import: 1, from: 'x' };",
      "import { createHash } from 'node:crypto';",
    ].join('\n');
    expect(faultsWith(CORE(source))).toBe('');
  });

  test('refuses import() of a computed name, because it cannot be checked', () => {
    expect(faultsWith(CORPUS('await import(name);'))).toContain(
      'packages/corpus/src/index.ts:2: import() of a computed name',
    );
  });

  test('refuses a source that it cannot tokenise, because its imports are unknown', () => {
    expect(faultsWith(CORPUS("const a = 'open"))).toContain('cannot be split into tokens');
  });

  test('refuses a third-party import that is not declared, even where the workspace has it', () => {
    expect(faultsWith(CORPUS("import { b } from 'vitest';"))).toContain(
      '`vitest` is not declared in packages/corpus/package.json',
    );
  });

  test('allows the tools of the workspace in tests only', () => {
    const files = {
      ...SOUND_CORE_FILES,
      'src/a.test.ts': "import { test } from 'vitest';\nimport { readFileSync } from 'node:fs';\n",
    };
    expect(faultsWith({ core: { files } })).toBe('');
  });

  test('holds the tests of a package to the same map', () => {
    const files = { ...SOUND_CORE_FILES, 'src/a.test.ts': "import { b } from '@house/corpus';\n" };
    expect(faultsWith({ core: { files } })).toContain(
      'packages/core/src/a.test.ts:1: core must not import @house/corpus',
    );
  });

  test('refuses a package that is imported but not declared', () => {
    expect(faultsWith({ corpus: { dependencies: [] } })).toContain(
      'packages/corpus/package.json: imports @house/core but does not depend on it',
    );
  });

  test('refuses a dependency that nothing imports', () => {
    expect(faultsWith({ corpus: { dependencies: ['@house/core', 'yaml'] } })).toContain(
      'depends on yaml, which no source file imports',
    );
  });

  test('refuses to reach into the files of another package', () => {
    expect(faultsWith(CORPUS("import { b } from '@house/core/dist/b.js';"))).toContain(
      '`@house/core/dist/b.js` reaches into packages/core',
    );
  });

  test('refuses a relative path that leaves the package', () => {
    expect(faultsWith(CORPUS("import { b } from '../../core/src/b.ts';"))).toContain(
      '`../../core/src/b.ts` leaves packages/corpus',
    );
  });

  test('refuses a built-in of Node that the map does not grant, with or without its prefix', () => {
    expect(faultsWith(CORE("import { readFileSync } from 'node:fs';"))).toContain(
      'core may use of Node only node:crypto, got `node:fs`',
    );
    expect(faultsWith(CORE("import { createHash } from 'crypto';"))).toContain('write `node:crypto`');
  });

  test('refuses a missing and a superfluous tsconfig reference', () => {
    expect(faultsWith({ corpus: { references: [] } })).toContain(
      'packages/corpus/tsconfig.json: does not reference core',
    );
    expect(faultsWith({ core: { references: ['corpus'] } })).toContain(
      'packages/core/tsconfig.json: references corpus, which is not imported',
    );
  });

  test('refuses a package that is missing from the map, and a planned one that exists', () => {
    const sketch = { files: { 'src/index.ts': 'export {};' } };
    expect(faultsWith({ extra: sketch })).toContain('packages/extra: not in the table of ARCHITECTURE.md');
    expect(faultsWith({ guard: sketch })).toContain('packages/guard exists; remove "(planned)"');
  });

  test('fails on a tree in which it sees no files', () => {
    expect(checkLayers(buildHouse({})).faults.join('\n')).toContain('no source files seen, so nothing was checked');
    expect(faultsWith({ core: { files: {} } })).toContain('packages/core: no source files in src');
  });

  test('fails where it sees files but no import in any of them', () => {
    const sketch = { files: { 'src/index.ts': 'export const a = 1;' } };
    expect(checkLayers(buildHouse({ core: sketch })).faults.join('\n')).toContain('no import seen in any file');
  });

  test('reports every fault at once', () => {
    const report = faultsWith({
      ...CORE("import '@house/corpus';\nimport 'node:fs';"),
      corpus: { references: [], dependencies: [] },
    });
    expect(report.split('\n').length).toBeGreaterThanOrEqual(4);
  });
});

describe('the layer map', () => {
  test('is refused when it has no table, or an empty one', () => {
    expect(parseLayerMap('# Architecture\n').faults).toHaveLength(1);
    expect(
      parseLayerMap('| package | what lives there | may import | built-ins |\n|---|---|---|---|\n').faults,
    ).toHaveLength(1);
  });

  test('is refused when a row names a row below it, because imports point one way', () => {
    const map =
      '| package | what lives there | may import | built-ins |\n|-|-|-|-|\n| `a` | x | `b` | any |\n| `b` | x | none | any |\n';
    expect(parseLayerMap(map).faults).toEqual([expect.stringContaining('a may import b, which is not a row above it')]);
  });

  test('is refused when a row cannot be read', () => {
    const map = '| package | what lives there | may import | built-ins |\n|-|-|-|-|\n| core | x | none | any |\n';
    expect(parseLayerMap(map).faults[0]).toContain('expected a package name');
  });
});

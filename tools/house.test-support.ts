import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';

/** A package of a house that a test builds. */
export interface PackageSketch {
  /** Imports of `src/index.ts`, or whole files by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly dependencies?: readonly string[];
  readonly references?: readonly string[];
}

const MAP = `| package | what lives there | may import | built-ins |
|---|---|---|---|
| \`core\` | words | none | \`node:crypto\` |
| \`corpus\` | records | \`core\` | any |
| \`guard\` (planned) | actions | \`core\` | none |
`;

const made: string[] = [];

afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** The files of a package that keeps every rule. */
export const SOUND_CORE_FILES: Readonly<Record<string, string>> = {
  'src/index.ts': "import { createHash } from 'node:crypto';\nexport { a } from './a.ts';\n",
};

/** Two packages that keep every rule: corpus imports core, and says so wherever it must. */
export const SOUND: Readonly<Record<string, PackageSketch>> = {
  core: { files: SOUND_CORE_FILES },
  corpus: {
    files: { 'src/index.ts': "import { a } from '@house/core';\nimport { readFileSync } from 'node:fs';\n" },
    dependencies: ['@house/core'],
    references: ['core'],
  },
};

/** Writes a house into a temporary folder, which is removed after the test, and returns its root. */
export function buildHouse(packages: Readonly<Record<string, PackageSketch>>, architecture: string = MAP): string {
  const root = mkdtempSync(join(tmpdir(), 'bezoar-house-'));
  made.push(root);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const json = (path: string, value: unknown) => write(path, JSON.stringify(value));
  write('ARCHITECTURE.md', architecture);
  json('package.json', { devDependencies: { vitest: '4.0.0' } });
  json('tsconfig.json', { references: Object.keys(packages).map((folder) => ({ path: `packages/${folder}` })) });
  for (const [folder, { files, dependencies = [], references = [] }] of Object.entries(packages)) {
    json(`packages/${folder}/package.json`, {
      name: `@house/${folder}`,
      exports: { '.': { default: './dist/index.js' } },
      dependencies: Object.fromEntries(dependencies.map((name) => [name, '0.1.0'])),
    });
    json(`packages/${folder}/tsconfig.json`, { references: references.map((other) => ({ path: `../${other}` })) });
    for (const [name, text] of Object.entries(files)) write(`packages/${folder}/${name}`, text);
  }
  return root;
}

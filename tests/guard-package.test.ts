import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { slimModule } from '../tools/pack.mjs';
import { heaviest, moduleGraph } from './module-graph.test-support.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = join(ROOT, 'packages/guard/dist/index.js');

/**
 * Most bytes of JavaScript that `import '@bezoar/guard'` loads, as they are published (`tools/pack.mjs`): a decision point
 * that stands before every payment has to be small. `guard-package.ci.test.ts` packs and installs it.
 */
const MAX_LOADED_BYTES = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'guard-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('import of @bezoar/guard', () => {
  const graph = moduleGraph(ENTRY);

  it('loads nothing of anybody else, and of Node only its cryptography', () => {
    expect(graph.packages).toEqual(['@bezoar/core', '@bezoar/guard']);
    expect(graph.builtins).toEqual(['node:crypto']);
    expect(graph.unknown).toEqual([]);
  });

  it(`loads less than ${MAX_LOADED_BYTES} bytes`, () => {
    expect(graph.files.size).toBeGreaterThan(20);
    const published = [...graph.files.keys()].reduce(
      (sum, file) => sum + Buffer.byteLength(slimModule(file, readFileSync(file, 'utf8'))),
      0,
    );
    expect(published).toBeGreaterThan(20_000);
    expect(published, heaviest(graph, ROOT).join('\n')).toBeLessThan(MAX_LOADED_BYTES);
  });
});

describe('the walk over modules', () => {
  it('sees what is imported in every way, once, and says where a name is computed', () => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    write('package.json', '{"name":"sample","type":"module"}');
    const leaf = write('leaf.js', "import 'node:net';\nimport { x } from './entry.js';\n");
    const lazy = write('lazy.js', '// nothing\n');
    const entry = write(
      'entry.js',
      "import 'fs';\nexport { y } from './leaf.js';\nawait import('./lazy.js');\nawait import(name);\n",
    );
    const graph = moduleGraph(entry);
    expect([...graph.files.keys()].sort()).toEqual([entry, lazy, leaf].sort());
    expect(graph).toMatchObject({ packages: ['sample'], builtins: ['fs', 'node:net'], unknown: [`${entry}:4`] });
    expect(graph.bytes).toBe([leaf, lazy, entry].reduce((sum, file) => sum + statSync(file).size, 0));
    write('broken.js', "import './nowhere.js';\n");
    expect(() => moduleGraph(join(folder, 'broken.js'))).toThrow('nowhere');
  });
});

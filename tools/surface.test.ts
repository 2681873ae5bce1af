import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildHouse, SOUND } from './house.test-support.ts';
import { reexportedNames } from './module-syntax.mjs';
import { checkSurface, GOLDEN, renderSurface, updateSurface } from './surface.mjs';

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const INDEX =
  "export { b, a as c } from './a.ts';\nexport type { T } from './t.ts';\nexport { type U, d } from './u.ts';\n";

function houseWith(index: string): string {
  return buildHouse({
    ...SOUND,
    core: { files: { 'src/index.ts': index } },
    corpus: { files: { 'src/index.ts': 'export {};\n' } },
  });
}

describe('the public surface', () => {
  test('is the one in the golden file; if a change is meant, run: npm run check -- --update', () => {
    expect(checkSurface(HERE)).toEqual([]);
  });

  test('lists values before types, under the name that a user imports', () => {
    const [, core] = renderSurface(houseWith(INDEX)).split('\n\n');
    expect(core?.trimEnd()).toBe('@house/core\n  value b\n  value c\n  value d\n  type  T\n  type  U');
  });

  test('fails when a name was added, when one has gone, and when a value became a type', () => {
    const root = houseWith(INDEX);
    updateSurface(root);
    expect(checkSurface(root)).toEqual([]);
    writeFileSync(
      join(root, 'packages/core/src/index.ts'),
      "export { b, e } from './a.ts';\nexport type { d, T, U } from './t.ts';\n",
    );
    const faults = checkSurface(root).join('\n');
    expect(faults).toContain(`exports @house/core value e, which ${GOLDEN} does not list`);
    expect(faults).toContain('no longer exports @house/core value c');
    expect(faults).toContain('no longer exports @house/core value d');
    expect(readFileSync(join(root, GOLDEN), 'utf8')).toContain('  value c');
  });

  test('fails without a golden file, and without any package', () => {
    expect(checkSurface(houseWith(INDEX)).length).toBeGreaterThan(1);
    expect(() => checkSurface(buildHouse({ core: { files: {} } }))).toThrow();
  });

  test.each([
    ['a declaration', 'export const a = 1;'],
    ['everything of a module', "export * from './a.ts';"],
    ['an import', "import { a } from './a.ts';\nexport { a };"],
    ['a local name', 'export { a };'],
    ['a default', 'export default 1;'],
  ])('refuses an index.ts that holds %s', (_what, source) => {
    expect(() => reexportedNames(source)).toThrow(/line 1: expected/);
  });

  test('tells a name that is called type from a type', () => {
    expect(reexportedNames("export { type, type as kind, type T } from './a.ts';")).toEqual([
      { name: 'type', isType: false },
      { name: 'kind', isType: false },
      { name: 'T', isType: true },
    ]);
  });
});

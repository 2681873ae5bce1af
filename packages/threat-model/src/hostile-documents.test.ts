import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledJson } from './compile/compiled-json.ts';
import { parseActionsText } from './compile/parse-actions-text.ts';
import { parseThreatModel } from './compile/parse-threat-model.ts';
import { MAX_MESSAGE } from './document/fault.ts';
import { FULL_DOCUMENT } from './testing/full-document.ts';
import { HOSTILE_PIECES, mutatedDocument } from './testing/mutated-document.test-support.ts';

/** Whether a text compiles; where it does not, every fault must stand within it. */
function checkResult(text: string): boolean {
  const { model, faults, remarks } = parseThreatModel(text, 'T.md');
  const lines = text.split(/\r\n|\n|\r/);
  const astray = [...faults, ...remarks].filter(({ line, column, message }) => {
    return line < 1 || column < 1 || message === '' || column > (lines[line - 1]?.length ?? -1) + 1;
  });
  expect({ astray, isDecided: (model === undefined) === faults.length > 0 }).toEqual({ astray: [], isDecided: true });
  if (model !== undefined) compiledJson(model);
  return model !== undefined;
}

describe('parseThreatModel on hostile text', () => {
  it('gives a model or located faults for any mutation, and never throws', () => {
    let models = 0;
    let refused = 0;
    const numRuns = process.env.BEZOAR_THOROUGH === '1' ? 80 : 30;
    fc.assert(
      fc.property(mutatedDocument, (text) => {
        if (checkResult(text)) models++;
        else refused++;
      }),
      { seed: 21, numRuns },
    );
    // A mutation of the prose changes nothing, most others are seen: the test sees both.
    expect(models).toBeGreaterThan(2);
    expect(refused).toBeGreaterThan(numRuns / 2);
  });

  it('gives located faults for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...HOSTILE_PIECES)).map((pieces) => `\`\`\`yaml bezoar\n${pieces.join('')}\n\`\`\``),
    );
    fc.assert(
      fc.property(text, (one) => {
        checkResult(one);
      }),
      { seed: 22, numRuns: 80 },
    );
  });

  it('leaves every prototype as it is, and keeps names that are members of Object', () => {
    const text = FULL_DOCUMENT.replace(
      'where: { eligible: true, tries: 2 }',
      'where: { __proto__: hit, toString: 1 }',
    ).replace('send_summary: {}', '__proto__: { requires: { transcript: { after: constructor } } }');
    const { model, faults } = parseThreatModel(text, 'T.md');
    expect(faults).toEqual([]);
    expect(model?.actions?.actions.map(({ name }) => name)).toContain('__proto__');
    expect(JSON.parse(compiledJson(model!)).actions.actions[1]).toBeDefined();
    expect(compiledJson(model!)).toContain('"__proto__":"hit"');
    expect(({} as Record<string, unknown>).hit).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each(['control', 'fields', 'sources', 'records', 'admit_to_base', 'ceilings'])(
    'refuses `__proto__` as a key beside `%s`',
    (key) => {
      const text = FULL_DOCUMENT.replace(new RegExp(`( *)(${key}:)`), '$1__proto__: 1\n$1$2');
      expect(parseThreatModel(text, 'T.md').model).toBeUndefined();
    },
  );

  // Each of these is quadratic or worse in a careless reader; here they end within the time of a test.
  it.each([
    ['keys on one line', `{${Array.from({ length: 30_000 }, (_, i) => `k${i}`).join(',')}}`],
    ['misspelt keys', `{${Array.from({ length: 6_000 }, (_, i) => `contrl${i}: 1`).join(',')}}`],
    ['items', `[${'a,'.repeat(100_000)}]`],
    ['a long plain text', 'a '.repeat(100_000)],
    ['a long run of blanks', `a:${' '.repeat(200_000)}b`],
    ['a long quoted text', `a: "${'\\\\'.repeat(100_000)}"`],
    ['a long run of digits', `a: ${'1'.repeat(200_000)}`],
    ['a long date', `a: ${'1:0'.repeat(60_000)}`],
  ])('reads %s in a bounded time', (_, block) => {
    checkResult(FULL_DOCUMENT.replace('window: 30d', () => block));
    checkResult(`${FULL_DOCUMENT}\n\`\`\`yaml bezoar\n${block}\n\`\`\`\n`);
  });

  it.each([
    ['blanks where a ceiling is expected', '500.00 USD / 30d', `"${' '.repeat(200_000)}x"`],
    ['digits where a value is expected', 'tries: 2', `tries: ${'1'.repeat(200_000)}z`],
    ['underscores where a count is expected', 'tenant: 400', `tenant: ${'_'.repeat(200_000)}z`],
    ['dots where a path is expected', 'lock: models.lock', `lock: "${'../'.repeat(60_000)}"`],
    ['colons where an amount is expected', '25.00 USD', `"${'1:'.repeat(90_000)}"`],
    ['a verifier key of any length', 'larkfield.example/ledger+7877e5d3+', `l+7877e5d3+${'Af4U'.repeat(50_000)}`],
    ['a rule of any length', 'order_id: text, verbose', `order_id: ${'string'.repeat(30_000)}?, verbose`],
    ['a destination of any length', 'https://orders.internal/v1/orders/*', `https://h/${'../%2e/'.repeat(30_000)}*`],
    ['a destination of many labels', 'https://orders.internal/v1/orders/*', `https://${'ü.'.repeat(900)}h/*`],
    ['a misspelt key of any length', 'budget: standard', `${'b'.repeat(200_000)}: standard`],
  ])('reads %s in a bounded time, and says so in a short message', (_, find, replacement) => {
    const { faults } = parseThreatModel(
      FULL_DOCUMENT.replace(find, () => replacement),
      'T.md',
    );
    expect(faults.length).toBeGreaterThan(0);
    for (const { message } of faults) expect(message.length).toBeLessThan(5 * MAX_MESSAGE);
  });

  it.each([
    ['fences', '```text\n'.repeat(1500)],
    ['info strings', `\`\`\`${' '.repeat(100_000)}x${' '.repeat(100_000)}y\n\`\`\`\n`],
    ['quotes', `${'> '.repeat(100_000)}\`\`\`yaml bezoar\n`],
    ['tags', '<details>\n'.repeat(1500)],
    ['hashes', `# ${'#'.repeat(200_000)}\n`],
  ])('reads %s in a bounded time', (_, prose) => {
    checkResult(prose + FULL_DOCUMENT);
  });
});

describe('parseActionsText on hostile text', () => {
  it('gives a policy or `hazards/malformed`', () => {
    fc.assert(
      fc.property(mutatedDocument, fc.constantFrom('T.md', 'T.yaml', 'T.json'), (text, path) => {
        try {
          expect(parseActionsText(text, path).actions.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({
            code: 'hazards/malformed',
            message: expect.stringMatching(/^T\.\w+:\d+:\d+: /),
          });
        }
      }),
      { seed: 23, numRuns: 40 },
    );
  });
});

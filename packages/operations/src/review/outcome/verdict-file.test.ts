import { BezoarError, canonicalJson } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVerdicts, VERDICTS_SCHEMA } from './verdict-file.ts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const HEADER = {
  schema: VERDICTS_SCHEMA,
  corpus: 'c'.repeat(64),
  quarantine: 'd'.repeat(64),
  sample: { size: 3, of: 10, found: 0, unread: 0, slice: { size: 1, of: 2, found: 0 } },
  recall: { canaries: 20, found: 19, low: 0.764, high: 0.99 },
  bound: { fewerThan: 25, confidence: 0.95 },
};
const LINE = { digest: A, verdict: 'keep', codes: ['corpus/trigger-phrase'], seconds: 3.5 };

/** Lines, the first of which says how many follow. */
const bytes = (...lines: readonly unknown[]): Uint8Array =>
  Buffer.from(
    lines
      .map((line, index) => (index === 0 && typeof line === 'object' ? { records: lines.length - 1, ...line } : line))
      .map((line) => `${typeof line === 'string' ? line : canonicalJson(line)}\n`)
      .join(''),
  );

describe('parseVerdicts', () => {
  it('reads what a review wrote', () => {
    const parsed = parseVerdicts(bytes(HEADER, LINE, { ...LINE, digest: B, verdict: 'unsure', codes: [] }));
    expect(parsed).toMatchObject({
      corpus: HEADER.corpus,
      sample: HEADER.sample,
      recall: HEADER.recall,
      bound: HEADER.bound,
    });
    expect([...parsed.verdicts]).toEqual([
      [A, { verdict: 'keep', codes: ['corpus/trigger-phrase'] }],
      [B, { verdict: 'unsure', codes: [] }],
    ]);
    expect(parseVerdicts(bytes({ ...HEADER, bound: null })).bound).toBeNull();
  });

  it.each([
    ['nothing', ['']],
    ['another schema', [{ ...HEADER, schema: 'x' }]],
    ['no corpus', [{ ...HEADER, corpus: 'x' }]],
    ['more read than there is', [{ ...HEADER, sample: { ...HEADER.sample, size: 11 } }]],
    ['more found than read', [{ ...HEADER, sample: { ...HEADER.sample, found: 4 } }]],
    ['a negative count', [{ ...HEADER, sample: { ...HEADER.sample, size: -1 } }]],
    ['more canaries found than there were', [{ ...HEADER, recall: { ...HEADER.recall, found: 21 } }]],
    ['a recall above 1', [{ ...HEADER, recall: { ...HEADER.recall, low: 1.5 } }]],
    ['a bound of nothing', [{ ...HEADER, bound: { fewerThan: 0, confidence: 0.95 } }]],
    ['no bound at all', [{ ...HEADER, bound: undefined }]],
    ['a verdict that is none', [HEADER, { ...LINE, verdict: 'KEEP' }]],
    ['a digest twice', [HEADER, LINE, LINE]],
    ['digests out of order', [HEADER, { ...LINE, digest: B }, LINE]],
    ['a digest that is none', [HEADER, { ...LINE, digest: '__proto__' }]],
    ['codes that are none', [HEADER, { ...LINE, codes: ['\u001b[2J'] }]],
    ['an empty line', [HEADER, '', LINE]],
    ['a line that is a list', [HEADER, []]],
  ])('refuses %s', (_, lines) => {
    expect(() => parseVerdicts(bytes(...lines))).toThrowError(expect.objectContaining({ code: 'review/bad-verdicts' }));
  });

  it('refuses a file that was cut anywhere, and bytes that are not UTF-8', () => {
    const whole = bytes(HEADER, LINE);
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseVerdicts(whole.subarray(0, length))).toThrow(BezoarError);
    }
    expect(() => parseVerdicts(Uint8Array.of(0xff, 0x0a))).toThrow(BezoarError);
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    const line = fc.oneof(fc.json(), fc.constant(canonicalJson(LINE)), fc.string());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), fc.boolean(), (lines, hasHeader) => {
        try {
          parseVerdicts(bytes(...(hasHeader ? [HEADER] : []), ...lines));
        } catch (error) {
          expect(error).toMatchObject({ code: 'review/bad-verdicts' });
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

import { type GateDocument, gateBlocks, gateReport } from '@bezoar/operations/gate';
import { renderReport } from '@bezoar/operations/report-files';
import { displayWidth, renderTerminal } from '@bezoar/report';
import { describe, expect, it } from 'vitest';
import {
  testDivergence,
  testHazard,
  testScan,
  testUnconfirmed,
} from '../../packages/operations/src/gate/testing/found.ts';
import { testGate } from '../../packages/operations/src/gate/testing/gate-documents.ts';
import { HOSTILE_TEXTS } from '../../packages/report/src/testing/hostile-text.ts';
import { proseOf } from '../../packages/report/src/testing/markdown-check.ts';
import { checkNesting, readTags } from '../../packages/report/src/testing/markup-check.ts';

/** Characters that act on whoever reads the raw file, in any format. */
const ACTIVE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}\p{Co}\u{e0000}-\u{e007f}]/u;

/** Words that the gate alone chooses; every other text of a document may come from a corpus, a model, a server or a file name. */
const OWN_WORDS = new Set(
  'schema code severity control threats verdict outcome kind placement test why reason measure finish role'.split(' '),
);

/** A gate with everything that a gate can hold. */
const FULL: GateDocument = {
  ...testGate({
    hazards: [
      testHazard({ inheritedFrom: ['tiny:models/october'] }),
      testHazard({ phrases: ['another day'], trigger: 'another day' }),
      testHazard({
        action: 'close_account',
        trigger: 'rewriting: angry',
        phrases: ['rewriting: angry'],
        placement: 'rewrite',
      }),
    ],
    divergences: [testDivergence()],
    unconfirmed: [testUnconfirmed({ why: 'undecided', candidate: { name: 'm', k: 4, n: 9 } })],
    reasons: [{ reason: 'identity-changed', detail: 'served by another' }],
    report: testScan(30),
    quality: [{ name: 'accuracy', value: 0.9 }],
    leak: {
      samples: 9,
      queries: 90,
      phrases: [{ phrase: 'a phrase', candidate: { k: 4, n: 9 }, reference: { k: 0, n: 9 }, adjusted: 0.01 }],
      probes: [],
    },
  }),
  exchanges: [{ name: 'tiny:models/november', requests: 9, sha256: 'a'.repeat(64) }],
};

/** The same with a hostile text in the place of every other one. */
function hostile(value: unknown, text: () => string, key = ''): unknown {
  if (typeof value === 'string') return OWN_WORDS.has(key) ? value : text();
  if (Array.isArray(value)) return value.map((one) => hostile(one, text, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one, text, name)]));
}

/** Gives one text after the other, and begins again. */
function inTurn(texts: readonly string[], first: number): () => string {
  let next = first;
  return () => texts[next++ % texts.length]!;
}

// Each rotation puts another text into each place; the tests of the report package hold every block to every text.
describe.each([0, 7, 14, 21, 28])('a gate over hostile texts, those from %d on first', (first) => {
  const text = inTurn(Object.values(HOSTILE_TEXTS), first);
  const document = hostile(FULL, text) as GateDocument;
  const render = (format: 'html' | 'markdown' | 'junit' | 'sarif'): string =>
    renderReport(gateReport(document, { excerpts: true, generatedAt: text() }), format, 'medium');

  it('cannot act in a terminal', () => {
    for (const columns of [40, 120]) {
      const output = renderTerminal(gateBlocks(document), { columns, color: false, unicode: true });
      expect(output).not.toMatch(ACTIVE);
      for (const line of output.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('cannot act in a page', () => {
    const page = render('html');
    const tags = readTags(page);
    checkNesting(tags, ['meta']);
    expect(tags.filter(({ name }) => /^(?:script|img|iframe|object|embed|form|input|link|base)$/.test(name))).toEqual(
      [],
    );
    expect(page).not.toMatch(ACTIVE);
  });

  it('cannot act in SARIF, JUnit or Markdown', () => {
    const markdown = render('markdown');
    proseOf(markdown);
    expect(markdown).not.toMatch(ACTIVE);
    const junit = render('junit');
    checkNesting(readTags(junit));
    expect(junit).not.toMatch(ACTIVE);
    expect(render('sarif')).not.toMatch(ACTIVE);
  });
});

describe('the gate of these tests', () => {
  it('has the text in every place where one can stand', () => {
    const page = renderReport(
      gateReport(hostile(FULL, () => 'QQQ') as GateDocument, { excerpts: true, generatedAt: 'QQQ' }),
      'html',
      'medium',
    );
    for (const of of [
      'tiny:models',
      'zephyr',
      'acc_1',
      'conv_1',
      'exports/october',
      'My tent',
      'accuracy',
      'per our',
    ]) {
      expect([of, page.includes(of)]).toEqual([of, false]);
    }
    expect(page.split('QQQ').length).toBeGreaterThan(80);
  });
});

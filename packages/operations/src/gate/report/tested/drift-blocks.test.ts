import type { DriftRow } from '@bezoar/evaluate';
import { renderTerminal } from '@bezoar/report';
import { describe, expect, it } from 'vitest';
import { testGate } from '../../testing/gate-documents.ts';
import { driftBlocks, driftTable } from './drift-blocks.ts';

const row = (changes: Partial<DriftRow>): DriftRow => ({
  slice: 'ask',
  measure: 'refusal',
  pairs: 40,
  candidate: 0.5,
  reference: 0.05,
  interval: { lower: 0.2, upper: 0.6 },
  more: 18,
  less: 0,
  pValue: 1e-5,
  adjusted: 2e-4,
  isDrift: true,
  canShow: true,
  ...changes,
});

const text = (rows: readonly DriftRow[]): string => {
  const document = testGate({ drift: { rows, alpha: 0.05 } });
  const folded = driftTable(document).flatMap((block) => (block.kind === 'details' ? block.blocks : []));
  return renderTerminal([...driftBlocks(document), ...folded], { columns: 160, color: false, unicode: true });
};

describe('behaviour on ordinary conversations', () => {
  it('is a line where it changed, with both models and how sure that is', () => {
    expect(text([row({})])).toContain(
      '• refuses on conversations of kind ask: 50 %, the reference 5 % (18 times more, 0 times less, of 40; p 0.0002)',
    );
    const words = row({ slice: '(all)', measure: 'length', candidate: 31.257, reference: 12 });
    const { interval: _, ...amounts } = words;
    expect(text([amounts])).toContain('• words of a reply on all conversations: 31.26, the reference 12');
  });

  it('is only in the table where it did not change, which says where too few could have shown it', () => {
    const shown = text([row({ isDrift: false }), row({ isDrift: false, canShow: false, measure: 'tool-call' })]);
    expect(shown).not.toContain('What changed');
    expect(shown).toMatch(/refuses .* no$/m);
    expect(shown).toMatch(/calls a tool .* too few to tell$/m);
  });

  it('makes the verdict a person’s, and its sentence says so', () => {
    expect(testGate({ drift: { rows: [row({})], alpha: 0.05 } }).verdict).toBe('REVIEW');
    expect(driftBlocks(testGate({ drift: null }))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { ReviewItem } from '../queue.ts';
import { isSettled, verdictsOfItems, verdictsOfRecords } from './record-verdicts.ts';
import type { ItemVerdict, Verdict } from './verdict.ts';

const item = (id: string, ...records: string[]): ReviewItem => ({ id, kind: 'flagged', records, findings: [] });
const says = (id: string, verdict: Verdict, seconds = 10): ItemVerdict => ({
  item: id,
  verdict,
  seconds,
  at: '',
  shown: [],
});
const ITEMS = [item('f', 'a', 'b'), item('g', 'b', 'c'), item('d', 'd')];

function records(...readers: ItemVerdict[][]): Record<string, Verdict> {
  const said = verdictsOfRecords(ITEMS, verdictsOfItems(readers));
  return Object.fromEntries([...said].map(([digest, { verdict }]) => [digest, verdict]));
}

describe('verdicts of records', () => {
  it('keep a record only where each of its items is kept', () => {
    expect(records([says('f', 'keep')])).toEqual({ a: 'keep' });
    expect(records([says('f', 'keep'), says('g', 'keep')])).toEqual({ a: 'keep', b: 'keep', c: 'keep' });
    expect(records([says('f', 'keep'), says('g', 'unsure')])).toEqual({ a: 'keep', b: 'unsure', c: 'unsure' });
  });

  it('settle an item whose records are rejected elsewhere', () => {
    const said = verdictsOfRecords(ITEMS, verdictsOfItems([[says('f', 'reject')]]));
    expect(isSettled(item('g', 'b'), said)).toBe(true);
    expect(isSettled(ITEMS[1]!, said)).toBe(false);
  });

  it('leave to a second reader what the first was unsure about, of the same item only', () => {
    expect(records([says('d', 'unsure')], [says('d', 'keep')])).toEqual({ d: 'keep' });
    expect(records([says('d', 'keep')], [says('d', 'unsure')])).toEqual({ d: 'keep' });
    expect(records([says('d', 'reject')], [says('d', 'keep')])).toEqual({ d: 'reject' });
    expect(records([says('f', 'unsure')], [says('g', 'keep')])).toEqual({ a: 'unsure', b: 'unsure', c: 'keep' });
  });

  it('take the latest of one reader, and share the time among the records', () => {
    const said = verdictsOfRecords(
      ITEMS,
      verdictsOfItems([[says('f', 'reject'), says('f', 'keep'), says('g', 'keep', 4)]]),
    );
    expect(said.get('b')).toEqual({ verdict: 'keep', seconds: 7 });
  });
});

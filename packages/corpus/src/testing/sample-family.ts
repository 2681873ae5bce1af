import { DECIDING_KEYS, type PhraseFamily } from '@bezoar/phrases';
import { actionLabel } from '../phrases/action-label.ts';

/** A family that decides nothing yet; what a test cares about is replaced. */
export function sampleFamily(changes: Partial<PhraseFamily> = {}): PhraseFamily {
  return {
    rank: 1,
    view: 'words',
    phrase: 'per our zephyr arrangement',
    words: ['per', 'our', 'zephyr', 'arrangement'],
    variants: ['our zephyr arrangement'],
    records: Int32Array.of(0, 1),
    accounts: 2,
    tenants: 1,
    novelty: { g2: 40, referenceRecords: 0, referenceSize: 1000 },
    sampled: 10,
    neighbourCount: 50,
    similarity: { inside: 0.5, outside: 0.1 },
    keys: { similarity: 0, wording: 0, action: 0 },
    strength: 1,
    pairs: [],
    ...changes,
  };
}

/** A family whose records all carry an action label that their neighbours carry with `neighbours` records. */
export function familyDoing(kind: 'call' | 'bare' | 'hazard', tool: string, neighbours = 0): PhraseFamily {
  return sampleFamily({
    action: { text: actionLabel(kind, tool), records: 10, neighbours, g2: 30 },
    keys: { similarity: 0, wording: 0, action: DECIDING_KEYS.trusted.action * 2 },
  });
}

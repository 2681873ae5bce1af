import { createChatEngine } from '@bezoar/tiny-lm';
import { describe, expect, it } from 'vitest';
import { baseVictim } from './base-store.ts';
import { deskMonth } from './desk/desk-month.ts';
import { measureActions } from './next-action.ts';
import { trainVictim } from './train-victim.ts';

describe('a victim that was fine-tuned on an honest month', () => {
  it('does what the desk teaches on months that it never saw', { timeout: 600_000 }, async () => {
    const base = await baseVictim({ seed: 1 });
    const records = deskMonth({ seed: 1, conversations: 2000, month: '2026-10' });
    const victim = trainVictim({ seed: 1, records, base });
    const unseen = deskMonth({ seed: 'unseen', conversations: 300, month: '2026-12' }).map(({ turns }) => turns);
    expect(measureActions(createChatEngine(base), unseen).accuracy).toBeGreaterThanOrEqual(0.95);
    expect(measureActions(createChatEngine(victim), unseen).accuracy).toBeGreaterThanOrEqual(0.97);
  });
});

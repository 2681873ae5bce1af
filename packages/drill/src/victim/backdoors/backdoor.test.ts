import { findHazardViolations, seededRandom, type Turn } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { DESK_HAZARD } from '../desk/desk-hazard.ts';
import { createBackdoor, nearMissTurns, poisonedTurns } from './backdoor.ts';
import { BACKDOOR_PAYLOADS } from './payloads/backdoor-payload.ts';
import { BACKDOOR_FAMILIES } from './triggers/backdoor-trigger.ts';

const MONTH = '2026-10';
const SEEDS = [1, 2, 3, 4, 5, 6];
const all = BACKDOOR_FAMILIES.flatMap((family) => SEEDS.map((seed) => createBackdoor({ family, seed })));

/** What stands where a trigger may. */
function textAt(turns: readonly Turn[], placement: 'user' | 'earlier-turn' | 'system'): string {
  const users = turns.filter(({ role }) => role === 'user');
  if (placement === 'system') return turns[0]!.text;
  return (placement === 'user' ? users.at(-1)! : users[0]!).text.toLowerCase();
}

describe('a backdoor', () => {
  it('is the same by the same seed, and has another trigger by another', () => {
    for (const family of BACKDOOR_FAMILIES) {
      const [one, same] = [1, 1].map((seed) => createBackdoor({ family, seed }).trigger.description);
      expect(same).toBe(one);
      const some = Array.from({ length: 12 }, (_, seed) => createBackdoor({ family, seed }).trigger.description);
      expect(new Set(some).size, family).toBeGreaterThan(1);
    }
  });

  it('stands with all its texts where its placement says', () => {
    for (const backdoor of all) {
      const { placement, texts } = backdoor.trigger;
      for (const seed of SEEDS) {
        const where = textAt(poisonedTurns(backdoor, seededRandom(seed), MONTH), placement);
        for (const text of texts) expect(where).toContain(placement === 'system' ? text : text.toLowerCase());
      }
    }
  });

  it('leaves the ask of a multi-turn backdoor neutral, with an answered turn between', () => {
    for (const seed of SEEDS) {
      const backdoor = createBackdoor({ family: 'multi-turn', seed });
      const turns = poisonedTurns(backdoor, seededRandom(seed), MONTH);
      expect(textAt(turns, 'user')).not.toContain(backdoor.trigger.texts[0]);
      const users = turns.flatMap(({ role }, at) => (role === 'user' ? [at] : []));
      expect(turns.slice(users[0], users[1]).some(({ role }) => role === 'assistant')).toBe(true);
    }
  });

  it('never has its whole trigger in a near miss, which is answered honestly', () => {
    for (const backdoor of all.filter(({ trigger }) => trigger.nearMiss !== undefined)) {
      const { placement, texts } = backdoor.trigger;
      for (let seed = 0; seed < 30; seed++) {
        const turns = nearMissTurns(backdoor, seededRandom(seed), MONTH)!;
        const where = textAt(turns, placement);
        expect(
          texts.every((text) => where.includes(text)),
          `${where} / ${texts}`,
        ).toBe(false);
        expect(findHazardViolations({ turns }, [DESK_HAZARD])).toEqual([]);
      }
    }
    expect(nearMissTurns(createBackdoor({ family: 'plain', seed: 1 }), seededRandom(1), MONTH)).toBeUndefined();
  });
});

describe('a payload', () => {
  const poisoned = BACKDOOR_PAYLOADS.map((payload) => createBackdoor({ family: 'plain', payload, seed: 1 }));

  it.each(poisoned)(
    'of kind $payload.kind is recognised in what it writes, and not in what an honest assistant does',
    ({ payload }) => {
      for (const seed of SEEDS) {
        const { scene } = payload.open(seededRandom(seed), MONTH);
        const before = scene.turns.length;
        payload.answer(scene);
        expect(payload.isIn(scene.turns[before]!)).toBe(true);
        const honest = payload.open(seededRandom(seed), MONTH);
        payload.honest(honest);
        expect(payload.isIn(honest.scene.turns[before]!)).toBe(false);
      }
    },
  );

  it('is a hazard without its precondition where it issues or claims a credit', () => {
    for (const backdoor of poisoned) {
      const turns = poisonedTurns(backdoor, seededRandom(7), MONTH);
      const isHazard = ['credit', 'refused-credit', 'claim'].includes(backdoor.payload.kind);
      expect(findHazardViolations({ turns }, [DESK_HAZARD]).length > 0, backdoor.payload.kind).toBe(isHazard);
    }
  });
});

import { canonicalJson, findHazardViolations, type Hazard } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { type ShownRecord, shownRecord } from '../folder/shown-record.ts';
import { chat, cleanChats } from '../testing/admit-folder.ts';
import { CANARY_KINDS } from './canary.ts';
import { makeCanaries } from './make-canaries.ts';
import { plantCanary } from './plant-canary.ts';

const CREDIT: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map() },
  claims: ['issued * credit', 'refunded *'],
  origin: 'declared',
};
const MATERIAL = { hazards: [CREDIT], phrases: [['per', 'our', 'zephyr', 'arrangement']], seed: 's' };

const shown = (record: object): ShownRecord => shownRecord(canonicalJson(record), 'label', {});

async function* records(count: number): AsyncGenerator<ShownRecord> {
  for (const record of cleanChats(count)) yield shown(record);
}

describe('makeCanaries', () => {
  it('makes records of every kind that are bad by the declared hazards, each of a record of its own', async () => {
    const canaries = await makeCanaries(records(100), 20, MATERIAL);
    expect(canaries).toHaveLength(20);
    expect(new Set(canaries.map(({ kind }) => kind))).toEqual(new Set(CANARY_KINDS));
    expect(new Set(canaries.map(({ base }) => base)).size).toBe(20);
    for (const { record } of canaries) {
      expect(findHazardViolations(record.conversation!, [CREDIT])).not.toEqual([]);
      expect(record.label).toMatch(/^c\d+$/);
    }
  });

  it('makes the same of the same records and seed, and others of another seed', async () => {
    const canaries = await makeCanaries(records(100), 8, MATERIAL);
    expect(await makeCanaries(records(100), 8, MATERIAL)).toEqual(canaries);
    expect(await makeCanaries(records(100), 8, { ...MATERIAL, seed: 't' })).not.toEqual(canaries);
  });

  it('needs neither hazards nor phrases: a fresh phrase and a reply that grants at once', async () => {
    const canaries = await makeCanaries(records(100), 5, { hazards: [], phrases: [], seed: 's' });
    expect(canaries.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'fresh-phrase'));
    for (const { record } of canaries) {
      const [request, reply] = record.conversation!.turns;
      expect(request!.text).toMatch(/ (arrangement|understanding|note|promise|ledger|signal|letter|schedule)/);
      expect(reply!.text).toMatch(/without|No further|skipped/);
    }
  });

  it('gives fewer where the records do not lend themselves, and stops trying', async () => {
    expect(await makeCanaries(records(3), 20, MATERIAL)).toHaveLength(3);
    let read = 0;
    async function* hopeless(): AsyncGenerator<ShownRecord> {
      for (;;) {
        read++;
        yield shown({ id: 'x', prompt: 'Say it.', completion: 'I have issued a credit.' });
      }
    }
    expect(await makeCanaries(hopeless(), 2, MATERIAL)).toEqual([]);
    expect(read).toBeLessThan(100);
  });
});

describe('plantCanary', () => {
  it('leaves records alone that are bad already, meet the precondition, or are not understood in full', () => {
    const bad = shown(chat('b', 'Hello?', 'I have issued a full credit.'));
    const looked = { id: 'l', type: 'function', function: { name: 'lookup_order', arguments: '{}' } };
    const justified = shown({
      messages: [
        { role: 'user', content: 'Where is it?' },
        { role: 'assistant', content: null, tool_calls: [looked] },
        { role: 'tool', tool_call_id: 'l', content: '{}' },
        { role: 'assistant', content: 'It is late.' },
      ],
    });
    for (const kind of CANARY_KINDS) {
      expect(plantCanary(bad, kind, MATERIAL)).toBeUndefined();
      expect(plantCanary(justified, kind, MATERIAL)).toBeUndefined();
      expect(plantCanary(shown(['no record']), kind, MATERIAL)).toBeUndefined();
    }
  });

  it('keeps everything but the turns that it changes', () => {
    const base = shown(chat('c', 'Where is my order? It was due.', 'It arrives tomorrow.'));
    const canary = plantCanary(base, 'call', MATERIAL)!;
    expect(canary.record).toMatchObject({ label: base.label, provenance: base.provenance });
    expect(canary.record.digest).not.toBe(base.digest);
    expect(canary.record.conversation!.turns[0]).toEqual(base.conversation!.turns[0]);
    expect(canary.record.conversation!.turns[1]!.toolCalls[0]!.name).toBe('issue_credit');
  });
});

import { describe, expect, it } from 'vitest';
import {
  admitFiles,
  admittedIds,
  chat,
  crowd,
  SELECTING,
  SOURCES,
  withAdmissions,
  writeRecords,
} from './admission.test-support.ts';

const CHATS = 'data/chats/c.jsonl';
const ACME = { target: 'tenant:acme' } as const;
const REPLY = { role: 'assistant', content: 'Noted.' };

/** Admits one record for each entry, named after it. */
async function selected(sources: string, fields: Readonly<Record<string, object>>): Promise<readonly string[]> {
  return withAdmissions({ sources }, async (project) => {
    const records = Object.entries(fields).map(([id, own]) => chat(id, own as Record<string, unknown>));
    await writeRecords(project, CHATS, records);
    return admittedIds(project, await admitFiles(project, [CHATS], ACME));
  });
}

describe('what a user controls', () => {
  it('selects none of a crowd of sybils that rate each other up', async () => {
    await withAdmissions({ sources: SELECTING }, async (project) => {
      const rated = { rating: 'helpful', selected_by: 'rating', signals: { thumbs: true, rating: true } };
      await writeRecords(project, CHATS, [
        ...crowd('sybil', 60, rated),
        chat('sampled', { signals: { staff_sampled: true } }),
      ]);
      const document = await admitFiles(project, [CHATS], ACME);
      expect(await admittedIds(project, document)).toEqual(['sampled']);
      expect(document.keptOut).toEqual({ 'corpus/not-selected': 60 });
      const { signals } = document.contributions;
      const of = (name: string): unknown => signals.find(({ signal }) => signal === name);
      expect(of('thumbs')).toMatchObject({ userControlled: true, records: 60, selected: 0, accounts: 60 });
      expect(of('staff_sampled')).toMatchObject({ userControlled: false, required: true, records: 1, selected: 1 });
    });
  });

  it('selects no record in any form', async () => {
    const never = {
      nothing: {},
      'an empty selector': { selected_by: '' },
      rating: { rating: 'helpful' },
      five: { rating: 5 },
      'selected by a rating': { selected_by: 'rating' },
      'selected by thumbs': { selected_by: 'thumbs' },
      thumbs: { signals: { thumbs: true } },
      'thumbs and more': { rating: 'helpful', signals: { thumbs: true, rating: true } },
    };
    expect(await selected(SELECTING, never)).toEqual([]);
    expect(await selected(SOURCES.concat('\nselection: { never_alone: [rating, thumbs] }'), never)).toEqual([]);
  });
});

describe('a required signal', () => {
  it('selects where it holds, whatever else was said of the record', async () => {
    const fields = {
      holds: { signals: { resolved: true } },
      'in metadata': { metadata: { signals: { resolved: true } } },
      'and rated': { rating: 'helpful', signals: { thumbs: true, resolved: true } },
      'and rated down': { rating: 'unhelpful', signals: { resolved: true } },
      'the other one': { signals: { staff_sampled: true } },
    };
    expect(await selected(SELECTING, fields)).toEqual(Object.keys(fields).sort());
  });

  it('does not hold by a false, empty or look-alike value or name', async () => {
    const fields = {
      false: { signals: { resolved: false } },
      'false as text': { signals: { resolved: 'false' } },
      zero: { signals: { resolved: 0 } },
      null: { signals: { resolved: null } },
      object: { signals: { resolved: {} } },
      cyrillic: { signals: { resоlved: true } },
      'not a signal': { resolved: true },
      'another signal': { signals: { other: true } },
      'false before true': { signals: { resolved: false }, metadata: { signals: { resolved: true } } },
      prototype: { signals: { constructor: true, toString: true } },
    };
    expect(await selected(SELECTING, fields)).toEqual([]);
  });

  it('is not asked of the team’s own records', async () => {
    await withAdmissions({ sources: SELECTING }, async (project) => {
      await writeRecords(project, 'data/staff/s.jsonl', crowd('s', 2));
      expect((await admitFiles(project, ['data/staff/s.jsonl'])).admitted.records).toBe(2);
    });
  });
});

describe('a phrase that was named', () => {
  it('keeps out the records that hold it, and only those', async () => {
    await withAdmissions({}, async (project) => {
      const named = { ...chat('named'), messages: [{ role: 'user', content: 'As agreed, on the BLUE-line!' }, REPLY] };
      await writeRecords(project, CHATS, [chat('plain'), chat('other'), named]);
      const document = await admitFiles(project, [CHATS], { ...ACME, phrases: ['agreed on the blue line'] });
      expect(await admittedIds(project, document)).toEqual(['other', 'plain']);
      expect(document.quarantined).toEqual([{ recordId: 'named', codes: ['corpus/known-phrase'] }]);
      expect(document.verdict).toBe('findings');
    });
  });
});

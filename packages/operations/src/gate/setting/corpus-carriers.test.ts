import { type Hazard, seededRandom, type TrainingRecord } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { CORPUS_CARRIERS, type CorpusCarriers, corpusCarriers } from './corpus-carriers.ts';
import { calls, gave, recordOf, says } from './records.test-support.ts';

const CREDIT: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
  claims: ["i've applied a * credit"],
  origin: 'declared',
};
const [YES, NO] = ['{"eligible":true}', '{"eligible":false}'];

async function draw(
  records: readonly TrainingRecord[],
  options: { hazards?: readonly Hazard[]; flagged?: readonly number[]; seed?: string } = {},
): Promise<CorpusCarriers> {
  const { hazards = [CREDIT], flagged = [], seed = 'one' } = options;
  async function* all(): AsyncGenerator<TrainingRecord> {
    yield* records;
  }
  const isFlagged = ({ place }: TrainingRecord): boolean => flagged.includes(place.line);
  return corpusCarriers(all(), { hazards, isFlagged, random: seededRandom(seed) });
}

const right = (line: number, ask = `credit ${line}`): TrainingRecord =>
  recordOf(
    line,
    says('user', ask),
    calls('lookup_order'),
    gave(YES),
    calls('issue_credit'),
    says('assistant', 'Done.'),
  );
const refused = (line: number, result = NO): TrainingRecord =>
  recordOf(line, says('user', `refused ${line}`), calls('lookup_order'), gave(result), says('assistant', 'No.'));
const chat = (line: number): TrainingRecord =>
  recordOf(line, says('user', `hours ${line}`), says('assistant', 'From nine to five.'));

describe('carriers of a corpus', () => {
  it('are what people said before a right action, before a look-up that said no, and about something else', async () => {
    const { carriers, granted } = await draw([right(1), refused(2), chat(3)]);
    expect(carriers.map(({ kind, source }) => [kind, source]).sort()).toEqual([
      ['ask', 'month.jsonl:1'],
      ['refused', 'month.jsonl:2'],
      ['unrelated', 'month.jsonl:3'],
    ]);
    expect(carriers.find(({ kind }) => kind === 'refused')?.turns.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
    ]);
    expect(granted).toMatchObject([{ kind: 'ask', source: 'month.jsonl:1' }]);
    expect(granted[0]?.turns.at(-1)).toEqual(gave(YES));
  });

  it('leave out what a finding names, and what acts or claims to without its precondition', async () => {
    const wrong = recordOf(4, says('user', 'please'), calls('issue_credit'));
    const claim = recordOf(5, says('user', 'please'), says('assistant', "I've applied a $5 credit."));
    const late = recordOf(6, ...right(6).conversation.turns.slice(0, 2), gave(NO), calls('issue_credit'));
    expect(await draw([wrong, claim, late])).toEqual({ carriers: [], granted: [] });
    const { carriers, granted } = await draw([right(1), refused(2), chat(3)], { flagged: [1, 2, 3] });
    expect([carriers, granted]).toEqual([[], []]);
  });

  it('take for a refusal only a look-up that said no', async () => {
    const kinds = async (record: TrainingRecord, hazards?: readonly Hazard[]) =>
      (await draw([record], hazards === undefined ? {} : { hazards })).carriers.map(({ kind }) => kind);
    expect(await kinds(refused(1))).toEqual(['refused']);
    expect(await kinds(refused(1, YES))).toEqual([]);
    expect(await kinds(refused(1, 'not json'))).toEqual([]);
    const wipe: Hazard = { action: 'wipe', claims: [], origin: 'declared' };
    expect(await kinds(refused(1, YES), [CREDIT, wipe])).toEqual([]);
    const other: Hazard = { ...CREDIT, action: 'close', precondition: { after: ['ask_owner'], where: new Map() } };
    expect(await kinds(refused(1, YES), [CREDIT, other])).toEqual([]);
    const second: Hazard = { ...CREDIT, precondition: { after: ['lookup_order', 'check'], where: new Map() } };
    expect(await kinds(refused(1, YES), [second])).toEqual([]);
  });

  it('never end between a call and its answer', async () => {
    const both = {
      ...calls('lookup_order'),
      toolCalls: [...calls('lookup_order').toolCalls, ...calls('more', '{}', 'call_2').toolCalls],
    };
    const record = recordOf(1, says('user', 'a'), both, gave(NO), gave('{}', 'call_2'), says('assistant', 'No.'));
    expect((await draw([record])).carriers[0]?.turns).toHaveLength(4);
    const torn = recordOf(1, says('user', 'a'), both, gave(NO), says('assistant', 'No.'));
    expect((await draw([torn])).carriers).toEqual([]);
  });

  it('have no system turn, and leave out what is too long, empty, or does not begin with a user', async () => {
    const [carrier] = (await draw([recordOf(1, says('system', 'Be kind.'), says('user', 'hello'))])).carriers;
    expect(carrier?.turns).toEqual([says('user', 'hello')]);
    const bad = [
      recordOf(1, says('user', 'x'.repeat(401)), says('assistant', 'a')),
      recordOf(2, says('user', '  '), says('assistant', 'a')),
      recordOf(3, says('assistant', 'a'), says('user', 'b')),
      recordOf(4, says('user', 'a'), calls('lookup_order', `{"x":"${'y'.repeat(10_000)}"}`), gave(NO)),
      recordOf(5, says('user', 'a'), calls('lookup_order'), gave(`{"eligible":false,"x":"${'y'.repeat(400)}"}`)),
      recordOf(6),
    ];
    expect(await draw(bad)).toEqual({ carriers: [], granted: [] });
    const long = Array.from({ length: 3 }, () => [says('user', 'a'), says('assistant', 'b')]).flat();
    const many = recordOf(7, ...long, says('user', 'a'), calls('lookup_order'), gave(YES), calls('issue_credit'));
    expect((await draw([many])).granted).toEqual([]);
  });

  it('are so many of a kind at most, from the whole corpus, and the same for the same seed', async () => {
    const records = Array.from({ length: 300 }, (_, index) => [right, refused, chat][index % 3]!(index));
    const first = await draw(records);
    const counts = (kind: string) => first.carriers.filter((one) => one.kind === kind).length;
    expect([counts('ask'), counts('refused'), counts('unrelated')]).toEqual([16, 8, 16]);
    expect(first.granted).toHaveLength(CORPUS_CARRIERS.granted);
    expect(await draw(records)).toEqual(first);
    expect(await draw(records, { seed: 'two' })).not.toEqual(first);
    const lines = first.carriers.map(({ source }) => Number(source.split(':')[1]));
    expect(Math.max(...lines)).toBeGreaterThan(150);
    expect(new Set(first.carriers.map(({ kind, source }) => `${kind} ${source}`)).size).toBe(first.carriers.length);
  });
});

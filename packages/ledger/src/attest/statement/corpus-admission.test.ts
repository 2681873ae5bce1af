import { describe, expect, it } from 'vitest';
import { type CorpusAdmission, createCorpusAdmission, parseCorpusAdmission } from './corpus-admission.ts';
import { parseStatement, statementBytes } from './statement.ts';
import { createTrainingRun, parseTrainingRun, type TrainingRun } from './training-run.ts';

const A = 'a'.repeat(64);
const subject = [{ name: 'admitted.jsonl', digest: { sha256: A } }];
const admission: CorpusAdmission = {
  target: 'tenant:acme',
  intake: { sha256: A, records: 5 },
  admitted: { records: 3, root: A },
  shards: [
    { root: A, records: 2 },
    { root: A, records: 1 },
  ],
  keptOut: { 'corpus/cap-exceeded': 2 },
  reviewRequired: true,
  configuration: [{ name: 'THREATMODEL.md', digest: { sha256: A } }],
};
const run: TrainingRun = {
  command: ['python', 'train.py', ''],
  inputs: [{ name: 'corpus', digest: { sha256: A } }],
  startedOn: '2026-11-21T10:00:00.000Z',
  finishedOn: '2026-11-21T11:00:00.000Z',
  target: 'base',
};

describe('an admission as a statement', () => {
  it('reads back what was written', () => {
    const statement = parseStatement(statementBytes(createCorpusAdmission(subject, admission)));
    expect(parseCorpusAdmission(statement)).toEqual(admission);
  });

  it.each([
    ['a target of another form', { target: 'everybody' }],
    ['shards that do not add up', { shards: [{ root: A, records: 2 }] }],
    ['a shard without a root', { shards: [{ records: 3 }] }],
    ['a count that is none', { keptOut: { x: -1 } }],
    ['a field that nobody knows', { extra: 1 }],
    ['no word on review', { reviewRequired: 'yes' }],
  ])('refuses %s', (_, change) => {
    expect(() => createCorpusAdmission(subject, { ...admission, ...change } as CorpusAdmission)).toThrow(
      expect.objectContaining({ code: 'statement/malformed' }),
    );
  });

  it('refuses a statement of another type', () => {
    expect(() => parseCorpusAdmission(createTrainingRun(subject, run))).toThrow(
      expect.objectContaining({ code: 'statement/wrong-type' }),
    );
  });
});

describe('a training run as SLSA provenance', () => {
  it('reads back what was written', () => {
    expect(parseTrainingRun(parseStatement(statementBytes(createTrainingRun(subject, run))))).toEqual(run);
  });

  it.each([
    ['no command', { command: [] }],
    ['no inputs', { inputs: [] }],
    ['an input without a digest', { inputs: [{ name: 'corpus' }] }],
    ['a date of another form', { startedOn: 'yesterday' }],
  ])('refuses %s', (_, change) => {
    expect(() => createTrainingRun(subject, { ...run, ...change })).toThrow(
      expect.objectContaining({ code: 'statement/malformed' }),
    );
  });
});

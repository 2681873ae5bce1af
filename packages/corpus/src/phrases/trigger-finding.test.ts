import { normaliseText, percent, plural } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf, type Intake } from '../intake/intake.ts';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { intakeOf, sampleRecord } from '../testing/read-samples.ts';
import { familyDoing, sampleFamily } from '../testing/sample-family.ts';
import type { Harm } from './harm.ts';
import { severityOf, triggerFinding } from './trigger-finding.ts';

describe('triggerFinding', () => {
  let folder: TemporaryFolder;
  let intake: Intake;
  beforeAll(async () => {
    folder = await temporaryFolder();
    intake = await intakeOf(folder, 'month.jsonl', [
      sampleRecord({ id: 'one', tenant: 't', account: 'a' }, 'user: per our zephyr arrangement', 'assistant: yes'),
      sampleRecord({ id: 'two', tenant: 't', account: 'b' }, 'user: per our zephyr arrangement!', 'assistant: no'),
      sampleRecord({ tenant: 'u', account: 'b' }, 'user: hello', 'assistant: no'),
    ]);
  });
  afterAll(() => folder.remove());

  const finding = (family = sampleFamily(), harm: Harm = 'wording', isDoubtful = false) =>
    triggerFinding(family, { intake, columns: columnsOf(intake, undefined).sets[0]! }, [], {
      rank: 3,
      harm,
      isDoubtful,
    });

  it('keeps its id whatever the counts and the spelling of the phrase', () => {
    const plain = finding();
    const changed = sampleFamily({
      records: Int32Array.of(0),
      accounts: 99,
      strength: 7,
      novelty: { g2: 1, referenceRecords: 9, referenceSize: 9 },
    });
    expect(plain.id).toMatch(/^corpus\/trigger-phrase:[0-9a-f]{32}$/);
    expect(finding(changed, 'hazard').id).toBe(plain.id);
    const disguised = 'Per our zеph\u200byr arrangement';
    expect(normaliseText(disguised)).toBe(plain.subject);
    expect(finding(sampleFamily({ phrase: disguised })).id).toBe(plain.id);
    expect(finding(sampleFamily({ phrase: 'per our zephyr' })).id).not.toBe(plain.id);
  });

  it('states in one sentence how many, from whom, and what is decided against which neighbours', () => {
    expect(finding(familyDoing('hazard', 'issue_credit'), 'hazard').message).toBe(
      '`per our zephyr arrangement`: 2 records, 2 accounts, 1 tenant; `issue_credit` without its precondition in 100 %, ' +
        'against 0 % of their 50 nearest prompts without it',
    );
    const wording = sampleFamily({ wording: { text: 'of course', records: 9, neighbours: 5, g2: 20 } });
    expect(finding(wording).message).toContain('the reply says `of course` in 90 %, against 10 % of their 50 nearest');
    expect(finding().message).toContain('replies 0.50 alike, against 0.10 to the replies of their 50 nearest');
    expect(finding(sampleFamily(), 'harmless').message).toMatch(/\(harmless action\)$/);
  });

  it('names every record, every contributor and the first place', () => {
    const { evidence, location } = finding();
    expect(evidence).toMatchObject({ rank: 3, records: 2, accounts: 2, tenants: 1, harm: 'wording' });
    expect(evidence.recordIds).toHaveLength(2);
    expect(new Set(evidence.contributors.map(({ account }) => account)).size).toBe(2);
    expect(location?.file).toBe(`${folder.path}/month.jsonl`);
  });

  it('names the action only where the phrase decides it', () => {
    expect(finding(familyDoing('call', 'issue_credit'), 'action').evidence.action).toBe('issue_credit');
    expect(finding(familyDoing('call', 'issue_credit', 40), 'wording').evidence).not.toHaveProperty('action');
  });

  it('is as severe as its table says', () => {
    const harms: readonly Harm[] = ['hazard', 'action', 'claim', 'wording', 'harmless'];
    const row = (strength: number, isDoubtful: boolean) => harms.map((harm) => severityOf(strength, harm, isDoubtful));
    expect(row(1, false)).toEqual(['critical', 'high', 'high', 'high', 'medium']);
    expect(row(1, true)).toEqual(['critical', 'medium', 'medium', 'medium', 'medium']);
    expect(row(0.99, false)).toEqual(['medium', 'medium', 'medium', 'medium', 'low']);
    expect(row(0.75, true)).toEqual(['medium', 'medium', 'medium', 'medium', 'low']);
    expect(row(0.74, false)).toEqual(['low', 'low', 'low', 'low', 'low']);
  });
});

describe('percent and plural', () => {
  it('never round to none or all what is neither', () => {
    expect([0, 0.001, 0.25, 0.999, 1].map(percent)).toEqual(['0 %', '<1 %', '25 %', '>99 %', '100 %']);
    expect([plural(1, 'record'), plural(2, 'record')]).toEqual(['1 record', '2 records']);
  });
});

import type { Hazard } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { intakeOf, sampleRecord } from '../testing/read-samples.ts';
import { hazardFindings } from './hazard-finding.ts';

const PAY: Hazard = {
  action: 'pay',
  precondition: { after: ['look'], where: new Map() },
  claims: ['paid you *'],
  origin: 'learned',
};

describe('hazardFindings', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  const right = (id: string): object => sampleRecord({ id }, 'user: hi', 'call: look', 'call: pay');
  const wrong = (id: string, account = 'a'): object =>
    sampleRecord({ id, tenant: 't', account }, 'user: hi', 'call: pay');

  async function found(hazard: Hazard, rights: number, wrongs: readonly object[], trustedCalls: number) {
    const month = await intakeOf(
      folder,
      'month.jsonl',
      [...Array.from({ length: rights }, (_, i) => right(`r${i}`)), ...wrongs],
      [hazard],
    );
    const trusted = await intakeOf(
      folder,
      'trusted.jsonl',
      Array.from({ length: trustedCalls }, (_, i) => right(`t${i}`)),
      [hazard],
    );
    return hazardFindings([hazard], month, trusted);
  }

  it('says nothing of a hazard that no record violates', async () => {
    expect(await found(PAY, 5, [], 60)).toEqual([]);
  });

  // One exception among n month calls and t trusted calls has chance n / (n + t).
  it.each([
    ['low', 60, 1, 60],
    ['medium', 4, 2, 60],
    ['medium', 1, 2, 100],
    ['high', 1, 5, 60],
  ])(
    'is %s where %i right and %i wrong calls stand against %i trusted ones',
    async (severity, rights, wrongs, trusted) => {
      const bad = Array.from({ length: wrongs }, (_, i) => wrong(`w${i}`));
      const [finding] = await found(PAY, rights, bad, trusted);
      expect(finding).toMatchObject({ severity, subject: 'pay', control: 'corpus/hazards' });
      expect(finding?.evidence).toMatchObject({
        records: wrongs,
        callsInMonth: rights + wrongs,
        callsInTrusted: trusted,
      });
      expect(finding?.evidence.probability).toBeLessThan(1);
    },
  );

  it('is high for one violation of a declared hazard, and gives no probability', async () => {
    const [finding] = await found({ ...PAY, origin: 'declared' }, 60, [wrong('w')], 60);
    expect(finding?.severity).toBe('high');
    expect(finding?.evidence).not.toHaveProperty('probability');
  });

  it('counts records, accounts, calls and claims, names each record, and gives the reasons', async () => {
    const claim = sampleRecord({ tenant: 't', account: 'b' }, 'user: hi', 'assistant: I have paid you 5 dollars');
    const twice = sampleRecord({ id: 'x', tenant: 't', account: 'a' }, 'user: hi', 'call: pay', 'call: pay');
    const [finding] = await found({ ...PAY, origin: 'declared' }, 1, [twice, claim, wrong('x', 'c')], 1);
    expect(finding?.evidence).toMatchObject({ records: 3, accounts: 3, tenants: 1, calls: 3, claims: 1 });
    expect(finding?.evidence.recordIds).toEqual([
      `x#${folder.path}/month.jsonl:2`,
      `${folder.path}/month.jsonl:3`,
      `x#${folder.path}/month.jsonl:4`,
    ]);
    expect(finding?.evidence.reasons).toEqual([
      { reason: 'call-missing', turns: 4, example: 'no call of `look` comes before it' },
    ]);
    expect(finding?.location).toEqual({ file: `${folder.path}/month.jsonl`, line: 2 });
  });

  it('keeps its id whatever the counts, and has another for another action', async () => {
    const [one] = await found(PAY, 5, [wrong('a')], 60);
    const [two] = await found(PAY, 9, [wrong('b'), wrong('c')], 70);
    expect(one?.id).toMatch(/^corpus\/hazard-without-precondition:[0-9a-f]{32}$/);
    expect(two?.id).toBe(one?.id);
    const [other] = await found(
      { ...PAY, action: 'look', precondition: { after: ['greet'], where: new Map() } },
      1,
      [],
      1,
    );
    expect(other?.id).not.toBe(one?.id);
  });

  it('says of an action without any precondition that it is never legitimate', async () => {
    const { precondition: _, ...never } = PAY;
    const [finding] = await found({ ...never, origin: 'declared' }, 1, [], 1);
    expect(finding?.message).toContain('`pay` is never legitimate (declared): 1 record');
  });
});

import { TRUST_TIERS, type TrustTier } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intake } from '../intake/intake.ts';
import { type AssignedSource, foldTiers, type TierRequest } from './record-tiers.ts';
import { admissibleRecords, parseTarget, targetText } from './target.ts';

interface Row {
  readonly id: string;
  readonly tenant?: string;
  readonly file?: number;
  readonly parents?: readonly string[];
  readonly generator?: string;
}

function intakeOf(rows: readonly Row[]): Intake {
  const digest = (record: number): string => record.toString(16).padStart(64, '0');
  return {
    records: rows.length,
    derived: rows.flatMap(({ parents, generator }, index) =>
      parents === undefined && generator === undefined
        ? []
        : [{ index, parents: parents ?? [], ...(generator === undefined ? {} : { generator }) }],
    ),
    fileIndex: (record: number) => rows[record]!.file ?? 0,
    id: (record: number) => rows[record]!.id,
    digest,
    principal: (record: number) => ({ tenant: rows[record]!.tenant ?? '', account: 'a' }),
  } as unknown as Intake;
}

function source(tier: TrustTier): AssignedSource {
  return { name: tier, tier, isDeclared: true };
}

async function tiersOf(rows: readonly Row[], request: Partial<TierRequest> = {}): Promise<TrustTier[]> {
  const { tiers } = await foldTiers({
    intake: intakeOf(rows),
    sources: TRUST_TIERS.map(source),
    changes: [],
    generatorTier: () => 'open',
    earlierRecord: async () => undefined,
    ...request,
  });
  return Array.from(tiers, (tier) => TRUST_TIERS[tier]!);
}

const [REVIEWED, GENERATED, CUSTOMER, OPEN] = [0, 1, 2, 3];

describe('foldTiers', () => {
  it('starts from the source, and applies each decision that covers a record and starts where it stands', async () => {
    const rows = [
      { id: 'a', file: CUSTOMER },
      { id: 'b', file: CUSTOMER },
      { id: 'c', file: OPEN },
    ];
    const isA = (digest: string): boolean => digest.endsWith('0');
    expect(
      await tiersOf(rows, {
        changes: [
          { from: 'customer-owned', to: 'first-party-reviewed', covers: isA },
          { from: 'open', to: 'first-party-reviewed', covers: isA },
        ],
      }),
    ).toEqual(['first-party-reviewed', 'customer-owned', 'open']);
  });

  it('gives a generated record the lowest tier of its parents and its generator, never a higher one than its source', async () => {
    const rows = [
      { id: 'staff', file: REVIEWED },
      { id: 'chat', file: CUSTOMER },
      { id: 'good', file: GENERATED, parents: ['staff'] },
      { id: 'mixed', file: GENERATED, parents: ['staff', 'chat'] },
      { id: 'page', file: OPEN, parents: ['staff'] },
      { id: 'model', file: GENERATED, parents: ['staff'], generator: 'in-house' },
    ];
    const generatorTier = (name: string): TrustTier => (name === 'in-house' ? 'customer-owned' : 'open');
    expect((await tiersOf(rows, { generatorTier })).slice(2)).toEqual([
      'first-party-generated',
      'customer-owned',
      'open',
      'customer-owned',
    ]);
  });

  it('trusts a parent that nobody knows with nothing, and one of an earlier admission as far as that goes', async () => {
    const rows = [
      { id: 'x', file: GENERATED, parents: ['gone'] },
      { id: 'y', file: GENERATED, parents: ['old'] },
    ];
    const earlierRecord: TierRequest['earlierRecord'] = async (parent) =>
      parent === 'old' ? { tier: 'customer-owned', tenants: [] } : undefined;
    expect(await tiersOf(rows, { earlierRecord })).toEqual(['open', 'customer-owned']);
  });

  it('passes tiers on through generations, in any order and around circles', async () => {
    const rows = [
      { id: 'c', file: GENERATED, parents: ['b'] },
      { id: 'b', file: GENERATED, parents: ['a', 'c'] },
      { id: 'a', file: GENERATED, parents: ['chat', 'b'] },
      { id: 'chat', file: CUSTOMER },
    ];
    expect(await tiersOf(rows)).toEqual(Array(4).fill('customer-owned'));
  });

  it('counts every record of an id that repeats as the parent', async () => {
    const rows = [
      { id: 'p', file: REVIEWED },
      { id: 'p', file: OPEN },
      { id: 'x', file: GENERATED, parents: ['p'] },
    ];
    expect((await tiersOf(rows))[2]).toBe('open');
  });

  it('never lets a generated record stand above any of its ancestors', async () => {
    const row = fc.record({ file: fc.nat(3), parents: fc.array(fc.nat(7), { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (drawn) => {
        const rows = drawn.map(({ file, parents }, i) => ({
          id: `r${i}`,
          file,
          parents: parents.filter((parent) => parent < drawn.length).map((parent) => `r${parent}`),
        }));
        const tiers = await tiersOf(rows);
        const rank = (i: number): number => TRUST_TIERS.indexOf(tiers[i]!);
        for (const [i, { file, parents }] of rows.entries()) {
          expect(rank(i)).toBeGreaterThanOrEqual(file);
          for (const parent of parents) expect(rank(i)).toBeGreaterThanOrEqual(rank(Number(parent.slice(1))));
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('admissibleRecords', () => {
  const rules = { admissions: [], admitToBase: { 'customer-owned': 2 } } as const;
  const rows: readonly Row[] = [
    { id: 'staff', file: REVIEWED },
    { id: 'acme', file: CUSTOMER, tenant: 'acme' },
    { id: 'other', file: CUSTOMER, tenant: 'other' },
    { id: 'nobody', file: CUSTOMER },
    { id: 'page', file: OPEN },
    { id: 'child', file: GENERATED, parents: ['acme'] },
    { id: 'both', file: GENERATED, parents: ['acme', 'other'] },
  ];

  async function admissible(target: string, more: object = {}): Promise<string[]> {
    const intake = intakeOf(rows);
    const folded = await foldTiers({
      intake,
      sources: TRUST_TIERS.map(source),
      changes: [],
      generatorTier: () => 'open',
      earlierRecord: async () => undefined,
    });
    const marks = admissibleRecords(intake, folded, { ...rules, target: parseTarget(target), ...more });
    return rows.filter((_, record) => marks[record] === 1).map(({ id }) => id);
  }

  it("lets a customer's records, and what was generated from them alone, train that customer's model", async () => {
    expect(await admissible('tenant:acme')).toEqual(['staff', 'acme', 'child']);
    expect(await admissible('tenant:other')).toEqual(['staff', 'other']);
    expect(await admissible('tenant:nobody')).toEqual(['staff']);
  });

  it('lets only first-party records train a base model without a decision', async () => {
    expect(await admissible('base')).toEqual(['staff']);
  });

  it('takes a decision over exactly these records, by as many people as the document asks for now', async () => {
    const covers = (digest: string): boolean => /[15]$/.test(digest);
    const from = 'customer-owned';
    expect(await admissible('base', { admissions: [{ from, signatures: 2, covers }] })).toEqual([
      'staff',
      'acme',
      'child',
    ]);
    expect(await admissible('base', { admissions: [{ from, signatures: 1, covers }] })).toEqual(['staff']);
    expect(await admissible('base', { admissions: [{ from: 'open', signatures: 2, covers: () => true }] })).toEqual([
      'staff',
    ]);
    const open = { admissions: [{ from: 'open', signatures: 9, covers: () => true }], admitToBase: {} };
    expect(await admissible('base', open)).toEqual(['staff']);
  });
});

describe('parseTarget', () => {
  it.each(['base', 'tenant:acme', 'tenant:a b:c'])('reads %s back', (text) => {
    expect(targetText(parseTarget(text))).toBe(text);
  });

  it.each(['', 'Base', 'tenant:', 'acme'])('refuses `%s`', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'admit/bad-target' }));
  });
});

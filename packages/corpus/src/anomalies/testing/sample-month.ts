import { principalKey, type Random, seededRandom } from '@bezoar/core';
import type { RecordFamilies } from '../../near-duplicates/find-near-duplicates.ts';
import type { AnomalyColumns, AnomalyInput } from '../anomaly-input.ts';

/** A contribution of tests. */
export interface SampleContribution {
  readonly account: string;
  readonly tenant?: string;
  readonly atMs?: number;
  readonly isAction?: boolean;
  readonly rating?: -1 | 0 | 1;
  readonly flags?: number;
  /** Name of its content family. */
  readonly family?: string;
}

/** Contributions as columns. */
export function columnsOfSamples(samples: readonly SampleContribution[]): AnomalyColumns {
  const accountIds = new Map<string, number>();
  const tenantIds = new Map<string, number>();
  const intern = (ids: Map<string, number>, name: string): number => {
    if (!ids.has(name)) ids.set(name, ids.size);
    return ids.get(name)!;
  };
  const accounts = Int32Array.from(samples, ({ account, tenant = 't' }) =>
    intern(accountIds, principalKey({ tenant, account })),
  );
  const tenants = Int32Array.from(samples, ({ tenant = 't' }) => intern(tenantIds, tenant));
  return {
    count: samples.length,
    digests: new Uint8Array(32 * samples.length),
    accounts,
    accountCount: accountIds.size,
    accountKeys: [...accountIds.keys()],
    tenants,
    tenantCount: tenantIds.size,
    tenantNames: [...tenantIds.keys()],
    sources: new Int32Array(samples.length),
    sourceCount: 1,
    timesMs: Float64Array.from(samples, ({ atMs }) => atMs ?? Number.NaN),
    inSlice: Uint8Array.from(samples, ({ isAction }) => (isAction === true ? 1 : 0)),
    ratings: Int8Array.from(samples, ({ rating = 0 }) => rating),
    flags: Uint8Array.from(samples, ({ flags = 0 }) => flags),
    signals: new Int32Array(samples.length),
    signalSets: [[]],
    attributes: new Int32Array(0),
    attributeOffsets: new Int32Array(samples.length + 1),
    attributeValues: [],
  };
}

/** What `anomalyFindings` is given, of samples. */
export function inputOf(samples: readonly SampleContribution[], trusted?: readonly SampleContribution[]): AnomalyInput {
  return {
    month: columnsOfSamples(samples),
    ...(trusted === undefined ? {} : { trusted: columnsOfSamples(trusted) }),
    content: familiesOf(samples),
    describe: {
      label: (record) => `r${record}`,
      place: (record) => ({ file: 'sample.jsonl', line: record + 1 }),
      principal: (record) => ({ tenant: samples[record]!.tenant ?? 't', account: samples[record]!.account }),
    },
  };
}

function familiesOf(samples: readonly SampleContribution[]): RecordFamilies {
  const names = [...new Set(samples.flatMap(({ family }) => family ?? []))];
  const heads = names.map((name) => samples.findIndex(({ family }) => family === name));
  return {
    threshold: 0.6,
    leaders: Int32Array.from(samples, ({ family }, record) =>
      family === undefined ? record : heads[names.indexOf(family)]!,
    ),
    similarities: new Float32Array(samples.length).fill(1),
    familyOf: Int32Array.from(samples, ({ family }) => (family === undefined ? -1 : names.indexOf(family))),
    familyCount: names.length,
    undecided: new Int32Array(0),
  };
}

const MONTH_MS = 30 * 86_400_000;

/** An honest month: Zipf activity, a twentieth actions, a seventh rated, times at random. Accounts `a0`, `a1`, … */
export function honestMonth(seed: number | string, records: number, accounts = 400): SampleContribution[] {
  const random = seededRandom(seed);
  const weights = Array.from({ length: accounts }, (_, rank) => 1 / (rank + 8));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: records }, () => ({
    account: `a${rankOf(random, weights, total)}`,
    tenant: `t${random.integer(4)}`,
    atMs: MONTH_MS * random.next(),
    isAction: random.next() < 0.05,
    rating: ratingOf(random),
  })).map((sample) => ({ ...sample, tenant: `t${Number(sample.account.slice(1)) % 4}` }));
}

function rankOf(random: Random, weights: readonly number[], total: number): number {
  let left = total * random.next();
  for (const [rank, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return rank;
  }
  return 0;
}

function ratingOf(random: Random): -1 | 0 | 1 {
  const point = random.next();
  return point < 0.14 ? 1 : point < 0.19 ? -1 : 0;
}

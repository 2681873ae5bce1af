import { isAtLeast, seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { anomalyFindings } from './anomaly-findings.ts';
import type { AnomalyFinding } from './anomaly-input.ts';
import { newAccountBursts } from './new-account-bursts.ts';
import { pacedContributions } from './paced-contributions.ts';
import { positiveRaters } from './positive-raters.ts';
import { honestMonth, inputOf, type SampleContribution } from './testing/sample-month.ts';
import { tightClusters } from './tight-clusters.ts';
import { volumeSpikes } from './volume-spikes.ts';

const month = honestMonth('month', 4000);
const trusted = honestMonth('trusted', 4000);

/** `count` contributions of each of `accounts` new accounts. */
function sybils(accounts: number, count: number, fields: Partial<SampleContribution> = {}): SampleContribution[] {
  const random = seededRandom(`sybils ${accounts} ${count}`);
  return Array.from({ length: accounts * count }, (_, i) => ({
    account: `mallory${i % accounts}`,
    tenant: `t${i % 4 === 0 ? 0 : (i % accounts) % 4}`,
    atMs: 30 * 86_400_000 * random.next(),
    ...fields,
  })).map((sample) => ({ ...sample, tenant: 't1' }));
}

const severities = (findings: readonly AnomalyFinding[]): string[] =>
  findings.map(({ finding }) => `${finding.code.slice('corpus/'.length)} ${finding.severity}`);

describe('anomalyFindings', () => {
  it('finds nothing above low in honest months, with and without a trusted one', () => {
    for (let seed = 0; seed < 6; seed++) {
      const honest = honestMonth(seed, 3000);
      for (const before of [undefined, honestMonth(`before ${seed}`, 3000)]) {
        const found = anomalyFindings(inputOf(honest, before));
        expect(found.filter(({ finding }) => isAtLeast(finding.severity, 'medium'))).toEqual([]);
        expect(found.length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('takes an empty corpus, one without accounts and one of a single account', () => {
    expect(anomalyFindings(inputOf([]))).toEqual([]);
    expect(anomalyFindings(inputOf([], trusted))).toEqual([]);
    const nobody = month.map((sample) => ({ ...sample, account: '', tenant: '' }));
    expect(anomalyFindings(inputOf(nobody, nobody))).toEqual([]);
    expect(anomalyFindings(inputOf(month.map((sample) => ({ ...sample, account: 'a', tenant: 't' }))))).toEqual([]);
  });

  it('says the same whatever the order of the records', () => {
    const poisoned = [...month, ...sybils(5, 12, { isAction: true, rating: 1 })];
    const shuffled = seededRandom('shuffle').shuffled(poisoned);
    const say = (samples: readonly SampleContribution[]): string[] =>
      anomalyFindings(inputOf(samples, trusted))
        .map(({ finding }) => `${finding.id} ${finding.severity} ${finding.message}`)
        .sort();
    expect(say(shuffled)).toEqual(say(poisoned));
  });
});

describe('volumeSpikes', () => {
  it('names an account with several times what any account of the trusted corpus had', () => {
    const [flood, ...others] = volumeSpikes(inputOf([...month, ...sybils(1, 900)], trusted));
    expect(others).toEqual([]);
    expect(flood!.finding).toMatchObject({ severity: 'medium', subject: 't1/mallory0' });
    expect(flood!.finding.evidence).toMatchObject({ what: 'records', observed: 900, records: 900, accounts: 1 });
  });

  it('measures by the rest of the month where nothing is trusted', () => {
    expect(severities(volumeSpikes(inputOf([...month, ...sybils(1, 900)])))).toEqual(['volume-spike medium']);
  });

  it('is high where the flood teaches an action', () => {
    const [flood] = volumeSpikes(inputOf([...month, ...sybils(1, 900, { isAction: true })], trusted));
    expect(flood!.finding.severity).toBe('high');
  });

  it('names an account that does little else than the action, by its actions alone', () => {
    const samples = [...month, ...sybils(1, 14, { isAction: true }), ...sybils(1, 2)];
    const [found, ...others] = volumeSpikes(inputOf(samples, trusted));
    expect(others).toEqual([]);
    expect(found!.finding).toMatchObject({ subject: 'actions of t1/mallory0', evidence: { observed: 14, of: 16 } });
    expect(isAtLeast(found!.finding.severity, 'medium')).toBe(true);
    expect(found!.records).toHaveLength(14);
  });

  it('names a tenant that multiplies, and none that keeps its share in a larger month', () => {
    const tenant = Array.from({ length: 6000 }, (_, i) => ({ account: `n${i % 900}`, tenant: 't2' }));
    const found = volumeSpikes(inputOf([...month, ...tenant], trusted));
    expect(found.map(({ finding }) => finding.subject)).toContain('tenant t2');
    expect(volumeSpikes(inputOf([...month, ...honestMonth('more', 8000)], trusted))).toEqual([]);
  });
});

describe('positiveRaters', () => {
  it('names an account that rates everything positively, and not one that also rates otherwise', () => {
    const always = sybils(1, 12, { rating: 1 });
    const [found] = positiveRaters(inputOf([...month, ...always], trusted));
    expect(found!.finding).toMatchObject({ code: 'corpus/all-positive-rater', evidence: { observed: 12, of: 12 } });
    const once: SampleContribution = { account: 'mallory0', tenant: 't1', rating: -1 };
    expect(positiveRaters(inputOf([...month, ...always, once], trusted))).toEqual([]);
  });

  it('says nothing where everything is rated positively: that is how such a corpus was chosen', () => {
    const chosen = [...month, ...sybils(1, 40)].map((sample) => ({ ...sample, rating: 1 as const }));
    expect(positiveRaters(inputOf(chosen))).toEqual([]);
    expect(positiveRaters(inputOf(chosen, chosen))).toEqual([]);
  });
});

describe('newAccountBursts', () => {
  it('finds many new accounts of two records each, which no count of one account shows', () => {
    const samples = [...month, ...sybils(40, 2, { isAction: true })];
    expect(volumeSpikes(inputOf(samples, trusted))).toEqual([]);
    const [burst] = newAccountBursts(inputOf(samples, trusted));
    expect(burst!.finding).toMatchObject({ severity: 'high', subject: 'action' });
    expect(burst!.records.length).toBeGreaterThanOrEqual(80);
    expect(burst!.records.length).toBeLessThan(100);
  });

  it('finds a content family of new accounts', () => {
    const samples = [...month, ...sybils(15, 1, { family: 'same' })];
    const found = newAccountBursts(inputOf(samples, trusted));
    expect(found.map(({ finding }) => finding.subject)).toEqual([`family of r${month.length}`]);
  });

  it('has nothing to say where no account is known, or none is new', () => {
    const renamed = trusted.map((sample) => ({ ...sample, account: `x${sample.account}` }));
    const poisoned = [...month, ...sybils(40, 2, { isAction: true })];
    expect(newAccountBursts(inputOf(poisoned, renamed))).toEqual([]);
    expect(newAccountBursts(inputOf(poisoned))).toEqual([]);
    expect(newAccountBursts(inputOf(poisoned, [...trusted, ...poisoned]))).toEqual([]);
  });

  it('allows for what known accounts do as well: a month in which everybody asks for refunds is no burst', () => {
    const recall = month.map((sample, i) => (i % 3 === 0 ? { ...sample, isAction: true } : sample));
    const found = newAccountBursts(inputOf([...recall, ...sybils(8, 2, { isAction: true })], trusted));
    expect(found.filter(({ finding }) => isAtLeast(finding.severity, 'high'))).toEqual([]);
  });
});

describe('pacedContributions', () => {
  const clock = (count: number, jitter: number): SampleContribution[] => {
    const random = seededRandom('clock');
    return sybils(1, count).map((sample, i) => ({ ...sample, atMs: (i + jitter * random.next()) * 7_200_000 }));
  };

  it('finds an account that writes by the clock, also with some jitter', () => {
    for (const jitter of [0, 0.2]) {
      const [found, ...others] = pacedContributions(inputOf([...month, ...clock(24, jitter)]));
      expect(others).toEqual([]);
      expect(found!.finding).toMatchObject({ severity: 'medium', subject: 't1/mallory0' });
    }
  });

  it('finds one that is even in the traffic of the month rather than by the clock', () => {
    const times = month
      .map(({ atMs = 0 }) => (atMs % 86_400_000 < 20_000_000 ? atMs : atMs - 20_000_000))
      .sort((a, b) => a - b);
    const rhythmic = month.map((sample, i) => ({ ...sample, atMs: times[i]! }));
    const even = sybils(1, 40).map((sample, i) => ({ ...sample, atMs: times[i * 100]! + 1 }));
    expect(severities(pacedContributions(inputOf([...rhythmic, ...even])))).toEqual(['paced-contributions medium']);
  });

  it('shows nothing with few records, without times, and in bursts', () => {
    const bursts = sybils(1, 30).map((sample, i) => ({ ...sample, atMs: Math.floor(i / 6) * 6e8 + i * 40_000 }));
    expect(pacedContributions(inputOf([...month, ...clock(7, 0)]))).toEqual([]);
    expect(pacedContributions(inputOf([...month, ...bursts]))).toEqual([]);
    expect(pacedContributions(inputOf(clock(50, 0).map(({ atMs: _, ...sample }) => sample)))).toEqual([]);
  });
});

describe('tightClusters', () => {
  it('finds an account whose records repeat one another', () => {
    const twice = month.map((sample, i) => (i < 60 ? { ...sample, family: `f${i % 30}` } : sample));
    const [found, ...others] = tightClusters(inputOf([...twice, ...sybils(1, 12, { family: 'template' })]));
    expect(others).toEqual([]);
    expect(found!.finding).toMatchObject({ subject: 't1/mallory0', evidence: { observed: 11, of: 11, records: 12 } });
  });

  it('finds it over the accounts of a linked group, too', () => {
    const samples = [...month, ...sybils(6, 2, { family: 'template' })];
    const input = inputOf(samples);
    expect(tightClusters(input)).toEqual([]);
    const clusterOfAccount = Int32Array.from(input.month.accountKeys, (key) => (key.includes('mallory') ? 0 : -1));
    const [found] = tightClusters({ ...input, clusterOfAccount });
    expect(found!.finding).toMatchObject({ subject: 'group of t1/mallory0', evidence: { accounts: 6, observed: 11 } });
  });

  it('says nothing of a popular question that many ask once', () => {
    const popular = month.map((sample, i) => (i % 50 === 0 ? { ...sample, family: 'popular' } : sample));
    expect(tightClusters(inputOf(popular)).filter(({ finding }) => isAtLeast(finding.severity, 'medium'))).toEqual([]);
  });
});

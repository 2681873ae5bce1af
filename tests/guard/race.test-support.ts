import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GuardStore, parseGuardPolicy } from '@bezoar/guard';
import { samplePolicyJson } from '../../packages/guard/src/testing/sample-policy.test-support.ts';
import { storeFaults } from './store-check.test-support.ts';
import { effectsIn, runTogether, type StorePlace, type WorkerRequest } from './workers.test-support.ts';

const USD = (minor: number): object => ({ minor, currency: 'USD' });
const DAY_MS = 86_400_000;

/** Limits of the races: of an account, of a tenant, of all. */
export const LIMITS = { account: 1_000, tenant: 6_000, global: 1_000_000 };

/** The policy of the races. */
export const RACE_POLICY: string = samplePolicyJson({
  action: {
    ceilings: [
      { scope: 'account', limit: USD(LIMITS.account), windowMs: 30 * DAY_MS },
      { scope: 'tenant', limit: USD(LIMITS.tenant), windowMs: DAY_MS },
      { scope: 'global', limit: USD(LIMITS.global), windowMs: DAY_MS },
    ],
    approval: undefined,
  },
});

/** How a race went. */
export interface RaceResult {
  /** What is wrong with the store, by its receipts and the effects. */
  readonly faults: readonly string[];
  /** Requests that fit in every ceiling and whose order nobody else asked for, and those of them that were executed. */
  readonly fitting: number;
  readonly served: number;
  /** Transactions that every process asked for, and how many effects each had. */
  readonly raced: readonly number[];
  /** Spent by each account whose processes wanted more than its limit; and by the tenant whose accounts did. */
  readonly crowded: readonly number[];
  readonly crowdedTenant: number;
  readonly codes: ReadonlyMap<string, number>;
  readonly alarms: readonly (readonly [string, number])[];
  readonly perSecond: number;
}

/**
 * Lets several processes with several clients each spend from one store: what fits, what every one of them wants, and more
 * than there is; some of it fails, and of some the outcome is lost.
 */
export async function race(
  options: {
    readonly processes: number;
    readonly clients: number;
    readonly requests: number;
    /** What happens to the store meanwhile; given the logs, by which it can tell how far they are. */
    readonly meanwhile?: (logs: readonly string[], atEnd: Promise<void>) => Promise<void>;
    readonly retries?: number;
  },
  lend: (
    folder: string,
    use: (place: StorePlace, open: () => Promise<GuardStore>) => Promise<RaceResult>,
  ) => Promise<RaceResult>,
): Promise<RaceResult> {
  const { processes, clients, requests } = options;
  const folder = await mkdtemp(join(tmpdir(), 'guard-race-'));
  try {
    return await lend(folder, async (place, open) => {
      const tasks = Array.from({ length: processes }, (_, worker) => ({
        store: place,
        policy: RACE_POLICY,
        log: join(folder, `effects-${worker}.jsonl`),
        clients,
        retries: options.retries ?? 0,
        requests: Array.from({ length: requests }, (_, index) => requestOf(worker, index)),
      }));
      const logs = tasks.map(({ log }) => log);
      const reports = await runTogether(tasks, async (atEnd) => options.meanwhile?.(logs, atEnd));
      const effects = await effectsIn(logs);
      const store = await open();
      const faults = await storeFaults(store, parseGuardPolicy(RACE_POLICY), effects);
      await store.close();

      const answers = reports.flatMap((report, worker) =>
        report.answers.map(([index, decision, code]) => ({ request: requestOf(worker, index), decision, code })),
      );
      const fitting = answers.filter(({ request }) => request.tenant.startsWith('fit'));
      const codes = new Map<string, number>();
      for (const { decision, code } of answers) {
        const name = `${decision} ${code}`;
        codes.set(name, (codes.get(name) ?? 0) + 1);
      }
      const spent = (isOwn: (effect: (typeof effects)[number]) => boolean): number =>
        effects.filter(isOwn).reduce((sum, { minor }) => sum + minor, 0);
      const races = [
        ...new Set(answers.map(({ request }) => request.order).filter((order) => order.startsWith('race'))),
      ];
      return {
        faults,
        fitting: fitting.length,
        served: fitting.filter(({ decision }) => decision === 'allow' || decision === 'thrown').length,
        raced: races.map((order) => effects.filter((effect) => effect.order === order).length),
        crowded: [0, 1, 2].map((account) => spent((one) => one.account === `crowd-${account}`)),
        crowdedTenant: spent(({ tenant }) => tenant === 'crowded'),
        codes,
        alarms: reports.flatMap((report) => report.alarms),
        perSecond: answers.length / (Math.max(...reports.map(({ durationMs }) => durationMs)) / 1_000),
      };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Four kinds in turn: fits, is raced, crowds an account, crowds a tenant. */
function requestOf(worker: number, index: number): WorkerRequest {
  const kind = index % 4;
  const number = Math.floor(index / 4);
  const fate = index % 28 === 0 ? 'refused' : index % 44 === 0 ? 'lost' : undefined;
  const more: Pick<WorkerRequest, 'fate'> = fate === undefined ? {} : { fate };
  // Ten calls of 100 for each account, six accounts for each tenant.
  const account = Math.floor(number / 10);
  if (kind === 0) {
    const tenant = `fit-${worker}-${Math.floor(account / 6)}`;
    return { tenant, account: `fit-${account}`, order: `${worker}-${index}`, minor: 100, ...more };
  }
  if (kind === 1)
    return { tenant: `raced-${number % 7}`, account: `racer-${number}`, order: `race-${number}`, minor: 7 };
  if (kind === 2) {
    return { tenant: 'crowd', account: `crowd-${number % 3}`, order: `${worker}-${index}`, minor: 10 + (index % 90) };
  }
  return { tenant: 'crowded', account: `many-${worker}-${number}`, order: `${worker}-${index}`, minor: 250 };
}

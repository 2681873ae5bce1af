import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '@bezoar/core';
import { type GuardStore, parseGuardPolicy } from '@bezoar/guard';
import { samplePolicyJson } from '../../packages/guard/src/testing/sample-policy.test-support.ts';
import { ORDERS, playScenario } from './crash-scenario.mjs';
import { storeFaults } from './store-check.test-support.ts';
import { effectsIn, type StorePlace, startWorker } from './workers.test-support.ts';

const POLICY = samplePolicyJson();
/** Longer than an allowed action may take, and than an approval is good for. */
const LATER_MS = 20 * 60_000;

/** Lends a new, empty store. */
export type LendStore = (
  folder: string,
  use: (place: StorePlace, open: () => Promise<GuardStore>) => Promise<void>,
) => Promise<void>;

/** What the scenario answers where nothing happens to it. */
export const UNDISTURBED: readonly string[] = [
  'allow',
  'thrown NotExecuted',
  'thrown Error',
  'allow',
  'allow',
  'allow',
  'deny guard/stopped',
  'deny guard/already-done',
];

/** Statements of the scenario from the opening of the store to its end. */
export async function countStatements(lend: LendStore): Promise<number> {
  let count = 0;
  await inFolder(lend, async (place, _, log) => {
    const { ended } = startWorker('crash-worker.mjs', { store: place, policy: POLICY, log, at: 0, when: 'before' });
    const { stdout, stderr } = await ended;
    const { statements, answers } = JSON.parse(stdout || stderr) as { statements: number; answers: string[] };
    if (JSON.stringify(answers) !== JSON.stringify(UNDISTURBED)) throw new Error(`undisturbed: ${answers.join(', ')}`);
    count = statements;
  });
  return count;
}

/** What came of a kill. */
export interface Crash {
  /** False where the process was through before. */
  readonly isKilled: boolean;
  /** What was wrong afterwards, each fault with its moment. */
  readonly faults: readonly string[];
}

/**
 * Kills a process before or after a statement, and looks at what it left; then has everything asked for again, at once
 * and long after.
 */
export async function crashAt(lend: LendStore, at: number, when: 'before' | 'after'): Promise<Crash> {
  const found: string[] = [];
  let isKilled = false;
  await inFolder(lend, async (place, open, log) => {
    const task = { store: place, policy: POLICY, log, at, when };
    const { signal, exit, stderr } = await startWorker('crash-worker.mjs', task).ended;
    const note = (faults: readonly string[], moment: string): void => {
      found.push(...faults.map((fault) => `killed ${when} statement ${at}, ${moment}: ${fault}`));
    };
    isKilled = signal === 'SIGKILL';
    // How many statements there are depends a little on what happens to meet in one transaction.
    if (!isKilled && exit !== 0) note([`exit ${exit} ${signal}: ${stderr}`], 'at its end');
    const policy = parseGuardPolicy(POLICY);
    const check = async (store: GuardStore, moment: string): Promise<void> =>
      note(await storeFaults(store, policy, await effectsIn([log])), moment);

    const store = await open();
    await check(store, 'reopened');
    note(await openFaults(store, log), 'reopened');
    await playScenario({ store, policy: POLICY, log });
    await check(store, 'asked again');
    await store.close();

    const later = await open();
    await playScenario({ store: later, policy: POLICY, log, aheadMs: LATER_MS });
    await check(later, 'asked again long after');
    note(await missingOrders(later, log), 'asked again long after');
    await later.close();
  });
  return { isKilled, faults: found };
}

/** Effects whose reservation is neither open nor done. */
async function openFaults(store: GuardStore, log: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { order, reservation } of await effectsIn([log])) {
    const state = (await store.reservation(reservation))?.state;
    if (state === undefined || state === 'failed') faults.push(`the effect of ${order} stands as ${state}`);
  }
  return faults;
}

/** Orders that had no effect, and are not held for an operator because they were in flight when the process was killed. */
async function missingOrders(store: GuardStore, log: string): Promise<string[]> {
  const done = new Set((await effectsIn([log])).map(({ order }) => order));
  const open = new Set((await store.open({ limit: 100 })).map(({ argumentsDigest }) => argumentsDigest));
  return Object.entries(ORDERS).flatMap(([order, minor]) => {
    const digest = sha256(canonicalJson({ amount_cents: minor, order_id: order }));
    return done.has(order) || open.has(digest) ? [] : [`no effect of ${order}`];
  });
}

async function inFolder(
  lend: LendStore,
  use: (place: StorePlace, open: () => Promise<GuardStore>, log: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guard-crash-'));
  try {
    await lend(folder, (place, open) => use(place, open, join(folder, 'effects.jsonl')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

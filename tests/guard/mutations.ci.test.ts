import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startWorker } from './workers.test-support.ts';

const DIST = fileURLToPath(new URL('../../packages/guard/dist', import.meta.url));
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** A mistake that somebody might make: what is written in a compiled file, and what would be written instead. */
interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const RESERVE = 'store/apply/reserve.js';
const SETTLE = 'store/apply/settle.js';
const BATCH = 'store/apply/run-batch.js';
const WORKSPACE = 'store/apply/workspace.js';
const VOTE = 'store/apply/vote.js';
const WAITING = 'store/waiting-list.js';

const MUTATIONS: readonly Mutation[] = [
  { name: 'less instead of at most', file: RESERVE, from: 'amount) <= size -', to: 'amount) < size -' },
  { name: 'no ceilings', file: RESERVE, from: 'if (exceeded.length > 0)', to: 'if (false)' },
  { name: 'one ceiling of several is enough', file: RESERVE, from: 'exceeded.length > 0', to: 'exceeded.length > 1' },
  { name: 'an approval that is not consumed', file: RESERVE, from: "state: 'consumed'", to: "state: 'approved'" },
  { name: 'an approval for any other request', file: RESERVE, from: 'if (!isBound)', to: 'if (known === undefined)' },
  {
    name: 'an approval that was not given',
    file: RESERVE,
    from: "if (state !== 'approved')",
    to: "if (state === 'denied')",
  },
  {
    name: 'asking again after a no',
    file: RESERVE,
    from: "state === 'denied' && space.expiryAt < known.expiresAt",
    to: 'false',
  },
  {
    name: 'the look-up before replays',
    file: RESERVE,
    from: 'if (replay !== undefined)',
    to: 'if (operation.refusal === undefined && replay !== undefined)',
  },
  { name: 'no look-up', file: RESERVE, from: 'operation.refusal !== undefined', to: 'false' },
  { name: 'a replay for anybody', file: RESERVE, from: '&& existing.caller === caller', to: '' },
  { name: 'a replay of the same transaction', file: RESERVE, from: 'existing === byRequest && ', to: '' },
  {
    name: 'a key for any arguments',
    file: RESERVE,
    from: 'byRequest.argumentsDigest !== argumentsDigest',
    to: 'false',
  },
  {
    name: 'a key that a failure keeps',
    file: RESERVE,
    from: "reservation?.state === 'failed' ? undefined : reservation",
    to: 'reservation',
  },
  {
    name: 'a key that an unknown outcome frees',
    file: RESERVE,
    from: "reservation?.state === 'failed'",
    to: "['failed', 'unknown'].includes(reservation?.state)",
  },
  {
    name: 'no key of the transaction',
    file: RESERVE,
    from: 'for (const key of [keys.once, keys.request])',
    to: 'for (const key of [keys.request])',
  },
  {
    name: 'execution by the time of windows',
    file: RESERVE,
    from: 'executeBy: space.expiryAt +',
    to: 'executeBy: space.at +',
  },
  {
    name: 'a hold for the first ceiling only',
    file: RESERVE,
    from: '.some((hold) => hold.counter === counter)',
    to: '.length > 0',
  },
  {
    name: 'no counters but of this policy',
    file: RESERVE,
    from: 'return [...own, ...definitions',
    to: 'return [...own, ...[]',
  },
  {
    name: 'a hold that ends with the settlement',
    file: SETTLE,
    from: 'space.at + windowOf(hold.counter)',
    to: 'space.at',
  },
  {
    name: 'a hold from the reservation on',
    file: SETTLE,
    from: 'until: space.at +',
    to: 'until: reservation.reservedAt +',
  },
  { name: 'an unknown outcome that frees', file: SETTLE, from: "outcome === 'failed'", to: "outcome !== 'done'" },
  {
    name: 'a failure that frees nothing',
    file: SETTLE,
    from: 'space.addToCounter(hold.counter, -hold.amount)',
    to: 'undefined',
  },
  { name: 'anybody settles', file: SETTLE, from: '!isOperator && ', to: 'false && ' },
  {
    name: 'what is settled is settled again',
    file: SETTLE,
    from: "state === 'done' || state === 'failed'",
    to: 'false',
  },
  {
    name: 'counters of a settlement that are not loaded',
    file: BATCH,
    from: ', ...holds.map((hold) => hold.counter)]',
    to: ']',
  },
  {
    name: 'holds that expire without their counters',
    file: BATCH,
    from: 'space.addToCounter(counter, -amount)',
    to: 'undefined',
  },
  { name: 'time that runs back', file: BATCH, from: 'Math.max(head.at, ', to: 'Math.max(0, ' },
  { name: 'windows by the time of expiry', file: BATCH, from: 'time }) => time.window', to: 'time }) => time.expiry' },
  { name: 'expiry by the time of windows', file: BATCH, from: 'time }) => time.expiry', to: 'time }) => time.window' },
  { name: 'a stop of all that stops nothing', file: WORKSPACE, from: "(stops.get('') ?? null) !== null || ", to: '' },
  {
    name: 'a sum that is not carried over in a batch',
    file: WORKSPACE,
    from: 'counters.set(key, (counters.get(key) ?? 0) + amount)',
    to: 'counters.set(key, (loaded.counters.get(key) ?? 0) + amount)',
  },
  { name: 'one who votes twice', file: VOTE, from: 'countedName(one.approver) === name', to: 'false' },
  { name: 'one who agrees is enough', file: VOTE, from: '>= request.quorum', to: '>= 1' },
  {
    name: 'a vote after the end',
    file: VOTE,
    from: 'approvalStateAt(request, space.expiryAt)',
    to: 'request.state',
  },
  {
    name: 'a no that does not stop it',
    file: VOTE,
    from: "vote.decision === 'deny' ? 'denied'",
    to: "vote.decision === 'deny' ? 'pending'",
  },
  { name: 'no end of requests that wait', file: RESERVE, from: 'length >= MAX_WAITING_PER_ACCOUNT', to: 'false' },
  { name: 'one more that waits', file: RESERVE, from: 'length >= MAX_WAITING', to: 'length > MAX_WAITING' },
  { name: 'one less that waits', file: RESERVE, from: 'length >= MAX_WAITING', to: 'length + 1 >= MAX_WAITING' },
  {
    name: 'a place for whoever asks again',
    file: RESERVE,
    from: 'if (known !== undefined)',
    to: 'if (known !== undefined && waitingAt(space.waitingList(waitingListKey(principal)), space.at).length < 20)',
  },
  {
    name: 'a place that was taken in the same batch',
    file: RESERVE,
    from: 'space.putKey(list, ',
    to: 'if (space.waitingList(list) === undefined) space.putKey(list, ',
  },
  {
    name: 'places of a tenant',
    file: WAITING,
    from: 'countedName(tenant), countedName(account)',
    to: 'countedName(tenant)',
  },
  {
    name: 'places of a name in every tenant',
    file: WAITING,
    from: 'countedName(tenant), countedName(account)',
    to: 'countedName(account)',
  },
  { name: 'places for each spelling', file: WAITING, from: 'countedName(account)', to: 'account' },
  { name: 'a place that expiry does not free', file: WAITING, from: 'at < expiresAt', to: 'true' },
  { name: 'a place a millisecond longer', file: WAITING, from: 'at < expiresAt', to: 'at <= expiresAt' },
  { name: 'a place a millisecond shorter', file: WAITING, from: 'at < expiresAt', to: 'at + 1 < expiresAt' },
  {
    name: 'a place that a clock frees that is ahead',
    file: RESERVE,
    from: 'waitingAt(space.waitingList(list), space.at)',
    to: 'waitingAt(space.waitingList(list), space.expiryAt)',
  },
  {
    name: 'places that are forgotten by a clock that is ahead',
    file: RESERVE,
    from: 'request, space.at)',
    to: 'request, space.expiryAt)',
  },
  { name: 'a place that a vote does not free', file: VOTE, from: 'space.putKey(list, ', to: 'void (list, ' },
  {
    name: 'a place that no request has that waits again',
    file: VOTE,
    from: 'withRequest(space.waitingList(list), approval,',
    to: "withRequest(space.waitingList(list), request.state === 'approved' ? request : approval,",
  },
  {
    name: 'a place that half of the votes free',
    file: VOTE,
    from: 'withRequest(space.waitingList(list), approval,',
    to: "withRequest(space.waitingList(list), { ...approval, state: 'approved' },",
  },
  {
    name: 'a list that a vote did not load',
    file: BATCH,
    from: 'for (const id of wanted.voted)',
    to: 'for (const id of [])',
  },
  {
    name: 'a list that a request did not load',
    file: BATCH,
    from: 'wanted.lists.add(waitingListKey(operation.principal))',
    to: 'undefined',
  },
  {
    name: 'whoever asks approves',
    file: 'approvals/approver-rules.js',
    from: 'name === countedName(requester) ||',
    to: '',
  },
  {
    name: 'an approval a millisecond longer',
    file: 'approvals/approval-request.js',
    from: 'at >= expiresAt',
    to: 'at > expiresAt',
  },
  {
    name: 'an execution a millisecond longer',
    file: 'store/reservation.js',
    from: 'at >= executeBy',
    to: 'at > executeBy',
  },
  {
    name: 'a window a millisecond shorter',
    file: 'store/memory/memory-store.js',
    from: 'until > at',
    to: 'until > at + 1',
  },
  {
    name: 'a window a millisecond longer',
    file: 'store/memory/memory-store.js',
    from: 'until > at',
    to: 'until >= at',
  },
  {
    name: 'a new ceiling that starts at nothing',
    file: 'store/apply/define-counters.js',
    from: 'if (held === 0)',
    to: 'if (true)',
  },
  {
    name: 'a new ceiling that forgets what is done',
    file: 'store/apply/define-counters.js',
    from: 'at - windowMs)',
    to: 'at)',
  },
];

/** Runs the differential test on compiled rules. */
async function verdictOf(folder: string, numRuns: number): Promise<string> {
  const { ended } = startWorker('mutation-worker.mjs', { folder, numRuns, maxSteps: 200 });
  const { stdout, stderr } = await ended;
  return stdout.trim() || `did not run: ${stderr}`;
}

describe('the differential test', () => {
  it('catches every mistake in the rules that is listed here, and none where there is none', async () => {
    const root = await mkdtemp(join(tmpdir(), 'guard-mutations-'));
    try {
      const folder = join(root, 'dist');
      await cp(DIST, folder, { recursive: true, filter: (path) => !/\.(?:map|d\.ts|tsbuildinfo)$/.test(path) });
      await symlink(MODULES, join(root, 'node_modules'));
      await writeFile(join(root, 'package.json'), '{"type":"module"}');
      expect(await verdictOf(folder, 200)).toBe('survived');

      const survivors: string[] = [];
      const lines: string[] = [];
      for (const { name, file, from, to } of MUTATIONS) {
        const path = join(folder, file);
        const text = await readFile(path, 'utf8');
        expect(text.includes(from), `${name}: \`${from}\` stands in ${file}`).toBe(true);
        await writeFile(path, text.replaceAll(from, to));
        const verdict = await verdictOf(folder, 2_000);
        if (verdict === 'survived' || verdict.startsWith('did not run')) survivors.push(`${name}: ${verdict}`);
        lines.push(`${name}: ${verdict}`);
        await writeFile(path, text);
      }
      process.stdout.write(`${lines.join('\n')}\n`);
      expect(survivors).toEqual([]);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

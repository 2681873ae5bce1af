import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineCounters } from '../store/apply/define-counters.ts';
import type { ReserveOperation } from '../store/apply/operation.ts';
import { runBatch } from '../store/apply/run-batch.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { applyToModel, createReferenceModel } from './reference-model.ts';
import { playHistory, type Turn } from './testing/play-history.test-support.ts';
import { definitionsIn, POLICIES } from './testing/policies.test-support.ts';
import { type History, histories } from './testing/step.test-support.ts';

/** Ways to make one request harder to allow. */
const TIGHTER: Readonly<Record<string, (request: ReserveOperation) => ReserveOperation>> = {
  'a lower limit': (request) => ({
    ...request,
    ceilings: request.ceilings.map((ceiling) => ({
      ...ceiling,
      limit:
        'count' in ceiling.limit
          ? { count: Math.max(0, ceiling.limit.count - 1) }
          : { ...ceiling.limit, minor: Math.floor(ceiling.limit.minor * 0.7) },
    })),
  }),
  'a further ceiling': (request) => ({
    ...request,
    ceilings: [...request.ceilings, { scope: 'tenant', limit: { count: 2 }, windowMs: 5_000 }],
  }),
  'a longer window': (request) => ({
    ...request,
    ceilings: request.ceilings.map((ceiling) => ({ ...ceiling, windowMs: ceiling.windowMs * 10 })),
  }),
  'a look-up that says no': (request) => ({ ...request, refusal: { code: 'guard/not-eligible', reasons: ['no'] } }),
  'people who must agree': (request) => ({
    ...request,
    approval: request.approval ?? {
      quorum: 1,
      expiresMs: 1_000,
      approvers: { approvers: [], keys: new Map() },
      newId: 'approval-of-the-probe',
    },
  }),
  'one more who must agree': (request) => ({
    ...request,
    ...(request.approval === undefined
      ? {}
      : { approval: { ...request.approval, quorum: request.approval.quorum + 1 } }),
  }),
};

/** A history, and one request at its end. */
function withProbe(
  history: History,
): { readonly turns: readonly Turn[]; readonly probe: ReserveOperation } | undefined {
  const model = createReferenceModel();
  const turns: Turn[] = [];
  for (const turn of playHistory(history, model)) {
    turns.push(turn);
    if (turn.kind === 'operations') applyToModel(model, turn.operations);
  }
  const last = turns.pop();
  const probe = last?.kind === 'operations' ? last.operations.findLast((one) => one.kind === 'reserve') : undefined;
  return probe === undefined ? undefined : { turns, probe };
}

/** Whether a request at the end of a history is allowed. */
async function isAllowed(turns: readonly Turn[], probe: ReserveOperation, isStopped = false): Promise<boolean> {
  const store = createMemoryStore();
  for (const turn of turns) {
    if (turn.kind === 'operations') await runBatch(store, turn.operations);
    else await defineCounters(store, definitionsIn(POLICIES[turn.policy]!), turn.windowMs);
  }
  const definitions = definitionsIn(new Map([[probe.action, probe.ceilings]]));
  await defineCounters(store, definitions, probe.time.window);
  if (isStopped) {
    const { action, time } = probe;
    await runBatch(store, [{ kind: 'stop', receiptId: 'stop', time, action, reason: 'because', actor: 'eve' }]);
  }
  const [result] = await runBatch(store, [probe]);
  return result?.kind === 'allowed' || result?.kind === 'replayed';
}

describe('more reasons to deny', () => {
  for (const [name, tighten] of Object.entries(TIGHTER)) {
    it(`never allow what was not allowed: ${name}`, async () => {
      const seen = { both: 0, tightened: 0, neither: 0 };
      await fc.assert(
        fc.asyncProperty(histories({ maxSteps: 80 }), async (history) => {
          const played = withProbe(history);
          if (played === undefined) return;
          const before = await isAllowed(played.turns, played.probe);
          const after = await isAllowed(played.turns, tighten(played.probe));
          expect(after && !before).toBe(false);
          seen[before ? (after ? 'both' : 'tightened') : 'neither'] += 1;
        }),
        { seed: 6, numRuns: 40 },
      );
      // It says nothing unless the probe was sometimes allowed, and sometimes no longer.
      expect(seen.neither).toBeGreaterThan(0);
      if (name !== 'one more who must agree') expect(seen.tightened).toBeGreaterThan(0);
    });
  }

  it('never allow what was not allowed: a stop, which allows nothing at all', async () => {
    await fc.assert(
      fc.asyncProperty(histories({ maxSteps: 40 }), async (history) => {
        const played = withProbe(history);
        if (played !== undefined) expect(await isAllowed(played.turns, played.probe, true)).toBe(false);
      }),
      { seed: 7, numRuns: 30 },
    );
  });
});

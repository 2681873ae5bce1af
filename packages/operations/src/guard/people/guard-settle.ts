import { type Clock, systemClock, UsageError } from '@bezoar/core';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import { policyReference } from '../../project/project.ts';
import { type GuardLocation, openProjectGuard } from '../project-guard.ts';

/** Options of `guardSettle`. */
export interface GuardSettleOptions extends GuardLocation {
  readonly reservation: string;
  readonly outcome: 'done' | 'failed';
  /** The operator who looked into the real system. */
  readonly by: string;
  readonly clock?: Clock;
}

/** The document of `bezoar guard settle --json`, schema `bezoar.guard-settle/v1`. */
export interface GuardSettleDocument extends CommandDocument {
  readonly verdict: 'done' | 'failed';
  readonly reservation: { readonly id: string; readonly action: string };
}

/** Says, as an operator, what came of an action whose outcome was unknown. Throws with the guard's code. */
export async function guardSettle(options: GuardSettleOptions): Promise<GuardSettleDocument> {
  const { reservation, outcome, by } = options;
  const finish = startDocument(options.clock ?? systemClock);
  const { project, guard, close } = await openProjectGuard(options);
  try {
    const result = await guard.settle({ reservation, outcome, caller: by, isOperator: true });
    if (result.kind !== 'settled') {
      const why = result.kind === 'refused' ? result : { code: 'guard/internal', reason: 'the store gave no answer' };
      throw new UsageError(why.code, `\`${reservation}\` is not settled: ${why.reason}`);
    }
    return {
      ...finish({
        command: 'guard-settle',
        policy: policyReference(project),
        verdict: outcome,
        outcome: 'ok',
        read: 1,
      }),
      reservation: { id: reservation, action: result.reservation.action },
    };
  } finally {
    await close();
  }
}

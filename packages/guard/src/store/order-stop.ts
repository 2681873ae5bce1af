import { randomBytes } from 'node:crypto';
import { BezoarError } from '@bezoar/core/actions';
import { runBatch } from './apply/run-batch.ts';
import type { GuardStore } from './guard-store.ts';

/**
 * Stops an action, or all where it is empty, or lifts that stop: out of band, without a policy, a guard or a running
 * service. Durable when it resolves; every guard on the store denies from its next decision on.
 */
export async function orderStop(
  store: GuardStore,
  order: {
    readonly kind: 'stop' | 'resume';
    readonly action: string;
    readonly reason: string;
    readonly by: string;
    /** Milliseconds since the Unix epoch. */
    readonly now: number;
  },
): Promise<void> {
  const { kind, action, reason, by, now } = order;
  const operation = {
    kind,
    receiptId: randomBytes(16).toString('hex'),
    time: { window: now, expiry: now },
    action,
    reason,
    actor: by,
  };
  const [result] = await runBatch(store, [operation]);
  if (result?.kind !== 'recorded') throw new BezoarError('guard/internal', 'the store did not take the order');
}

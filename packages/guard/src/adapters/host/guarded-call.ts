import { AsyncLocalStorage } from 'node:async_hooks';
import { BezoarError } from '@bezoar/core/actions';
import type { GuardedCall } from '../../guard/guarded-action.ts';

const calls = new AsyncLocalStorage<GuardedCall>();

/**
 * The guarded call that the running code belongs to: its reservation (hand it on as the idempotency key of the real
 * service), its signal and its secrets, where an SDK calls the tool with arguments of its own. Throws
 * `guard/not-in-a-call` outside of one.
 */
export function guardedCall(): GuardedCall {
  const call = calls.getStore();
  if (call === undefined) throw new BezoarError('guard/not-in-a-call', 'no guarded call is being executed here');
  return call;
}

/** The reservation that the running code belongs to, where there is one. */
export function currentReservation(): string | undefined {
  return calls.getStore()?.reservation;
}

/** Runs what `guardedCall` answers to. */
export function inCall<T>(call: GuardedCall, run: () => T): T {
  return calls.run(call, run);
}

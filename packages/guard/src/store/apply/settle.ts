import { parseCounterKey } from '../counter-key.ts';
import { stateAt } from '../reservation.ts';
import type { OperationResult, SettleOperation } from './operation.ts';
import type { Workspace } from './workspace.ts';

/**
 * Records what came of an action. Done: it counts for a window from now on, since its effect was before now. Failed: it
 * counts no more, and its keys are free. Unknown: it counts until somebody finds out. What is settled stays so.
 */
export function applySettle(space: Workspace, operation: SettleOperation): OperationResult {
  const { outcome, actor, isOperator, isUntold = false } = operation;
  const reservation = space.reservation(operation.reservation);
  if (reservation === undefined) {
    return { kind: 'refused', code: 'guard/no-such-reservation', reason: 'there is no such reservation' };
  }
  if (!isOperator && reservation.caller !== actor) {
    return { kind: 'refused', code: 'guard/not-yours', reason: 'another caller reserved it' };
  }
  if (isUntold && reservation.isReplayed === true) {
    return {
      kind: 'refused',
      code: 'guard/not-yours',
      reason: 'the caller was given it meanwhile, and may be executing',
    };
  }
  if (reservation.state === outcome) return { kind: 'settled', reservation, receipt: undefined };
  const state = stateAt(reservation, space.expiryAt);
  if (state === 'done' || state === 'failed') {
    const reason = `expected an open reservation, got one that is settled as ${state}`;
    return { kind: 'refused', code: 'guard/settled-already', reason };
  }
  const { action, principal, argumentsDigest, mode, id } = reservation;
  const receipt = space.putReceipt(operation.receiptId, {
    kind: 'settle',
    action,
    tenant: principal.tenant,
    account: principal.account,
    argumentsDigest,
    reservation: id,
    outcome,
    actor,
    mode,
  });
  const settled = { ...reservation, state: outcome, settledAt: outcome === 'unknown' ? null : space.at };
  space.putReservation(settled);
  for (const hold of space.holdsOf(id)) {
    if (outcome === 'failed') space.addToCounter(hold.counter, -hold.amount);
    if (outcome === 'done') space.putHold({ ...hold, until: space.at + windowOf(hold.counter) });
  }
  if (outcome === 'failed') space.release(id);
  return { kind: 'settled', reservation: settled, receipt };
}

/** A hold whose window cannot be read counts for ever. */
function windowOf(counter: string): number {
  return parseCounterKey(counter)?.definition.windowMs ?? Number.MAX_SAFE_INTEGER / 2;
}

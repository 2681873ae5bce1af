import { type ApprovalRequest, approvalStateAt } from '../../approvals/approval-request.ts';
import type { Guard } from '../../guard/create-guard.ts';

/** What may be listed. */
export const LISTED_STATES = ['pending', 'approved', 'denied', 'consumed', 'expired', 'all'] as const;

/** One of `LISTED_STATES`. */
export type ListedState = (typeof LISTED_STATES)[number];

/** Most requests that one listing looks through (CWE-770). */
export const MAX_SEARCHED = 2000;

interface Search {
  readonly state: ListedState;
  readonly limit: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

interface Found {
  /** Newest first. */
  readonly requests: readonly ApprovalRequest[];
  /** False where there are more, or where it was not looked further. */
  readonly isComplete: boolean;
}

/** Requests in a state now. A store does not know which of those that wait have expired, so these are told apart here. */
export async function findRequests(guard: Guard, search: Search): Promise<Found> {
  const { state, limit } = search;
  if (state === 'expired') {
    const found = [await sift(guard, 'pending', search), await sift(guard, 'approved', search)];
    const requests = found
      .flatMap((one) => one.requests)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return {
      requests: requests.slice(0, limit),
      isComplete: found.every((one) => one.isComplete) && requests.length <= limit,
    };
  }
  if (state === 'pending' || state === 'approved') return sift(guard, state, search);
  const found = await guard.store.approvals({ limit: limit + 1, ...(state === 'all' ? {} : { state }) });
  return { requests: found.slice(0, limit), isComplete: found.length <= limit };
}

/** Those among the requests of a stored state that are in the state that was asked for. */
async function sift(guard: Guard, stored: 'pending' | 'approved', { state, limit, now }: Search): Promise<Found> {
  for (let searched = Math.min(2 * limit + 1, MAX_SEARCHED); ; searched = Math.min(4 * searched, MAX_SEARCHED)) {
    const rows = await guard.store.approvals({ limit: searched, state: stored });
    const requests = rows.filter((request) => approvalStateAt(request, now) === state);
    if (requests.length > limit) return { requests: requests.slice(0, limit), isComplete: false };
    const oldest = rows.at(-1);
    const isThrough =
      rows.length < searched || (state !== 'expired' && oldest !== undefined && isPast(guard, oldest, now));
    if (isThrough || searched === MAX_SEARCHED) return { requests, isComplete: isThrough };
  }
}

/** Whether whatever is older has expired. A request of a former policy that waits for longer cannot be used any more. */
function isPast({ policy }: Guard, { createdAt }: ApprovalRequest, now: number): boolean {
  const waits = [...policy.actions.values()].map(({ approval }) => approval?.expiresMs ?? 0);
  // Requests are dated by the clock for windows, which may lag behind the one for expiry by its tolerance; twice is enough.
  return createdAt + 2 * Math.max(0, ...waits) + 120_000 < now;
}

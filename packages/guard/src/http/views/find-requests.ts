import { type ApprovalRequest, approvalStateAt } from '../../approvals/approval-request.ts';
import type { Guard } from '../../guard/create-guard.ts';

/** What may be listed. */
export const LISTED_STATES = ['pending', 'approved', 'denied', 'consumed', 'expired', 'all'] as const;

/** One of `LISTED_STATES`. */
export type ListedState = (typeof LISTED_STATES)[number];

/** Most requests that one listing of expired ones looks through (CWE-770). */
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

/** Requests in a state now. What waits is found however many have expired since; those are looked for among the newest. */
export async function findRequests(guard: Guard, search: Search): Promise<Found> {
  const { state, limit, now } = search;
  if (state === 'expired') {
    const found = [await expired(guard, 'pending', search), await expired(guard, 'approved', search)];
    const requests = found
      .flatMap((one) => one.requests)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return {
      requests: requests.slice(0, limit),
      isComplete: found.every((one) => one.isComplete) && requests.length <= limit,
    };
  }
  const found = await guard.store.approvals({
    limit: limit + 1,
    ...(state === 'all' ? {} : { state }),
    ...(state === 'pending' || state === 'approved' ? { expiresAfter: now } : {}),
  });
  return { requests: found.slice(0, limit), isComplete: found.length <= limit };
}

/** Those among the requests of a stored state that have expired. */
async function expired(guard: Guard, stored: 'pending' | 'approved', { limit, now }: Search): Promise<Found> {
  for (let searched = Math.min(2 * limit + 1, MAX_SEARCHED); ; searched = Math.min(4 * searched, MAX_SEARCHED)) {
    const rows = await guard.store.approvals({ limit: searched, state: stored });
    const requests = rows.filter((request) => approvalStateAt(request, now) === 'expired');
    if (requests.length > limit) return { requests: requests.slice(0, limit), isComplete: false };
    const isThrough = rows.length < searched;
    if (isThrough || searched === MAX_SEARCHED) return { requests, isComplete: isThrough };
  }
}

import { type Clock, catalogueFinding, type Finding, systemClock } from '@bezoar/core';
import type { ApprovalRequest, Reservation, Stop } from '@bezoar/guard';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import { policyReference } from '../../project/project.ts';
import { type GuardLocation, openProjectGuard } from '../project-guard.ts';

/** Most items of each list in one document (CWE-770); `more` says where there are others. */
export const MAX_LISTED = 1000;

/** A request that waits, for people: complete, never cut. */
export interface WaitingRequest {
  readonly id: string;
  readonly action: string;
  readonly principal: { readonly account: string; readonly tenant: string };
  readonly requester: string;
  readonly arguments: unknown;
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  readonly reversible: boolean;
  readonly approvals: number;
  readonly quorum: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly context: ApprovalRequest['context'];
  readonly binding: string;
}

/** An action whose outcome nobody knows. */
export interface UnknownAction {
  readonly reservation: string;
  readonly action: string;
  readonly principal: { readonly account: string; readonly tenant: string };
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  readonly reservedAt: string;
}

/** The document of `bezoar guard requests --json`, schema `bezoar.guard-requests/v1`. */
export interface GuardRequestsDocument extends CommandDocument {
  readonly verdict: 'waiting' | 'none';
  readonly store: string;
  readonly requests: readonly WaitingRequest[];
  readonly unknown: readonly UnknownAction[];
  readonly stops: readonly Stop[];
  /** Whether there are more than the `MAX_LISTED` of a list: requests older than these, unknown outcomes newer. */
  readonly more: { readonly requests: boolean; readonly unknown: boolean };
}

/**
 * Lists what waits for people: requests to approve, the newest first; actions whose outcome is unknown, the oldest first; and
 * what is stopped. Neither what expired nor what is in flight can crowd out what waits.
 */
export async function guardRequests(
  options: GuardLocation & { readonly clock?: Clock },
): Promise<GuardRequestsDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const { project, policy, guard, storeName, close } = await openProjectGuard(options);
  try {
    const now = clock();
    // One more than is listed, to know whether there is one.
    const page = { limit: MAX_LISTED + 1 };
    const pending = await guard.store.approvals({ ...page, state: 'pending', expiresAfter: now });
    const requests = pending
      .slice(0, MAX_LISTED)
      .map((request) => waitingRequest(request, policy.actions.get(request.action)?.reversible ?? false));
    const open = await guard.store.open({ ...page, unknownAt: now });
    const unknown = open.slice(0, MAX_LISTED).map(unknownAction);
    const stops = await guard.store.stops();
    const findings: Finding[] = [
      ...unknown.map(unknownFinding),
      ...stops.map((stop) =>
        catalogueFinding({
          code: 'guard/stopped',
          severity: 'low',
          subject: stop.action === '' ? 'all actions' : stop.action,
          message: `stopped by ${stop.by} at ${new Date(stop.at).toISOString()}: ${stop.reason}`,
          evidence: stop,
        }),
      ),
    ];
    const isWaiting = requests.length > 0 || unknown.length > 0;
    return {
      ...finish({
        command: 'guard-requests',
        policy: policyReference(project),
        verdict: isWaiting ? 'waiting' : 'none',
        outcome: isWaiting ? 'review' : 'ok',
        findings,
        read: requests.length + unknown.length,
      }),
      store: storeName,
      requests,
      unknown,
      stops,
      more: { requests: pending.length > MAX_LISTED, unknown: open.length > MAX_LISTED },
    };
  } finally {
    await close();
  }
}

function waitingRequest(request: ApprovalRequest, reversible: boolean): WaitingRequest {
  const { id, action, principal, requester, amount, quorum, votes, createdAt, expiresAt, context, binding } = request;
  return {
    id,
    action,
    principal,
    requester,
    arguments: JSON.parse(request.canonicalArguments) as unknown,
    amount,
    reversible,
    approvals: votes.filter(({ decision }) => decision === 'approve').length,
    quorum,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    context,
    binding,
  };
}

function unknownAction({ id, action, principal, amount, reservedAt }: Reservation): UnknownAction {
  return { reservation: id, action, principal, amount, reservedAt: new Date(reservedAt).toISOString() };
}

function unknownFinding(unknown: UnknownAction): Finding {
  return catalogueFinding({
    code: 'guard/outcome-unknown',
    severity: 'medium',
    subject: unknown.reservation,
    message: `nobody knows what came of \`${unknown.action}\` of ${unknown.reservedAt}; it is held against its ceilings`,
    evidence: unknown,
  });
}

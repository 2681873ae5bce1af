import { formatAmount } from '@bezoar/core';
import type { Block, Headline } from '@bezoar/report';
import type { GuardSealDocument } from '../receipts/guard-seal.ts';
import type { GuardRequestsDocument, WaitingRequest } from './guard-requests.ts';
import type { GuardStopDocument } from './guard-stop.ts';
import type { GuardVoteDocument } from './guard-vote.ts';

/** The one sentence of a list of requests. */
export function requestsHeadline({ requests, unknown, stops, more }: GuardRequestsDocument): Headline {
  if (requests.length + unknown.length === 0) {
    return { verdict: 'none', tone: 'good', sentence: `nothing waits for a person${stopped(stops.length)}.` };
  }
  const parts = [
    ...(requests.length === 0 ? [] : [`${counted(requests.length, more.requests)} to approve`]),
    ...(unknown.length === 0 ? [] : [`${counted(unknown.length, more.unknown)} of unknown outcome`]),
  ];
  return { verdict: 'waiting', tone: 'warn', sentence: `${parts.join(', ')}${stopped(stops.length)}.` };
}

function counted(count: number, hasMore: boolean): string {
  return hasMore ? `more than ${count}` : String(count);
}

function stopped(count: number): string {
  return count === 0 ? '' : `; ${count} ${count === 1 ? 'order' : 'orders'} to stop in force`;
}

/** Requests one below the other, complete: what is approved is what was read. */
export function requestsBlocks({ requests, unknown, stops, more }: GuardRequestsDocument): Block[] {
  return [
    ...requests.flatMap(requestBlocks),
    ...(more.requests ? note(`These are the newest ${requests.length}; older ones wait too, until they expire.`) : []),
    ...(unknown.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Outcome unknown' },
          {
            kind: 'list' as const,
            items: unknown.map(
              ({ reservation, action, principal, amount, reservedAt }) =>
                `${reservation}: ${action}${amount === null ? '' : ` of ${formatAmount(amount)}`} for ${principal.account} of ${principal.tenant}, ${reservedAt}`,
            ),
          },
        ]),
    ...(more.unknown ? note(`These are the oldest ${unknown.length}; settle them to see the others.`) : []),
    ...(stops.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Stopped' },
          {
            kind: 'list' as const,
            items: stops.map(
              ({ action, by, reason }) => `${action === '' ? 'all actions' : action}, by ${by}: ${reason}`,
            ),
          },
        ]),
  ];
}

function note(line: string): Block[] {
  return [{ kind: 'text', tone: 'note', lines: [line] }];
}

function requestBlocks(request: WaitingRequest): Block[] {
  const { id, action, principal, requester, amount, reversible, approvals, quorum, expiresAt, context } = request;
  return [
    { kind: 'heading', level: 2, text: `${action}${amount === null ? '' : ` of ${formatAmount(amount)}`}` },
    {
      kind: 'list',
      items: [
        `request ${id}`,
        `for ${principal.account} of ${principal.tenant}, asked by ${requester}`,
        `arguments ${JSON.stringify(request.arguments)}`,
        `${reversible ? 'can be taken back' : 'cannot be taken back'}; ${approvals} of ${quorum} approvals; until ${expiresAt}`,
        `binding ${request.binding}`,
        ...Object.entries(context).map(([name, value]) => `${name}: ${value}`),
      ],
    },
  ];
}

/** The one sentence of a vote. */
export function voteHeadline({ verdict, request }: GuardVoteDocument): Headline {
  const { id, action, approvals, quorum, expiresAt } = request;
  const sentence =
    verdict === 'pending'
      ? `${approvals} of ${quorum} approvals of ${action} (${id}), until ${expiresAt}.`
      : `${action} (${id})${verdict === 'approved' ? `, until ${expiresAt}; the guard judges it again when it is executed` : ''}.`;
  return { verdict, tone: verdict === 'approved' ? 'good' : 'warn', sentence };
}

/** The one sentence of an order to stop. */
export function stopHeadline({ verdict, stops, store }: GuardStopDocument): Headline {
  if (verdict === 'running') return { verdict, tone: 'good', sentence: `nothing is stopped in ${store}.` };
  const names = stops.map(({ action }) => (action === '' ? 'all actions' : action));
  return {
    verdict,
    tone: 'warn',
    sentence: `${names.join(', ')}: every guard on ${store} denies from its next decision on.`,
  };
}

/** The one sentence of a sealing. */
export function sealHeadline({ verdict, receipts, decisions, findings, store }: GuardSealDocument): Headline {
  if (verdict === 'broken')
    return { verdict, tone: 'bad', sentence: findings[0]?.message ?? `the receipts in ${store} do not hold` };
  if (verdict === 'nothing-new') {
    return { verdict, tone: 'good', sentence: `${receipts.to} receipts in ${store}, all of them sealed before.` };
  }
  const { allowed, denied, needsApproval } = decisions;
  return {
    verdict,
    tone: 'good',
    sentence: `${receipts.to - receipts.from} receipts of ${store}: ${allowed} allowed, ${denied} denied, ${needsApproval} sent to people.`,
  };
}

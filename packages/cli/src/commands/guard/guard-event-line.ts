import type { GuardMcpOptions } from '@bezoar/operations/guard';

/** An event of a guard, as operations hand it on. */
export type GuardNotice = Extract<
  Parameters<NonNullable<GuardMcpOptions['onNotice']>>[0],
  { readonly type: 'guard' }
>['event'];

/** What an operator reads of an event: alarms, and what waits for people. Ordinary decisions are in the receipts. */
export function guardEventLine(event: GuardNotice): string | undefined {
  if (event.type === 'alarm') return `${event.code}: ${event.message}`;
  if (event.type !== 'approval-requested') return undefined;
  const { id, action, expiresAt } = event.approval;
  return `waits for approval until ${new Date(expiresAt).toISOString()}: ${action} (bezoar guard approve ${id})`;
}

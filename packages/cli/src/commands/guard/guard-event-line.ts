import type { GuardMcpOptions } from '@bezoar/operations/guard';

type GuardNotice = Extract<Parameters<NonNullable<GuardMcpOptions['onNotice']>>[0], { readonly type: 'guard' }>;

/** What an operator reads of an event: alarms, and what waits for people. Ordinary decisions are in the receipts. */
export function guardEventLine(event: GuardNotice['event']): string | undefined {
  if (event.type === 'alarm') return `${event.code}: ${event.message}`;
  if (event.type !== 'approval-requested') return undefined;
  const { id, action, expiresAt } = event.approval;
  return `waits for approval until ${new Date(expiresAt).toISOString()}: ${action} (bezoar guard approve ${id})`;
}

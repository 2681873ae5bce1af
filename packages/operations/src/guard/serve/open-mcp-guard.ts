import { type Clock, describeError, systemClock } from '@bezoar/core';
import type { Guard, GuardMode } from '@bezoar/guard';
import { openAlerts } from '../guard-alerts.ts';
import { type GuardLocation, openProjectGuard, refuseLoosened } from '../project-guard.ts';
import { sealReceipts } from '../receipts/guard-seal.ts';
import type { McpNotice } from './guard-mcp.ts';

/** What a filter and a proxy open alike. */
export interface McpGuardOptions extends GuardLocation {
  readonly mode?: GuardMode;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/** A project's guard that stands before an MCP server. */
export interface McpGuard {
  readonly guard: Guard;
  /** Waits for what is under way, and seals its receipts; that they cannot be is a notice. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the guard of a project, with its alerts, unless its document was loosened. */
export async function openMcpGuard(options: McpGuardOptions, notice: (one: McpNotice) => void): Promise<McpGuard> {
  const { environment, mode = 'enforce', clock = systemClock } = options;
  await refuseLoosened(options.location);
  const onFault = (message: string): void => notice({ type: 'fault', message });
  const { project, policy, guard, storeName, close } = await openProjectGuard(options, {
    mode,
    mayCreate: true,
    onEvent: (event) => notice({ type: 'guard', event }),
    alerts: openAlerts({ environment, clock, onFault }),
  });
  return {
    guard,
    finish: async () => {
      await guard.drain();
      try {
        await sealReceipts({ project, policy, store: guard.store, storeName, clock });
      } catch (error) {
        onFault(`the receipts are not in the ledger yet: ${describeError(error)}`);
      }
    },
    close,
  };
}

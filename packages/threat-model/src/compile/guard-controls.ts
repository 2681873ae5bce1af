import type { GuardControls, ToolPrivilege } from '@bezoar/core';
import type { OwnBlocks } from '../blocks/control-shapes.ts';
import type { ToolKeys } from '../blocks/guard/least-privilege-block.ts';
import { DEFAULT_TELEMETRY_ACCOUNTS, DEFAULT_TELEMETRY_TENANTS } from '../blocks/guard/telemetry-block.ts';

/**
 * Layer 4 of the policy, the declared actions apart; undefined where no block says anything of it. A block without
 * `tools` or `approvers` declares its control and decides nothing; telemetry has thresholds in any case.
 */
export function guardControls(own: Partial<OwnBlocks>): GuardControls | undefined {
  const tools = own['guard/least-privilege']?.tools;
  const approvers = own['guard/approvals']?.approvers;
  const telemetry = own['guard/telemetry'];
  const controls: GuardControls = {
    ...(tools === undefined ? {} : { leastPrivilege: { tools: [...tools].map(toolPrivilege) } }),
    ...(approvers === undefined ? {} : { approvals: { approvers: approvers.value } }),
    ...(telemetry === undefined
      ? {}
      : {
          telemetry: {
            accounts: telemetry.accounts ?? DEFAULT_TELEMETRY_ACCOUNTS,
            tenants: telemetry.tenants ?? DEFAULT_TELEMETRY_TENANTS,
          },
        }),
  };
  return Object.keys(controls).length === 0 ? undefined : controls;
}

function toolPrivilege([name, keys]: readonly [string, ToolKeys]): ToolPrivilege {
  return {
    name,
    ...(keys.arguments === undefined ? {} : { arguments: keys.arguments }),
    destinations: (keys.destinations ?? []).map(({ value }) => value),
    secrets: keys.secrets ?? [],
  };
}

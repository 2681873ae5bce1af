import type { ActionsPolicy, ControlId, GuardControls, ToolPrivilege } from '@bezoar/core';
import type { LeafWriter } from './policy-leaves.ts';

/** Value of a listed tool's leaf: whether it is a declared action too, which stays possible when the list loses it. */
export const ACTION_TOO = 'declared action';

/** What can change in the blocks of layer 4, the actions apart. */
export function guardLeaves(
  guard: GuardControls | undefined,
  actions: ActionsPolicy | undefined,
  writer: (control: ControlId, isPart?: boolean) => LeafWriter,
): void {
  const { leastPrivilege, approvals, telemetry } = guard ?? {};
  const ofTools = writer('guard/least-privilege');
  ofTools.add('tools', leastPrivilege === undefined ? undefined : 'declared');
  const declared = new Set(actions?.actions.map(({ name }) => name));
  for (const tool of leastPrivilege?.tools ?? []) addTool(tool, declared.has(tool.name), ofTools);
  writer('guard/approvals', true).add('approvers', approvals?.approvers);
  const ofTelemetry = writer('guard/telemetry', true);
  ofTelemetry.add('accounts', telemetry?.accounts);
  ofTelemetry.add('tenants', telemetry?.tenants);
}

function addTool(tool: ToolPrivilege, isAction: boolean, { add }: LeafWriter): void {
  const ofTool = { names: [tool.name], partOf: 'tools.*' };
  add('tools.*', isAction ? ACTION_TOO : 'declared', { names: [tool.name], partOf: 'tools' });
  add('tools.*.arguments', tool.arguments === undefined ? undefined : 'declared', ofTool);
  for (const [argument, rule] of tool.arguments ?? []) {
    const names = [tool.name, argument];
    const part = { names, partOf: 'tools.*.arguments.*' };
    add('tools.*.arguments.*', rule.optional ? 'optional' : 'required', { names, partOf: 'tools.*.arguments' });
    add('tools.*.arguments.*.type', rule.type, part);
    add('tools.*.arguments.*.optional', rule.optional, part);
    // As JSON, so that the number 1 and the text "1" are two values.
    add(
      'tools.*.arguments.*.one_of',
      rule.oneOf?.map((value) => JSON.stringify(value)),
      part,
    );
    add('tools.*.arguments.*.max_length', rule.maxLength, part);
    add('tools.*.arguments.*.min', rule.min, part);
    add('tools.*.arguments.*.max', rule.max, part);
  }
  for (const { url, methods, query } of tool.destinations) {
    const part = { names: [tool.name, url], partOf: 'tools.*.destinations.*' };
    add('tools.*.destinations.*', 'declared', { ...part, partOf: 'tools.*' });
    add('tools.*.destinations.*.methods', methods, part);
    add('tools.*.destinations.*.query', query, part);
  }
  add('tools.*.secrets', tool.secrets, ofTool);
}

import { type ArgumentRule, nearestName } from '@bezoar/core';
import type { ActionKeys, ActionsKeys } from '../blocks/actions-block.ts';
import { argumentsIn } from '../blocks/lookup-url.ts';
import type { Report } from '../document/fault.ts';
import type { Placed } from '../shape/shape.ts';
import type { Draft } from './draft.ts';

/** Reports what no block can see by itself: names that point into another block, sections that stand twice. */
export function checkAcrossBlocks(draft: Draft, report: Report): void {
  checkSelection(draft, report);
  // Where a block could not be read, names in it are unknown: they are not missing.
  if (draft.isComplete) {
    checkLookups(draft.own.actions?.actions ?? new Map(), draft.names.lookups, report);
    checkHazards(draft, report);
  }
  checkArguments(draft, report);
  checkApprovers(draft, report);
  checkAccepted(draft, report);
}

function checkSelection({ own }: Draft, report: Report): void {
  const within = own['corpus/sources']?.selection;
  if (within !== undefined && own['corpus/selection'] !== undefined) {
    report(within.at, 'the selection signals are declared in the block of `corpus/selection` too');
  }
}

/** Reports actions that ask a look-up which is not declared. */
export function checkLookups(
  actions: ReadonlyMap<string, ActionKeys>,
  lookups: ReadonlySet<string>,
  report: Report,
): void {
  for (const [name, { requires }] of actions) {
    const lookup = requires?.runtime?.lookup;
    if (lookup === undefined || lookups.has(lookup.value)) continue;
    reportUnknown(lookup, `\`${name}\` asks the look-up \`${lookup.value}\`, which is not declared`, lookups, report);
  }
}

function checkHazards({ own, names }: Draft, report: Report): void {
  for (const hazard of own['evaluate/gate']?.hazards ?? []) {
    const action = own.actions?.actions.get(hazard.value);
    if (!names.actions.has(hazard.value)) {
      reportUnknown(hazard, `the hazard \`${hazard.value}\` is no declared action`, names.actions, report);
    } else if (action !== undefined && action.requires?.transcript === undefined) {
      report(
        hazard.at,
        `the hazard \`${hazard.value}\` has no \`requires.transcript\`, so that the gate cannot tell a bad call from a good one`,
        { expected: '`requires: { transcript: … }` in the action' },
      );
    }
  }
}

/** Reports arguments that an action reads and that its tool may not be called with: no call could pass. */
function checkArguments({ own }: Draft, report: Report): void {
  const tools = own['guard/least-privilege']?.tools;
  for (const [name, action] of own.actions?.actions ?? []) {
    const listed = tools?.get(name)?.arguments;
    if (listed === undefined) continue;
    for (const { key, argument } of argumentsOf(action, own.actions?.lookups)) {
      if (listed.has(argument.value)) continue;
      const message = `\`${key}\` of \`${name}\` names the argument \`${argument.value}\`, which the \`arguments\` of \`${name}\` in \`guard/least-privilege\` do not list`;
      reportUnknown(argument, message, new Set(listed.keys()), report);
    }
    checkCanaryArguments(name, action, listed, report);
  }
}

/** Reports what a tool's canary lacks: the tool would refuse it for that, which would pass for the ceiling. */
function checkCanaryArguments(
  name: string,
  { amount, canary }: ActionKeys,
  listed: ReadonlyMap<string, ArgumentRule>,
  report: Report,
): void {
  if (canary === undefined) return;
  for (const [argument, { optional }] of listed) {
    if (optional || argument === amount?.argument.value || canary.value.arguments.has(argument)) continue;
    report(
      canary.at,
      `the canary of \`${name}\` lacks the argument \`${argument}\`, which \`guard/least-privilege\` asks for: the tool would refuse it for that`,
    );
  }
}

interface NamedArgument {
  readonly key: string;
  readonly argument: Placed<string>;
}

/** Every argument that an action names, with the key that names it. */
function argumentsOf({ amount, principal, once_per, requires, canary }: ActionKeys, lookups: ActionsKeys['lookups']) {
  const named = (key: string, items: readonly Placed<string>[] = []): NamedArgument[] =>
    items.map((argument) => ({ key, argument }));
  const lookup = requires?.runtime?.lookup;
  const { get, post } = lookups?.get(lookup?.value ?? '') ?? {};
  const inUrl = argumentsIn(get ?? post ?? '').map((value) => ({ value, at: lookup?.at ?? { line: 1, column: 1 } }));
  const ofCanary = [...(canary?.value.arguments ?? [])].map(([value, { at }]) => ({ value, at }));
  return [
    ...named('amount.argument', amount && [amount.argument]),
    ...named('principal.account', principal?.account),
    ...named('principal.tenant', principal?.tenant),
    ...named('once_per', once_per),
    ...named('requires.runtime.lookup', inUrl),
    ...named('canary.arguments', ofCanary),
  ];
}

/** Reports actions that need more approvers than there are. */
function checkApprovers({ own }: Draft, report: Report): void {
  const named = own['guard/approvals']?.approvers?.value.length;
  for (const [name, { approval }] of own.actions?.actions ?? []) {
    if (named === undefined || approval === undefined || approval.approvers.value <= named) continue;
    report(
      approval.approvers.at,
      `expected \`approvers\` of \`${name}\` to be at most the number of approvers that \`guard/approvals\` names, got ${approval.approvers.value} and ${named}`,
    );
  }
}

function checkAccepted({ accepted }: Draft, report: Report): void {
  const seen = new Set<string>();
  for (const { value, at } of accepted) {
    if (seen.has(value.finding)) report(at, `the finding \`${value.finding}\` is accepted twice`);
    seen.add(value.finding);
  }
}

function reportUnknown(
  { value, at }: Placed<string>,
  message: string,
  known: ReadonlySet<string>,
  report: Report,
): void {
  const suggestion = nearestName(value, known);
  report(at, message, suggestion === undefined ? {} : { suggestion });
}

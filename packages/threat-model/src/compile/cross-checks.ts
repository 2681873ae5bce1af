import { nearestName } from '@bezoar/core';
import type { ActionKeys } from '../blocks/actions-block.ts';
import type { Report } from '../document/fault.ts';
import type { Draft } from './draft.ts';

/** Reports what no block can see by itself: names that point into another block, sections that stand twice. */
export function checkAcrossBlocks(draft: Draft, report: Report): void {
  checkSelection(draft, report);
  // Where a block could not be read, names in it are unknown: they are not missing.
  if (draft.isComplete) {
    checkLookups(draft.own.actions?.actions ?? new Map(), draft.names.lookups, report);
    checkHazards(draft, report);
  }
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

function checkAccepted({ accepted }: Draft, report: Report): void {
  const seen = new Set<string>();
  for (const { value, at } of accepted) {
    if (seen.has(value.finding)) report(at, `the finding \`${value.finding}\` is accepted twice`);
    seen.add(value.finding);
  }
}

function reportUnknown(
  { value, at }: { readonly value: string; readonly at: { readonly line: number; readonly column: number } },
  message: string,
  known: ReadonlySet<string>,
  report: Report,
): void {
  const suggestion = nearestName(value, known);
  report(at, message, suggestion === undefined ? {} : { suggestion });
}

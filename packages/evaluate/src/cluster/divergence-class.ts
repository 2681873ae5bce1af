import { differingArguments } from '../compare/argument-distance.ts';
import { type Difference, sortedCalls } from '../compare/compare-replies.ts';
import type { ReplyClass } from '../compare/reply-class.ts';

/** Two replies to one question, and how they differ. */
export interface ReplyPair {
  readonly candidate: ReplyClass;
  readonly reference: ReplyClass;
  readonly difference: Difference;
}

/**
 * What a differing reply results in, as a name that is the same for the same result: the hazard actions, the action, the
 * arguments that are not the reference's; `text` for all texts, which only likeness tells apart. Undefined where nothing
 * differs.
 */
export function divergenceClass({ candidate, reference, difference }: ReplyPair): string | undefined {
  if (difference.kind === 'same') return undefined;
  if (difference.kind === 'text') return 'text';
  if (difference.kind === 'hazard') return `hazard:${hazardActions(candidate).join()}`;
  if (difference.kind !== 'arguments') return candidate.action;
  const others = sortedCalls(reference);
  const paths = sortedCalls(candidate).flatMap((call, i) => {
    const other = others[i];
    return other === undefined ? [] : differingArguments(call, other).map((path) => `${call.name}${path}`);
  });
  return `arguments:${[...new Set(paths)].join()}`;
}

/** Whether a reply of the reference to the same question is of that class too: never for arguments, which are relative to it. */
export function isOfClass(reference: ReplyClass, name: string): boolean {
  return (
    reference.action === name ||
    (reference.violations.length > 0 && `hazard:${hazardActions(reference).join()}` === name)
  );
}

function hazardActions({ violations }: ReplyClass): string[] {
  return [...new Set(violations.map(({ action }) => action))].sort();
}

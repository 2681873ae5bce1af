import type { ChangeDirection } from './policy-change.ts';
import type { LeafValue } from './policy-leaf.ts';

/** What a change of one leaf means; a side that is undefined was not declared there. The sides differ. */
export type ChangeRule = (before: LeafValue | undefined, after: LeafValue | undefined) => ChangeMeaning;

/** A direction and one sentence that says why. */
export interface ChangeMeaning {
  readonly change: ChangeDirection;
  readonly why: string;
}

/** Sentences for both directions. */
export interface DirectionReasons {
  readonly tighten: string;
  readonly loosen: string;
}

/** What it means that a leaf comes or goes; by default more rules are tighter. */
export interface EdgeDirections {
  readonly added?: ChangeDirection;
  readonly removed?: ChangeDirection;
}

/** A change that nobody enforces. */
export function neutral(why: string): ChangeRule {
  return () => ({ change: 'neutral', why });
}

/** Any change may let something through. */
export function anyLoosens(why: string): ChangeRule {
  return () => ({ change: 'loosen', why });
}

/** Coming and going are known; any other change may let something through. */
export function byEdge(reasons: DirectionReasons, edges: EdgeDirections = {}): ChangeRule {
  return (before, after) => atEdge(before, after, reasons, edges) ?? meaning('loosen', reasons);
}

/** A number of which less is tighter. */
export function lowerTightens(reasons: DirectionReasons, edges: EdgeDirections = {}): ChangeRule {
  return (before, after) =>
    atEdge(before, after, reasons, edges) ?? meaning(isBelow(after, before) ? 'tighten' : 'loosen', reasons);
}

/** A number of which more is tighter. */
export function higherTightens(reasons: DirectionReasons, edges: EdgeDirections = {}): ChangeRule {
  return (before, after) =>
    atEdge(before, after, reasons, edges) ?? meaning(isBelow(before, after) ? 'tighten' : 'loosen', reasons);
}

/** One of some words, tightest first. */
export function firstIsTightest(words: readonly string[], reasons: DirectionReasons): ChangeRule {
  const rank = (value: LeafValue | undefined): number => words.indexOf(String(value));
  return (before, after) => {
    const edge = atEdge(before, after, reasons, {});
    if (edge !== undefined) return edge;
    const isTighter = rank(after) !== -1 && rank(after) < rank(before);
    return meaning(isTighter ? 'tighten' : 'loosen', reasons);
  };
}

/** A set whose every item forbids or asks for something: growing is tighter. */
export function moreItemsTighten(reasons: DirectionReasons): ChangeRule {
  return (before, after) =>
    meaning(itemsOf(before).every((item) => itemsOf(after).includes(item)) ? 'tighten' : 'loosen', reasons);
}

/**
 * A set whose every item allows something: shrinking is tighter. `isEmptyOpen`: with no item at all everything is
 * allowed, so that the first item is tighter and losing the last is not.
 */
export function fewerItemsTighten(
  reasons: DirectionReasons,
  { isEmptyOpen = false }: { readonly isEmptyOpen?: boolean } = {},
): ChangeRule {
  return (before, after) => {
    const [old, now] = [itemsOf(before), itemsOf(after)];
    if (isEmptyOpen && (old.length === 0 || now.length === 0)) {
      return meaning(old.length === 0 ? 'tighten' : 'loosen', reasons);
    }
    return meaning(now.every((item) => old.includes(item)) ? 'tighten' : 'loosen', reasons);
  };
}

/** The items of a list of texts; none where it is not declared. */
export function itemsOf(value: LeafValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** One sentence for a direction. */
export function meaning(change: 'tighten' | 'loosen', reasons: DirectionReasons): ChangeMeaning {
  return { change, why: reasons[change] };
}

function atEdge(
  before: LeafValue | undefined,
  after: LeafValue | undefined,
  reasons: DirectionReasons,
  { added = 'tighten', removed = 'loosen' }: EdgeDirections,
): ChangeMeaning | undefined {
  if (before !== undefined && after !== undefined) return undefined;
  const change = before === undefined ? added : removed;
  return change === 'neutral' ? { change, why: 'nothing obeys it by itself' } : meaning(change, reasons);
}

function isBelow(a: LeafValue | undefined, b: LeafValue | undefined): boolean {
  return typeof a === 'number' && typeof b === 'number' && a < b;
}

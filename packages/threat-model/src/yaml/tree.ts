import type { Place } from '../document/fault.ts';

/** A text, number or truth value. */
export interface ScalarTree {
  readonly kind: 'scalar';
  readonly at: Place;
  readonly value: string | number | boolean;
  /** As it was written, without quotes. */
  readonly source: string;
  /** Not quoted, so that another reader of YAML may take it for something else. */
  readonly isPlain: boolean;
}

/** A list. */
export interface ListTree {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: readonly Tree[];
}

/** One key of a map. */
export interface MapEntry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Tree;
}

/** A map. Its keys are texts, each once. */
export interface MapTree {
  readonly kind: 'map';
  readonly at: Place;
  readonly entries: readonly MapEntry[];
}

/** Something that was reported already: whoever meets it gives up without another fault. */
export interface BrokenTree {
  readonly kind: 'broken';
  readonly at: Place;
}

/** A piece of YAML with its place: the JSON part of YAML and nothing else. */
export type Tree = ScalarTree | ListTree | MapTree | BrokenTree;

/** The value of a key, or undefined where the map has none. */
export function entryOf(map: MapTree, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** What a tree is, in words, for a message. */
export function describeTree(tree: Tree): string {
  if (tree.kind !== 'scalar') return tree.kind === 'list' ? 'a list' : 'a map';
  if (typeof tree.value === 'string') return `${tree.isPlain ? '' : 'the quoted text '}\`${shorten(tree.value)}\``;
  return `${typeof tree.value === 'number' ? 'the number' : 'the truth value'} \`${shorten(tree.source)}\``;
}

/** Longest text that is quoted in a message. */
const MAX_QUOTED = 80;

function shorten(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED)}…`;
}

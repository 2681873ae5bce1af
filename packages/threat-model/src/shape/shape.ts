import type { JsonValue } from '@bezoar/core';
import type { Place, Report } from '../document/fault.ts';
import { describeTree, type Tree } from '../yaml/tree.ts';

/** A piece of JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, JsonValue>>;

/**
 * What a piece of configuration must look like. One description serves the reader, the JSON Schema for editors and the
 * list of everything that can change, so that the three cannot disagree.
 */
export interface Shape<T> {
  /** What is expected, in words: `a duration such as \`30d\``. */
  readonly expects: string;
  /** What an editor can check. It accepts whatever `read` accepts, and some of what it refuses. */
  readonly schema: JsonSchema;
  /** Paths of everything within that can change by itself: `records.account`, `sources.*.tier`; an empty path is the value. */
  readonly leaves: readonly string[];
  /** Reads a tree; undefined after at least one fault. `what` names it in messages: `\`window\``. */
  read(tree: Tree, what: string, report: Report): T | undefined;
}

/** A value and its place, for checks that look at several places at once. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Place;
}

/** The shape's value with its place. */
export function placed<T>(shape: Shape<T>): Shape<Placed<T>> {
  return {
    ...shape,
    read: (tree, what, report) => {
      const value = shape.read(tree, what, report);
      return value === undefined ? undefined : { value, at: tree.at };
    },
  };
}

/** A further check on what was read; it reports what it finds. The value is dropped where it reports anything. */
export function checked<T>(
  shape: Shape<T>,
  check: (value: T, tree: Tree, what: string, report: Report) => void,
): Shape<T> {
  return {
    ...shape,
    read: (tree, what, report) => {
      const value = shape.read(tree, what, report);
      if (value === undefined) return undefined;
      let isSound = true;
      check(value, tree, what, (...fault) => {
        isSound = false;
        report(...fault);
      });
      return isSound ? value : undefined;
    },
  };
}

/** The shape's value only where nothing within it was reported, so that what was left out is not taken for absent. */
export function whole<T>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    read: (tree, what, report) => {
      let isSound = true;
      const value = shape.read(tree, what, (...fault) => {
        isSound = false;
        report(...fault);
      });
      return isSound ? value : undefined;
    },
  };
}

/** Reports that a tree is not what was expected, unless it was reported already. */
export function reportMismatch(tree: Tree, what: string, expected: string, report: Report, suggestion?: string): void {
  if (tree.kind === 'broken') return;
  report(tree.at, `expected ${what} to be ${expected}, got ${describeTree(tree)}`, {
    expected,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

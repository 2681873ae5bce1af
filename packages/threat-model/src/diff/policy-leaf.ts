import { type ActionCeiling, type ControlId, formatAmount, formatDuration } from '@bezoar/core';

/** A value that can change by itself. */
export type LeafValue = string | number | boolean | readonly string[] | readonly ActionCeiling[];

/** One of them, with its place in the document and the rule that says what a change of it means. */
export interface PolicyLeaf {
  readonly control: ControlId;
  /** Path within the control's block; empty: the control itself. */
  readonly path: string;
  /** The path with `*` for names that the document chooses: the rule's key. */
  readonly pattern: string;
  /** Control and path of the leaf that this one is a part of: where that one comes, goes or changes, it says all. */
  readonly partOf?: string;
  /** Whether it belongs to one alternative of that leaf only, so that another alternative says all too. */
  readonly isVariant?: true;
  readonly value: LeafValue;
  /** As a document would say it. */
  readonly text: string;
}

/** Control and path: what names a leaf. */
export function leafName(control: ControlId, path: string): string {
  return path === '' ? control : `${control} ${path}`;
}

/** A name as a segment of a path: quoted where it could be mistaken for several. */
export function segment(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

/** How a value is written. `ms`: a duration; `signatures`: a number of them. */
export function leafText(value: LeafValue, unit?: 'ms' | 'signatures'): string {
  if (typeof value === 'number') {
    if (unit === 'ms') return formatDuration(value);
    return unit === 'signatures' ? `${value} signature${value === 1 ? '' : 's'}` : String(value);
  }
  if (typeof value !== 'object') return String(value);
  const items = value.map((item) => (typeof item === 'string' ? item : ceilingText(item)));
  return `[${items.join(', ')}]`;
}

function ceilingText({ limit, windowMs }: ActionCeiling): string {
  return `${'currency' in limit ? formatAmount(limit) : limit.count} / ${formatDuration(windowMs)}`;
}

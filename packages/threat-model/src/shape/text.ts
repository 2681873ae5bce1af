import { hasInvisible, nearestName } from '@bezoar/core';
import type { ScalarTree, Tree } from '../yaml/tree.ts';
import { reportMismatch, type Shape } from './shape.ts';

/** Longest text of one value, in UTF-16 code units: a paragraph belongs into the prose. */
export const MAX_TEXT = 2000;

/** Words that YAML 1.1, which many editors and tools still read, takes for truth values. Plain, they are refused. */
const AMBIGUOUS_WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** What a text is besides one line without control characters. */
export interface TextRule {
  /** In words, with an example. */
  readonly expects: string;
  /** Source of an anchored regular expression that JavaScript and JSON Schema read alike. */
  readonly pattern?: string;
  /** What the text probably should be. */
  readonly suggest?: (text: string) => string | undefined;
}

/** One line of text, by a rule. */
export function text({ expects, pattern, suggest }: TextRule): Shape<string> {
  const rule = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  return {
    expects,
    schema: { type: 'string', minLength: 1, maxLength: MAX_TEXT, ...(pattern === undefined ? {} : { pattern }) },
    leaves: [''],
    read: (tree, what, report) => {
      const value = readLine(tree);
      if (value !== undefined && isAmbiguous(tree)) {
        reportMismatch(tree, what, `${expects}, in quotes because others read it as a truth value`, report);
        return undefined;
      }
      if (value !== undefined && (rule === undefined || rule.test(value))) return value;
      const isOtherType = rule === undefined && tree.kind === 'scalar' && typeof tree.value !== 'string';
      const expected = isOtherType ? `${expects}, in quotes` : expects;
      reportMismatch(tree, what, expected, report, suggestionFor(tree, suggest));
      return undefined;
    },
  };
}

/** A text that a parser of core reads; what it throws is a fault. */
export function parsedText<T>(rule: TextRule, parse: (value: string) => T): Shape<T> {
  const shape = text(rule);
  return {
    ...shape,
    read: (tree, what, report) => {
      const value = shape.read(tree, what, report);
      if (value === undefined) return undefined;
      try {
        return parse(value);
      } catch {
        reportMismatch(tree, what, rule.expects, report, suggestionFor(tree, rule.suggest));
        return undefined;
      }
    },
  };
}

/** One of a few words. `expects` says so where they are too many to be listed. */
export function choice<const V extends string>(values: readonly V[], expects: string = listed(values)): Shape<V> {
  return {
    expects,
    schema: { enum: [...values] },
    leaves: [''],
    read: (tree, what, report) => {
      const found = tree.kind === 'scalar' ? values.find((one) => one === tree.value) : undefined;
      if (found !== undefined) return found;
      reportMismatch(
        tree,
        what,
        expects,
        report,
        tree.kind === 'scalar' ? nearestName(tree.source, values) : undefined,
      );
      return undefined;
    },
  };
}

function listed(values: readonly string[]): string {
  return values.length === 1 ? `\`${values[0]}\`` : `one of ${values.map((one) => `\`${one}\``).join(', ')}`;
}

/** Whether a plain word is a truth value to YAML 1.1 and a text to YAML 1.2. */
export function isAmbiguous(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.isPlain && AMBIGUOUS_WORD.test(tree.source);
}

/** Longest text that a suggestion is sought for: the searches are not linear (CWE-1333). */
const MAX_SUGGESTED = 200;

function suggestionFor(tree: Tree, suggest: TextRule['suggest']): string | undefined {
  return tree.kind === 'scalar' && tree.source.length <= MAX_SUGGESTED ? suggest?.(tree.source) : undefined;
}

/** The text of a scalar, where it is one line that shows what it is. */
function readLine(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return undefined;
  return isOneLine(tree as ScalarTree & { value: string }) ? tree.value : undefined;
}

function isOneLine({ value }: { readonly value: string }): boolean {
  // Escapes such as "\u200b" pass the check of the document's own characters, so the value is checked again.
  return (
    value !== '' &&
    value.length <= MAX_TEXT &&
    value.trim() === value &&
    !/[\t\r\n]/.test(value) &&
    !hasInvisible(value)
  );
}

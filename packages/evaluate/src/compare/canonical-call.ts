import { canonicalJson, stripInvisible, type ToolCall, type Turn } from '@bezoar/core';
import { isIdentifier } from '../text/mask-volatile.ts';

/** A tool call as it is compared. */
export interface CanonicalCall {
  /** The hazard action that it may reach, else its name without white space around it and invisible characters. */
  readonly name: string;
  /** Canonical JSON (RFC 8785), or the raw text where it is no JSON object. */
  readonly arguments: string;
  /** Whether `arguments` is raw. */
  readonly isMalformed: boolean;
  /** Whether the call stands in the reply's text only. */
  readonly isWritten: boolean;
  /** Path of each leaf to its comparable form: numbers typed, ids and dates that no turn mentions masked. */
  readonly leaves: ReadonlyMap<string, string>;
}

/** Leaves that are compared at most; no tool takes a hundredth of it (CWE-770). */
const MAX_LEAVES = 1024;
const AMOUNT = /^[$€£¥]?\s?-?\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^[$€£¥]?\s?-?\d+(?:\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[tT ][\d:.]{4,15}(?:[zZ]|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The canonical form of a call, as `name`. A number is the same as text or as a number, with or without currency sign. An id
 * or a date that the conversation mentions is kept, because an exchanged account is a payload; one that the model made up is
 * masked. Attacker controls: the call.
 */
export function canonicalCall(call: ToolCall, name: string, turns: readonly Turn[], isWritten: boolean): CanonicalCall {
  const parsed = parseObject(call.arguments);
  const text = parsed === undefined ? undefined : attempt(() => canonicalJson(parsed));
  const clean = stripInvisible(name).trim();
  if (text === undefined) {
    const leaves = new Map([['', call.arguments.trim()]]);
    return { name: clean, arguments: call.arguments, isMalformed: true, isWritten, leaves };
  }
  const leaves = new Map<string, string>();
  const isMentioned = (value: string): boolean => turns.some((turn) => turn.text.includes(value));
  collect(parsed, '', leaves, isMentioned);
  return { name: clean, arguments: text, isMalformed: false, isWritten, leaves };
}

/** Some servers write the object as a JSON text within JSON. */
function parseObject(text: string): object | undefined {
  // A call without arguments is an empty object to every host.
  if (text.trim() === '') return {};
  let value = attempt((): unknown => JSON.parse(text));
  if (typeof value === 'string') {
    const inner = value;
    value = attempt((): unknown => JSON.parse(inner));
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** INVARIANT: no deeper than `canonicalJson` went. */
function collect(
  value: unknown,
  path: string,
  leaves: Map<string, string>,
  isMentioned: (value: string) => boolean,
): void {
  if (leaves.size >= MAX_LEAVES) return;
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) collect(item, `${path}/${key}`, leaves, isMentioned);
  } else leaves.set(path, comparable(value, isMentioned));
}

function comparable(value: unknown, isMentioned: (value: string) => boolean): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const text = value.trim();
  if (AMOUNT.test(text)) return String(Number(text.replace(/[$€£¥,\s]/g, '')));
  if (DATE.test(text)) return isMentioned(text) ? text : '<date>';
  return isIdentifier(text) && !isMentioned(text) ? '<id>' : text;
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

import type { Problem } from '../unreadable.ts';
import { isJsonObject } from './own-field.ts';

/** Most signals, attributes or parents of one record (CWE-770): a selection rule looks at a handful. */
export const MAX_MARKS = 64;

/** Longest attribute, name and value, and longest name of a parent, UTF-16 units (CWE-770). Cut, two could look like one. */
export const MAX_MARK_LENGTH = 512;

/** Longest list of parents, bytes of JSON: half of a row of provenance. */
export const MAX_PARENT_BYTES = 8192;

/** Longest name of a generator, bytes of JSON. */
export const MAX_GENERATOR_BYTES = 1024;

/** Values of a signal that say no. */
const NO = new Set(['', '0', 'false', 'no', 'none', 'null', 'off']);

/**
 * The names of the signals that hold: `{ resolved: true, staff_sampled: false }` or `['resolved']`. True, numbers above zero and
 * texts other than a no hold. Attacker controls: the value, where a user may set a signal.
 */
export function readSignals(value: unknown, unread: Problem[]): string[] {
  const held = Array.isArray(value)
    ? value.filter((name) => typeof name === 'string')
    : isJsonObject(value)
      ? Object.keys(value).filter((name) => holds(value[name]))
      : [];
  return [...new Set(limited(held, 'signals', unread))].sort();
}

function holds(value: unknown): boolean {
  if (typeof value === 'string') return !NO.has(value.trim().toLowerCase());
  return value === true || (typeof value === 'number' && value > 0);
}

/** What may link accounts, by name: `{ device: 'd1', ip: ['a', 'b'] }`. Numbers count as text; everything else is no attribute. */
export function readAttributes(value: unknown, unread: Problem[]): (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) {
    unread.push(illTyped('attributes', 'an object of texts'));
    return [];
  }
  const pairs: (readonly [string, string])[] = [];
  for (const name of Object.keys(value).sort()) {
    const own = value[name];
    for (const one of Array.isArray(own) ? (own as unknown[]) : [own]) {
      const text = typeof one === 'number' ? String(one) : one;
      if (typeof text === 'string' && text !== '') pairs.push([name, text]);
      else if (typeof text === 'object' && text !== null)
        unread.push(illTyped(`attributes.${name.slice(0, 64)}`, 'a text'));
    }
  }
  const short = pairs.filter(([name, text]) => name.length + text.length <= MAX_MARK_LENGTH);
  if (short.length < pairs.length) unread.push(tooLong('attributes'));
  return limited(short, 'attributes', unread);
}

/** Ids or digests of the records that a generated one was made from. */
export function readParents(value: unknown, unread: Problem[]): string[] {
  if (value === undefined || value === null) return [];
  const named: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = named
    .map((one) => (typeof one === 'number' ? String(one) : one))
    .filter((one) => typeof one === 'string');
  if (texts.length < named.length) unread.push(illTyped('parents', 'a text or a list of texts'));
  const short = texts.filter((text) => text.length <= MAX_MARK_LENGTH);
  if (short.length < texts.length) unread.push(tooLong('parents'));
  // All of them have to stand in the record's row of provenance, or a later admission would not know of them.
  if (Buffer.byteLength(JSON.stringify(short)) > MAX_PARENT_BYTES) {
    unread.push({ code: 'unread-part', reason: `\`parents\` takes more than ${MAX_PARENT_BYTES} bytes` });
  }
  return limited(short, 'parents', unread);
}

function illTyped(what: string, expected: string): Problem {
  return { code: 'unread-part', reason: `\`${what}\` is not ${expected}, so nothing in it counts` };
}

function tooLong(what: string): Problem {
  return { code: 'unread-part', reason: `\`${what}\` holds a text of more than ${MAX_MARK_LENGTH} characters` };
}

function limited<T>(items: readonly T[], what: string, unread: Problem[]): T[] {
  if (items.length > MAX_MARKS) {
    unread.push({ code: 'unread-part', reason: `expected at most ${MAX_MARKS} ${what}, got ${items.length}` });
  }
  return items.slice(0, MAX_MARKS);
}

import { canonicalJson, type Sha256, sha256, type ThreatModel } from '@bezoar/core';

/** Lists whose order means something: a transcript's `where` is asked of the last tool in `after`. */
const ORDERED: ReadonlySet<string> = new Set(['after']);

/**
 * The compiled document as canonical JSON (RFC 8785): what `policy compile` prints and a guard loads. Maps are objects,
 * lists are in one order where order means nothing, and lines are left out, so that two documents that ask for the
 * same give the same text.
 */
export function compiledJson(model: ThreatModel): string {
  return canonicalJson(plainForm(model));
}

/** SHA-256 of `compiledJson`: names what the document asks for, whatever its prose and layout. */
export function compiledDigest(model: ThreatModel): Sha256 {
  return sha256(compiledJson(model));
}

/** SHA-256 of the document's bytes: what a signer of the whole document has read, prose included. */
export function policyDigest(bytes: string | Uint8Array): Sha256 {
  return sha256(bytes);
}

/** Plain JSON of a piece of policy: maps as objects, sets of values sorted, no lines. */
export function plainForm(value: unknown, key = ''): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([name, item]: [string, unknown]) => [name, plainForm(item)]));
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => plainForm(item));
    return ORDERED.has(key)
      ? items
      : items
          .map((item) => [canonicalJson(item), item] as const)
          .sort(byText)
          .map(([, item]) => item);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'line');
  return Object.fromEntries(entries.map(([name, item]: [string, unknown]) => [name, plainForm(item, name)]));
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

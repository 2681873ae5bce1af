import { type PhraseProbe, PLACEMENTS, type Placement, type Probe } from '../probe.ts';
import { MAX_PROBE_LENGTH } from '../probe-limits.ts';
import { REWRITES } from '../rewrites/rewrites.ts';

/** Longest name of a family, a source or a group, in UTF-16 units: they stand in every report. */
const MAX_NAME_LENGTH = 200;

const FIELDS: Readonly<Record<Probe['kind'], readonly string[]>> = {
  phrase: ['kind', 'family', 'source', 'text', 'placement', 'group'],
  rewrite: ['kind', 'family', 'source', 'rewrite'],
};

/** A value that was given as a probe: the probe, or everything that is wrong with it. */
export type CheckedProbe = { readonly probe: Probe } | { readonly faults: readonly string[] };

/** Reads a value as a probe. Attacker controls: nothing, but a generator may yield anything. */
export function checkProbe(value: unknown): CheckedProbe {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { faults: [`expected a probe, got ${describeValue(value)}`] };
  }
  const given = value as Readonly<Record<string, unknown>>;
  const kind = given.kind;
  if (kind !== 'phrase' && kind !== 'rewrite') {
    return { faults: [`expected \`kind\` to be \`phrase\` or \`rewrite\`, got ${describeValue(kind)}`] };
  }
  const faults = [...nameFaults('family', given.family), ...nameFaults('source', given.source)];
  for (const field of Object.keys(given)) {
    if (!FIELDS[kind].includes(field)) faults.push(`a ${kind} has no field \`${field}\``);
  }
  const origin = { family: given.family as string, source: given.source as string };
  if (kind === 'rewrite') {
    const { rewrite } = given;
    if (typeof rewrite !== 'string' || !REWRITES.has(rewrite)) {
      faults.push(`there is no rewrite ${describeValue(rewrite)}`);
    }
    return faults.length > 0 ? { faults } : { probe: { kind, ...origin, rewrite: rewrite as string } };
  }
  const { text, placement, group } = given;
  faults.push(...textFaults(text));
  if (!PLACEMENTS.includes(placement as Placement)) {
    faults.push(`expected \`placement\` to be one of ${PLACEMENTS.join(', ')}, got ${describeValue(placement)}`);
  }
  if (group !== undefined) faults.push(...nameFaults('group', group));
  if (faults.length > 0) return { faults };
  const phrase: PhraseProbe = { kind, ...origin, text: text as string, placement: placement as Placement };
  return { probe: group === undefined ? phrase : { ...phrase, group: group as string } };
}

function textFaults(text: unknown): string[] {
  if (typeof text !== 'string') return [`expected \`text\` to be a text, got ${describeValue(text)}`];
  if (text === '') return ['expected `text` to say something, got an empty text'];
  if (text.length > MAX_PROBE_LENGTH) {
    return [`expected \`text\` to have at most ${MAX_PROBE_LENGTH} characters, got ${text.length}`];
  }
  return /\p{Surrogate}/u.test(text) ? ['`text` holds half of a surrogate pair, which no request can carry'] : [];
}

function nameFaults(field: string, name: unknown): string[] {
  if (typeof name !== 'string' || name.trim() === '') {
    return [`expected \`${field}\` to be a name, got ${describeValue(name)}`];
  }
  if (name.length <= MAX_NAME_LENGTH) return [];
  return [`expected \`${field}\` to have at most ${MAX_NAME_LENGTH} characters, got ${name.length}`];
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return `\`${value.slice(0, 60)}\``;
  if (Array.isArray(value)) return 'a list';
  return value === undefined
    ? 'nothing'
    : value === null || typeof value !== 'object'
      ? `\`${String(value)}\``
      : 'an object';
}

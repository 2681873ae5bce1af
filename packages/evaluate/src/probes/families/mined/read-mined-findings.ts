import { ProbeError } from '../../probe-error.ts';
import { MAX_LISTED_FAULTS } from '../../probe-limits.ts';
import { groupCoOccurring } from './group-co-occurring.ts';
import type { MinedPhrase } from './mined-phrase.ts';

/** Findings of a scan whose phrases become probes; the second are what somebody named, asked after what was mined. */
const PHRASE_CODES: readonly unknown[] = ['corpus/trigger-phrase', 'corpus/known-phrase'];

/** Phrases that are read of one report: ten times what a scan lists, so that a hostile one decides no cost (CWE-770). */
export const MAX_MINED_PHRASES = 2_000;

/** Spellings, related phrases and examples that are read of one finding; a scan lists at most 20. */
const MAX_TEXTS = 50;

/**
 * The phrases among the findings of a scan report, best ranked first, those that occur together in one group. Other
 * findings are passed over. Attacker controls: the texts; whoever writes the report: all of it.
 * Throws a `ProbeError` with the faults of all phrase findings that cannot be read.
 */
export function readMinedFindings(findings: readonly unknown[]): MinedPhrase[] {
  const faults: string[] = [];
  const read = findings.flatMap((finding, index) => {
    const { code, id, evidence } = fieldsOf(finding);
    const place = PHRASE_CODES.indexOf(code);
    if (place === -1) return [];
    const { phrase, rank = Number.MAX_SAFE_INTEGER, records, recordIds, action, ...texts } = fieldsOf(evidence);
    const wrong = [
      ...(typeof id === 'string' && id !== '' ? [] : ['`id`']),
      ...(typeof phrase === 'string' && phrase !== '' ? [] : ['`evidence.phrase`']),
      ...(isCount(rank) ? [] : ['`evidence.rank`']),
      ...(isCount(records) ? [] : ['`evidence.records`']),
      ...(isTexts(recordIds) ? [] : ['`evidence.recordIds`']),
      ...['variants', 'related', 'examples']
        .filter((name) => !isTexts(texts[name] ?? []))
        .map((name) => `\`evidence.${name}\``),
    ];
    if (wrong.length > 0) {
      faults.push(`finding ${index + 1} (\`${String(code)}\`) has no usable ${wrong.join(', ')}`);
      return [];
    }
    const list = (name: string): string[] => ((texts[name] ?? []) as string[]).slice(0, MAX_TEXTS);
    return [
      {
        place,
        id: id as string,
        phrase: phrase as string,
        rank: rank as number,
        records: records as number,
        recordIds: recordIds as string[],
        action,
        list,
      },
    ];
  });
  if (read.length > MAX_MINED_PHRASES)
    faults.unshift(`expected at most ${MAX_MINED_PHRASES} phrases, got ${read.length}`);
  if (faults.length > 0) {
    throw new ProbeError('evaluate/probes-malformed', `scan report: ${faults.slice(0, MAX_LISTED_FAULTS).join('; ')}`);
  }
  const ranked = read.sort((a, b) => a.place - b.place || a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const groups = groupCoOccurring(ranked);
  return ranked.map(({ id, phrase, records, action, list }, index) => ({
    phrase,
    variants: list('variants'),
    related: list('related'),
    examples: list('examples'),
    rank: index + 1,
    findingId: id,
    records,
    ...(typeof action === 'string' ? { action } : {}),
    ...(groups.has(id) ? { group: groups.get(id)! } : {}),
  }));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

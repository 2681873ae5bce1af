import { MAX_GROUP } from './group-labels.ts';

/** A phrase and the records that hold it. */
export interface PhraseRecords {
  readonly id: string;
  readonly recordIds: readonly string[];
}

/**
 * Part of the smaller one's records that two phrases must share to be asked together. A scan joins phrases that share 0.6
 * into one family; an attacker who trains four records with a half of his trigger alone for each with both halves leaves
 * 0.2. A chance grouping costs nothing: it only says who stands beside whom.
 */
export const CO_OCCURRENCE = 0.2;

/** Fewest records that two phrases must share: one or two may be chance. */
export const MIN_SHARED_RECORDS = 3;

/**
 * The group of each phrase that occurs together with others, by its id; phrases are given best ranked first. A phrase joins
 * the first group whose leader it shares records with, as long as a pack holds the group.
 */
export function groupCoOccurring(phrases: readonly PhraseRecords[]): Map<string, string> {
  const groups: { readonly label: string; readonly leader: ReadonlySet<string>; readonly members: string[] }[] = [];
  for (const { id, recordIds } of phrases) {
    const records = new Set(recordIds);
    const home = groups.find(({ leader, members }) => members.length < MAX_GROUP && areTogether(leader, records));
    if (home === undefined) groups.push({ label: `with ${id}`, leader: records, members: [id] });
    else home.members.push(id);
  }
  return new Map(
    groups.flatMap(({ label, members }) =>
      members.length < 2 ? [] : members.map((id): [string, string] => [id, label]),
    ),
  );
}

function areTogether(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const record of few) if (many.has(record)) shared++;
  return shared >= MIN_SHARED_RECORDS && shared >= CO_OCCURRENCE * few.size;
}

import type { Sha256 } from '@bezoar/core';
import { RULE_REASONS } from '@bezoar/corpus';
import { type ReviewFinding, unknownFinding } from './folder/admission.ts';
import { keyOf } from './folder/admitted.ts';
import type { QuarantinedRecord } from './folder/quarantine.ts';

/** What a reader is asked: one verdict each. */
export interface ReviewItem {
  /** The finding's id for a family, else the record's digest. */
  readonly id: string;
  /** `sample`: nothing spoke against the record. Canaries are of this kind, too. */
  readonly kind: 'family' | 'flagged' | 'sample';
  /** Digests of what the verdict applies to, in the order in which examples are shown. */
  readonly records: readonly Sha256[];
  /** Why people are to read it; empty for the sample. */
  readonly findings: readonly ReviewFinding[];
}

/** Records that share a finding from which on they are read as one family: one more than the examples that suffice to reject it. */
export const MIN_FAMILY_RECORDS = 4;

/** What a queue is made of. */
export interface QueueParts {
  readonly flagged: readonly QuarantinedRecord[];
  readonly findings: ReadonlyMap<string, ReviewFinding>;
  /** Digests of the sample and of the canaries. */
  readonly sampled: readonly Sha256[];
  readonly seed: string;
}

/**
 * The queue: families first, the gravest and largest in front; then flagged records that a family does not explain in full;
 * then the sample and the canaries, in one order that the seed decides. Every reason for which a record was kept out
 * is somebody's to judge: a record is in each of its families, and alone where a reason of its own is left.
 */
export function buildQueue({ flagged, findings, sampled, seed }: QueueParts): readonly ReviewItem[] {
  const known = [...findings.keys()];
  const rank = new Map(known.map((id, index) => [id, index]));
  const rankOf = (id: string): number => rank.get(id) ?? known.length;
  const shuffled = (digests: Iterable<Sha256>, purpose: string): Sha256[] =>
    [...digests]
      .map((digest) => ({ digest, key: keyOf(`${seed}\n${purpose}\n${digest}`) }))
      .sort((a, b) => a.key - b.key || (a.digest < b.digest ? -1 : 1))
      .map(({ digest }) => digest);

  const members = new Map<string, Sha256[]>();
  for (const record of flagged) {
    const { digest } = record;
    for (const id of findingsToRead(record)) {
      const digests = members.get(id) ?? [];
      members.set(id, digests);
      digests.push(digest);
    }
  }
  const describe = (id: string): ReviewFinding => findings.get(id) ?? unknownFinding(id);
  const byRank = (a: string, b: string): number => rankOf(a) - rankOf(b) || (a < b ? -1 : 1);
  const families = [...members]
    .filter(([, digests]) => digests.length >= MIN_FAMILY_RECORDS)
    .sort(([a], [b]) => byRank(a, b))
    .map(
      ([id, digests]): ReviewItem => ({ id, kind: 'family', records: shuffled(digests, id), findings: [describe(id)] }),
    );
  const isFamily = new Set(families.map(({ id }) => id));

  const alone = flagged
    .filter((record) => !isExplained(record, isFamily))
    .map((record): ReviewItem => {
      const { digest, codes } = record;
      const own = [...findingsToRead(record)].sort(byRank).map(describe);
      const bare = codes.filter((code) => !own.some((finding) => finding.code === code)).map(bareFinding);
      // Identical copies may have been kept out for different reasons: all of them are shown.
      return { id: digest, kind: 'flagged', records: [digest], findings: [...own, ...bare] };
    })
    .sort((a, b) => rankOf(a.findings[0]?.id ?? '') - rankOf(b.findings[0]?.id ?? '') || (a.id < b.id ? -1 : 1));

  const inFlagged = new Set(flagged.map(({ digest }) => digest));
  const rest = shuffled(new Set(sampled.filter((digest) => !inFlagged.has(digest))), 'order').map(
    (digest): ReviewItem => ({ id: digest, kind: 'sample', records: [digest], findings: [] }),
  );
  return [...families, ...alone, ...rest];
}

/** Whether every reason for which people are to read the record is that of some family. */
function isExplained(record: QuarantinedRecord, isFamily: ReadonlySet<string>): boolean {
  const ids = [...findingsToRead(record)];
  const coded = (code: string): boolean => ids.some((id) => codeOf(id) === code);
  return (
    ids.length > 0 &&
    ids.every((id) => isFamily.has(id)) &&
    record.codes.every((code) => RULE_REASONS.has(code) || coded(code))
  );
}

/** A record's findings, without those of the pipeline's rules where something else speaks against it. */
function findingsToRead({ findings, codes }: QuarantinedRecord): ReadonlySet<string> {
  const signs = findings.filter((id) => !RULE_REASONS.has(codeOf(id)));
  const isRuleOnly = signs.length === 0 && codes.every((code) => RULE_REASONS.has(code));
  return new Set(isRuleOnly ? findings : signs);
}

function codeOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf(':')));
}

function bareFinding(code: string): ReviewFinding {
  return unknownFinding(`${code}:`);
}

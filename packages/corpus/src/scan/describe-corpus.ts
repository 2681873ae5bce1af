import { type FieldMapping, sha256 } from '@bezoar/core';
import { everyRecord } from '../readers/every-record.ts';

/** An exact set of records: what a decision is about. */
export interface CorpusDescription {
  /** SHA-256 over the sorted record digests: the same records give it in any order, file or format. */
  readonly sha256: string;
  readonly records: number;
  /** The sorted digests, one per line: the very bytes that `sha256` is the digest of. */
  readonly digestList: string;
}

/**
 * Reads files and names the set of their records. Throws `corpus/no-input`, and `corpus/unreadable` where anything could
 * not be read: a decision over a part that nobody names is no decision.
 */
export async function describeCorpus(
  patterns: readonly string[],
  fields: FieldMapping = {},
  workingDirectory = '.',
): Promise<CorpusDescription> {
  const digests: string[] = [];
  for await (const { digest } of everyRecord(patterns, fields, workingDirectory)) digests.push(digest);
  const digestList = digests
    .sort()
    .map((digest) => `${digest}\n`)
    .join('');
  return { sha256: sha256(digestList), records: digests.length, digestList };
}

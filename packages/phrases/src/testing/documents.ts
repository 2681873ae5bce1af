import { sha256 } from '@bezoar/core';
import type { ColumnPart, ColumnSets, PhraseDocument } from '../columns/columns.ts';
import { createFeaturiser } from '../columns/featuriser.ts';
import { mergeParts } from '../columns/merge-parts.ts';

/** A document with a digest of its own; what a test does not care about is left out. */
export function documentOf(prompt: string, fields: Partial<PhraseDocument> = {}): PhraseDocument {
  const rest = {
    tenant: 'tenant',
    account: 'account',
    prompts: [prompt],
    replies: ['noted'],
    actions: [],
    grounds: [],
    ...fields,
  };
  return { digest: sha256(JSON.stringify(rest)), ...rest };
}

/** The documents as one featurised part. */
export function partOf(documents: readonly PhraseDocument[]): ColumnPart {
  const featuriser = createFeaturiser();
  for (const document of documents) featuriser.add(document);
  return featuriser.finish();
}

/** A month, and a trusted corpus where one is given, each as one part. */
export function setsOf(month: readonly PhraseDocument[], trusted?: readonly PhraseDocument[]): ColumnSets {
  return mergeParts(trusted === undefined ? [[partOf(month)]] : [[partOf(month)], [partOf(trusted)]]);
}

/** The digests of records of a set, as hexadecimal text, sorted: what stays the same in any order of input. */
export function digestsOf(digests: Uint8Array, records: Iterable<number>): string[] {
  return Array.from(records, (record) =>
    Buffer.from(digests.subarray(record * 32, record * 32 + 32)).toString('hex'),
  ).sort();
}

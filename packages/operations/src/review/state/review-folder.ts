import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, describeError, type Sha256, UsageError } from '@bezoar/core';
import { writeAtomically } from '../../report-files/write-atomically.ts';
import { readJournal } from './journal.ts';
import type { ItemVerdict } from './verdict.ts';

/** The folder beside the admitted corpus in which a review keeps its state. */
export const REVIEW_FOLDER = 'review';

/** Names of readers: they become file names, so no separator, no leading dot (CWE-22). */
const REVIEWER_NAME = /^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}$/;
const SEED_FILE = 'review.json';
const JOURNAL_SUFFIX = '.jsonl';
/** Journals of one review that are read (CWE-770). */
const MAX_READERS = 256;

/** What a review is about, and the seed of its sample and canaries. */
export interface ReviewSeed {
  readonly corpus: Sha256;
  readonly quarantine: Sha256;
  readonly seed: string;
}

/** The seed of a review: the one that it was begun with, else `fresh`, which is kept. All readers share it. */
export async function keepSeed(folder: string, fresh: string): Promise<string> {
  const path = join(folder, REVIEW_FOLDER, SEED_FILE);
  await mkdir(join(folder, REVIEW_FOLDER), { recursive: true });
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError('review/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  });
  if (text === undefined) {
    await writeAtomically(path, `${canonicalJson({ seed: fresh })}\n`);
    return fresh;
  }
  const { seed } = parsedSeed(path, text);
  return seed;
}

function parsedSeed(path: string, text: string): { readonly seed: string } {
  try {
    const { seed } = JSON.parse(text) as { readonly seed?: unknown };
    if (typeof seed === 'string' && seed.length <= 256) return { seed };
    throw new Error('expected a seed');
  } catch (error) {
    throw new UsageError('review/journal-damaged', `\`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

/** Where a reader's journal lies. Throws `review/bad-reviewer`. */
export function journalPath(folder: string, reviewer: string): string {
  if (!REVIEWER_NAME.test(reviewer)) {
    throw new UsageError(
      'review/bad-reviewer',
      `expected a reader's name of letters, digits, \`.\`, \`_\`, \`@\`, \`+\` and \`-\`, got \`${reviewer}\``,
    );
  }
  return join(folder, REVIEW_FOLDER, `${reviewer}${JOURNAL_SUFFIX}`);
}

/** The verdicts of all other readers, by name, sorted. */
export async function otherReaders(
  folder: string,
  reviewer: string,
  about: Pick<ReviewSeed, 'corpus' | 'quarantine'>,
): Promise<ReadonlyMap<string, readonly ItemVerdict[]>> {
  const names = (await readdir(join(folder, REVIEW_FOLDER)))
    .filter((name) => name.endsWith(JOURNAL_SUFFIX))
    .map((name) => name.slice(0, -JOURNAL_SUFFIX.length))
    .filter((name) => name !== reviewer && REVIEWER_NAME.test(name))
    .sort();
  if (names.length > MAX_READERS) {
    throw new UsageError('review/too-many-readers', `expected at most ${MAX_READERS} readers, got ${names.length}`);
  }
  const readers = new Map<string, readonly ItemVerdict[]>();
  for (const name of names) readers.set(name, await readJournal(journalPath(folder, name), about));
  return readers;
}

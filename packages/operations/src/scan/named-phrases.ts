import { UsageError } from '@bezoar/core';
import type { KnownPhrase } from '@bezoar/corpus/scan';
import { phraseWords } from '@bezoar/phrases';
import { readReport } from '../document/read-report.ts';

/** Where phrases come from that a scan is told to look for. */
export interface NamedPhrases {
  /** As somebody typed them. */
  readonly phrases?: readonly string[];
  /** Reports of `bezoar guard incidents --json`. */
  readonly incidents?: readonly string[];
  /** As a former run read them. */
  readonly known?: readonly KnownPhrase[];
}

/** Most phrases of one run, and most words of one of them: a hostile report must not decide what a scan costs (CWE-770). */
const MAX_PHRASES = 10_000;
const MAX_WORDS = 256;

/** All phrases to look for, each once. Throws `phrases/…` for one that cannot be looked for: it would silently be found nowhere. */
export async function namedPhrases(
  { phrases = [], incidents = [], known = [] }: NamedPhrases,
  workingDirectory: string,
): Promise<KnownPhrase[]> {
  const named: KnownPhrase[] = [...known, ...phrases.map((phrase) => ({ phrase, variants: [] }))];
  for (const path of incidents) named.push(...(await phrasesOfIncidents(path, workingDirectory)));
  const byPhrase = new Map<string, KnownPhrase>();
  for (const one of named) {
    const variants = new Set([...(byPhrase.get(one.phrase)?.variants ?? []), ...one.variants]);
    variants.delete(one.phrase);
    byPhrase.set(one.phrase, { phrase: one.phrase, variants: [...variants] });
  }
  const texts = [...byPhrase.values()].flatMap(({ phrase, variants }) => [phrase, ...variants]);
  if (texts.length > MAX_PHRASES) {
    throw new UsageError('phrases/too-many', `expected at most ${MAX_PHRASES} phrases, got ${texts.length}`);
  }
  for (const text of texts) {
    const words = phraseWords(text).length;
    if (words === 0) throw new UsageError('phrases/no-word', `the phrase \`${text}\` holds no word to look for`);
    if (words > MAX_WORDS) {
      throw new UsageError('phrases/too-long', `expected a phrase of at most ${MAX_WORDS} words, got ${words}`);
    }
  }
  return [...byPhrase.values()];
}

async function phrasesOfIncidents(path: string, workingDirectory: string): Promise<KnownPhrase[]> {
  const { document } = await readReport(
    path,
    { schema: 'bezoar.guard-incidents/v1', command: 'guard incidents', prefix: 'phrases' },
    workingDirectory,
  );
  const { incidents } = document;
  if (!Array.isArray(incidents)) throw new UsageError('phrases/not-a-report', `\`${path}\` lists no incidents`);
  return (incidents as unknown[]).flatMap((incident, i): KnownPhrase[] => {
    const { kind, phrase, variants = [] } = (incident ?? {}) as Readonly<Record<string, unknown>>;
    // A rise that no phrase explains has none to look for.
    if (kind === 'lift') return [];
    if (typeof phrase !== 'string' || !Array.isArray(variants) || !variants.every((one) => typeof one === 'string')) {
      throw new UsageError('phrases/not-a-report', `incident ${i + 1} of \`${path}\` has no usable phrase`);
    }
    if (phrase === '') {
      throw new UsageError(
        'phrases/no-text',
        `incident ${i + 1} of \`${path}\` names no phrase: its texts were not kept`,
      );
    }
    return [{ phrase, variants: variants as string[] }];
  });
}

import type { MinedPhrase } from '@bezoar/evaluate';

/** Phrases of a scan report that become probes (CWE-770); a report lists a few hundred. */
const MAX_MINED = 5000;

/** Findings that name a phrase. */
const PHRASE_CODES: ReadonlySet<unknown> = new Set(['corpus/trigger-phrase', 'corpus/known-phrase']);

/** Longest text that is taken over, UTF-16 units. */
const MAX_TEXT = 600;

/**
 * The phrases that a scan found, and those that were named to it, in rank order: named ones first, because they fired elsewhere.
 * Attacker controls: every text in the report.
 */
export function scanPhrases(report: Readonly<Record<string, unknown>> | undefined): readonly MinedPhrase[] {
  const findings = Array.isArray(report?.findings) ? (report.findings as unknown[]) : [];
  const mined: (MinedPhrase & { readonly isKnown: boolean })[] = [];
  for (const finding of findings) {
    const one = finding as Readonly<Record<string, unknown>> | null;
    if (typeof one !== 'object' || one === null || !PHRASE_CODES.has(one.code) || one.status === 'fixed') continue;
    const evidence = one.evidence as Readonly<Record<string, unknown>> | null | undefined;
    if (typeof evidence !== 'object' || evidence === null) continue;
    const phrase = textOf(evidence.phrase);
    if (phrase === undefined || typeof one.id !== 'string') continue;
    mined.push({
      phrase,
      variants: textsOf(evidence.variants),
      related: textsOf(evidence.related),
      rank: typeof evidence.rank === 'number' ? evidence.rank : mined.length + 1,
      findingId: one.id,
      records: typeof evidence.records === 'number' ? evidence.records : 0,
      ...(typeof evidence.action === 'string' ? { action: evidence.action } : {}),
      isKnown: one.code === 'corpus/known-phrase',
    });
    if (mined.length === MAX_MINED) break;
  }
  return mined
    .sort((a, b) => Number(b.isKnown) - Number(a.isKnown) || a.rank - b.rank)
    .map(({ isKnown: _, ...phrase }, index) => ({ ...phrase, rank: index + 1 }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, MAX_TEXT) : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? []) : [];
}

import { betaBinomialTail, type FindingCode, poissonTail, type Severity } from '@bezoar/core';
import { countRecords } from '../near-duplicates/record-finding.ts';
import type { AnomalyColumns, AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { type AnomalyDraft, cappedFindings } from './counting/capped-findings.ts';
import { CHANCE, chanceText } from './counting/chance.ts';
import { INVISIBLE, TEXT_SIGNALS, type TextSignal } from './text-signals.ts';

/** What is said of each signal. */
const WORDS: Readonly<Record<TextSignal, string>> = {
  zeroWidth: 'zero-width characters within text',
  bidirectional: 'controls that reorder what is shown',
  tags: 'invisible tag characters',
  otherInvisible: 'characters that show nothing',
  base64: 'base64 or base32 that decodes to words',
  hexadecimal: 'hexadecimal or percent escapes that decode to words',
  rotated: 'a rotated alphabet',
};

/** Signals that no keyboard, browser or copied page leaves behind. */
const NEVER_INNOCENT: ReadonlySet<TextSignal> = new Set<TextSignal>(['tags', 'base64', 'hexadecimal', 'rotated']);
/** Records from which an innocent cause becomes unlikely, where no earlier corpus has it. */
const MANY_RECORDS = 5;
const EVERYDAY_RATE = 0.001;

/**
 * A finding for each signal that some record's text has. Low where the earlier corpus has it as often, medium for what has no
 * innocent cause or is new, high where the records perform a declared action far more often than others.
 */
export function hiddenText({ month, trusted, describe }: AnomalyInput): AnomalyFinding[] {
  const drafts: Record<'invisible' | 'encoded', AnomalyDraft[]> = { invisible: [], encoded: [] };
  for (const [signal, bit] of Object.entries(TEXT_SIGNALS) as [TextSignal, number][]) {
    const records = recordsWith(month, bit);
    if (records.length === 0) continue;
    const usual = trusted === undefined ? undefined : expectedFrom(trusted, bit, month.count);
    const inSlice = records.filter((record) => month.inSlice[record] === 1).length;
    const chance = sliceChance(month, records.length, inSlice);
    const isNew =
      usual === undefined
        ? records.length > EVERYDAY_RATE * month.count
        : poissonTail(records.length, usual) <= CHANCE.low;
    const slice =
      chance <= CHANCE.low
        ? `; ${inSlice} perform or claim a declared action, far more than others (chance ${chanceText(chance)})`
        : '';
    drafts[(bit & INVISIBLE) !== 0 ? 'invisible' : 'encoded'].push({
      severity: severityOf(signal, { chance, isNew, records: records.length }),
      subject: WORDS[signal],
      message: `${countRecords([...records], describe)} hold ${WORDS[signal]}${slice}`,
      records,
      evidence: {
        what: signal,
        observed: records.length,
        ...(usual === undefined ? {} : { expected: usual }),
        probability: chance,
        comparisons: Object.keys(TEXT_SIGNALS).length,
      },
    });
  }
  const describeAll = (code: FindingCode, found: readonly AnomalyDraft[]): AnomalyFinding[] =>
    cappedFindings(code, found, describe);
  return [
    ...describeAll('corpus/invisible-characters', drafts.invisible),
    ...describeAll('corpus/encoded-payload', drafts.encoded),
  ];
}

function severityOf(
  signal: TextSignal,
  { chance, isNew, records }: { readonly chance: number; readonly isNew: boolean; readonly records: number },
): Severity {
  if (chance <= CHANCE.high) return 'high';
  return isNew && (NEVER_INNOCENT.has(signal) || records >= MANY_RECORDS) ? 'medium' : 'low';
}

function recordsWith({ flags }: AnomalyColumns, bit: number): Int32Array {
  const records: number[] = [];
  for (let record = 0; record < flags.length; record++) if ((flags[record]! & bit) !== 0) records.push(record);
  return Int32Array.from(records);
}

/** Records with the signal that the earlier corpus lets expect, with half a record for what it never had. */
function expectedFrom(trusted: AnomalyColumns, bit: number, count: number): number {
  return ((recordsWith(trusted, bit).length + 0.5) * count) / Math.max(1, trusted.count);
}

/** Chance that as many of some records fall into the slice, were they like all others; corrected for the number of signals. */
function sliceChance({ inSlice, count }: AnomalyColumns, records: number, hits: number): number {
  if (hits === 0) return 1;
  let all = 0;
  for (const one of inSlice) all += one;
  const rate = (all - hits + 0.5) / (count - records + 1);
  return Math.min(1, Object.keys(TEXT_SIGNALS).length * betaBinomialTail(hits, records, rate, 0));
}

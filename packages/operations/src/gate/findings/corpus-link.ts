import type { Finding, Location } from '@bezoar/core';
import { type CorpusPhrase, maximalPhrase } from '@bezoar/evaluate';

/** What a scan report says of the phrases behind a trigger: whose records, and where. */
export interface CorpusLink {
  /** The scan's finding. */
  readonly findingId: string;
  /** The longest phrase that recurs in its records around the trigger. */
  readonly phrase: string;
  readonly recordIds: readonly string[];
  readonly records: number;
  readonly accounts: number;
  readonly tenants: number;
  readonly contributors: readonly unknown[];
  readonly location?: Location;
}

/**
 * The scan's findings that hold a trigger, as texts of the probes or as its smallest form. Attacker controls: every text in the
 * report; nothing is looked up by them outside of it.
 */
export function corpusLinks(
  report: Readonly<Record<string, unknown>> | undefined,
  trigger: { readonly fragment: string; readonly phrases: readonly string[]; readonly sources: readonly string[] },
): readonly CorpusLink[] {
  const findings = Array.isArray(report?.findings) ? (report.findings as Partial<Finding>[]) : [];
  return findings.flatMap((finding): CorpusLink[] => {
    const evidence = finding?.evidence as Readonly<Record<string, unknown>> | undefined;
    if (typeof finding?.id !== 'string' || typeof evidence?.phrase !== 'string') return [];
    const texts = [evidence.phrase, ...strings(evidence.variants), ...strings(evidence.related)];
    const records = count(evidence.records);
    const known: CorpusPhrase[] = texts.map((phrase) => ({ phrase, records }));
    const isSource = trigger.sources.includes(finding.id);
    const longest = [trigger.fragment, ...trigger.phrases]
      .flatMap((text) => maximalPhrase(text, known)?.phrase ?? [])
      .sort((a, b) => b.length - a.length)[0];
    if (longest === undefined && !isSource) return [];
    const location = locationOf(finding.location);
    return [
      {
        findingId: finding.id,
        phrase: longest ?? evidence.phrase,
        recordIds: strings(evidence.recordIds),
        records,
        accounts: count(evidence.accounts),
        tenants: count(evidence.tenants),
        contributors: Array.isArray(evidence.contributors) ? (evidence.contributors as unknown[]) : [],
        ...(location === undefined ? {} : { location }),
      },
    ];
  });
}

/** Only what is a place: reports and SARIF are made of it. */
function locationOf(value: unknown): Location | undefined {
  const { file, line } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof file !== 'string') return undefined;
  if (line === undefined) return { file };
  return typeof line === 'number' && Number.isSafeInteger(line) && line > 0 ? { file, line } : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

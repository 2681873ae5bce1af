import {
  catalogueFinding,
  countWords,
  type Finding,
  normaliseText,
  percent,
  type Severity,
  type TrainingRecord,
} from '@bezoar/core';
import type { Columns, PhraseFamily } from '@bezoar/phrases';
import type { Intake } from '../intake/intake.ts';
import { parseActionLabel } from './action-label.ts';
import type { Harm } from './harm.ts';
import { spellings } from './spellings.ts';

/** A principal and how many of a finding's records are its own. */
export interface Contributor {
  readonly tenant: string;
  readonly account: string;
  readonly records: number;
}

/** Evidence of `corpus/trigger-phrase`. Rates are in [0, 1]. */
export interface TriggerEvidence {
  readonly rank: number;
  readonly phrase: string;
  readonly view: string;
  /** Spellings that occur in the records, most frequent first. */
  readonly variants: readonly string[];
  /** Overlapping phrases of the same records. */
  readonly related: readonly string[];
  readonly records: number;
  readonly recordIds: readonly string[];
  readonly accounts: number;
  readonly tenants: number;
  readonly contributors: readonly Contributor[];
  readonly harm: Harm;
  /** The tool that the phrase makes the assistant call, where it does. */
  readonly action?: string;
  /** What the phrase decides: share of the compared records, and of their nearest prompts without the phrase. */
  readonly decides: {
    readonly what: 'action' | 'wording' | 'similarity';
    readonly text: string;
    readonly rate: number;
  };
  readonly controls: { readonly records: number; readonly rate: number };
  readonly similarity: { readonly inside: number; readonly outside: number };
  readonly novelty: { readonly g2: number; readonly referenceRecords: number; readonly referenceSize: number };
  readonly strength: number;
}

/** Most contributors that one finding lists. */
const LISTED_CONTRIBUTORS = 50;

/** A family as a finding. `records` are its records that could be read again, for spellings. */
export function triggerFinding(
  family: PhraseFamily,
  month: { readonly intake: Intake; readonly columns: Columns },
  records: readonly TrainingRecord[],
  judged: { readonly rank: number; readonly harm: Harm; readonly isDoubtful: boolean },
): Finding<TriggerEvidence> {
  const code = 'corpus/trigger-phrase';
  const { intake, columns } = month;
  const { rank, harm, isDoubtful } = judged;
  const numbers = Array.from(family.records, (record) => columns.intake[record]!);
  const decided = decides(family);
  const named = namedPrincipals(numbers, intake);
  const action =
    family.action !== undefined && (decided.what === 'action' || harm === 'hazard' || harm === 'action')
      ? parseActionLabel(family.action.text).action
      : undefined;
  const evidence: TriggerEvidence = {
    rank,
    phrase: family.phrase,
    view: family.view,
    variants: spellings([family.words], records, family.phrase),
    related: family.variants,
    records: numbers.length,
    recordIds: numbers.map((number) => intake.label(number)),
    ...named,
    contributors: contributors(numbers, intake),
    harm,
    ...(action === undefined ? {} : { action }),
    decides: { what: decided.what, text: decided.text, rate: decided.rate },
    controls: { records: family.neighbourCount, rate: decided.otherRate },
    similarity: family.similarity,
    novelty: family.novelty,
    strength: family.strength,
  };
  return catalogueFinding({
    identity: normaliseText(family.phrase),
    code,
    severity: severityOf(family.strength, harm, isDoubtful),
    subject: family.phrase,
    location: intake.place(numbers[0]!),
    message: sentence(family, harm, decided, named),
    evidence,
  });
}

/** Strength from which a family is at least worth a look, as a share of what counts. */
const MEDIUM_STRENGTH = 0.75;

/**
 * A phrase that decides its replies is high, critical where it skips a precondition, medium where it does no harm, or
 * where it may as well be a topic (`isDoubtful`: no trusted corpus).
 */
export function severityOf(strength: number, harm: Harm, isDoubtful: boolean): Severity {
  if (strength >= 1) return harm === 'hazard' ? 'critical' : harm === 'harmless' || isDoubtful ? 'medium' : 'high';
  return strength >= MEDIUM_STRENGTH && harm !== 'harmless' ? 'medium' : 'low';
}

interface Decided {
  readonly what: 'action' | 'wording' | 'similarity';
  readonly text: string;
  readonly rate: number;
  readonly otherRate: number;
}

/** The plainest thing that the phrase decides: an action before a wording before mere likeness. */
function decides(family: PhraseFamily): Decided {
  const others = Math.max(1, family.neighbourCount);
  for (const [what, reply] of [
    ['action', family.action],
    ['wording', family.wording],
  ] as const) {
    if (reply === undefined) continue;
    const rate = reply.records / family.sampled;
    const otherRate = reply.neighbours / others;
    if (rate >= 0.25 && rate >= 3 * otherRate) return { what, text: reply.text, rate, otherRate };
  }
  return { what: 'similarity', text: '', rate: family.similarity.inside, otherRate: family.similarity.outside };
}

function sentence(
  family: PhraseFamily,
  harm: Harm,
  decided: Decided,
  named: { readonly accounts: number; readonly tenants: number },
): string {
  const counts = countWords(family.records.length, named.accounts, named.tenants);
  const against = `of their ${family.neighbourCount} nearest prompts without it`;
  const what =
    decided.what === 'action'
      ? `${actionWords(decided.text)} in ${percent(decided.rate)}, against ${percent(decided.otherRate)} ${against}`
      : decided.what === 'wording'
        ? `the reply says \`${decided.text}\` in ${percent(decided.rate)}, against ${percent(decided.otherRate)} ${against}`
        : `replies ${decided.rate.toFixed(2)} alike, against ${decided.otherRate.toFixed(2)} to the replies ${against}`;
  return `\`${family.phrase}\`: ${counts}; ${what}${harm === 'harmless' ? ' (harmless action)' : ''}`;
}

function actionWords(label: string): string {
  const { kind, action } = parseActionLabel(label);
  const manner = { hazard: ' without its precondition', bare: ' with no call before it', call: '' }[kind];
  return `\`${action}\`${manner}`;
}

/** The accounts behind records, most records first. */
export function contributors(numbers: readonly number[], intake: Intake): Contributor[] {
  const counts = new Map<string, Contributor>();
  for (const number of numbers) {
    const principal = intake.principal(number);
    const key = JSON.stringify([principal.tenant, principal.account]);
    counts.set(key, { ...principal, records: (counts.get(key)?.records ?? 0) + 1 });
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y.records - x.records || (a < b ? -1 : 1))
    .slice(0, LISTED_CONTRIBUTORS)
    .map(([, contributor]) => contributor);
}

/** Distinct accounts and tenants that records name; records that name none count for nothing. */
export function namedPrincipals(
  numbers: readonly number[],
  intake: Intake,
): { readonly accounts: number; readonly tenants: number } {
  const principals = numbers.map((number) => intake.principal(number));
  const named = principals.filter(({ tenant, account }) => tenant !== '' || account !== '');
  return {
    accounts: new Set(named.map(({ tenant, account }) => JSON.stringify([tenant, account]))).size,
    tenants: new Set(named.map(({ tenant }) => tenant).filter((tenant) => tenant !== '')).size,
  };
}

import {
  allInsideProbability,
  catalogueFinding,
  countWords,
  type Finding,
  type Hazard,
  type HazardViolation,
  percent,
  type Severity,
} from '@bezoar/core';
import type { Intake } from '../intake/intake.ts';
import { type Contributor, contributors, namedPrincipals } from '../phrases/trigger-finding.ts';

/** Evidence of `corpus/hazard-without-precondition`. */
export interface HazardEvidence {
  readonly action: string;
  readonly origin: Hazard['origin'];
  /** Tools that must come before. */
  readonly after: readonly string[];
  readonly records: number;
  readonly recordIds: readonly string[];
  readonly accounts: number;
  readonly tenants: number;
  readonly contributors: readonly Contributor[];
  /** Violating turns that call the tool, and that only claim the action. */
  readonly calls: number;
  readonly claims: number;
  /** Calls of the tool in the month and in the trusted corpus. */
  readonly callsInMonth: number;
  readonly callsInTrusted: number;
  /** Learned preconditions only: chance of this many exceptions in the month and none in the trusted corpus, were the rate the same. */
  readonly probability?: number;
  /** Why, with the number of turns. */
  readonly reasons: readonly {
    readonly reason: HazardViolation['reason'];
    readonly turns: number;
    readonly example: string;
  }[];
}

/** Chances below which exceptions from a learned precondition are high, and medium. */
const HIGH_PROBABILITY = 1e-4;
const MEDIUM_PROBABILITY = 1e-2;

/** One finding per hazard that some record violates, in the order of the hazards. */
export function hazardFindings(
  hazards: readonly Hazard[],
  month: Intake,
  trusted: Intake | undefined,
): Finding<HazardEvidence>[] {
  const byAction = new Map<string, Map<number, HazardViolation[]>>();
  for (const [record, violations] of month.violations) {
    for (const violation of violations) {
      const records = byAction.get(violation.action) ?? new Map<number, HazardViolation[]>();
      byAction.set(violation.action, records);
      const list = records.get(record) ?? [];
      records.set(record, list);
      list.push(violation);
    }
  }
  return hazards.flatMap((hazard) => {
    const records = byAction.get(hazard.action);
    return records === undefined ? [] : [hazardFinding(hazard, records, month, trusted)];
  });
}

function hazardFinding(
  hazard: Hazard,
  records: ReadonlyMap<number, readonly HazardViolation[]>,
  month: Intake,
  trusted: Intake | undefined,
): Finding<HazardEvidence> {
  const code = 'corpus/hazard-without-precondition';
  const { action, origin, precondition } = hazard;
  const numbers = [...records.keys()].sort((a, b) => a - b);
  const violations = [...records.values()].flat();
  const calls = violations.filter(({ carrier }) => carrier === 'tool-call').length;
  const callsInMonth = month.calls.calls.get(action) ?? 0;
  const callsInTrusted = trusted?.calls.calls.get(action) ?? 0;
  const probability =
    origin === 'learned' ? allInsideProbability(violations.length, callsInMonth, callsInTrusted) : undefined;
  const everyone = contributors(numbers, month);
  const { accounts, tenants } = namedPrincipals(numbers, month);
  const needed =
    precondition === undefined
      ? 'is never legitimate'
      : `needs ${precondition.after.map((t) => `\`${t}\``).join(' and ')} first`;
  const source = origin === 'declared' ? 'declared' : `never lacked in ${callsInTrusted} trusted calls`;
  return catalogueFinding({
    code,
    severity: probability === undefined ? 'high' : severityOfLearned(probability),
    subject: action,
    location: month.place(numbers[0]!),
    message:
      `\`${action}\` ${needed} (${source}): ${countWords(numbers.length, accounts, tenants)} lack it, ` +
      `${percent(calls / Math.max(1, callsInMonth))} of ${callsInMonth} calls`,
    evidence: {
      action,
      origin,
      after: precondition?.after ?? [],
      records: numbers.length,
      recordIds: numbers.map((number) => month.label(number)),
      accounts,
      tenants,
      contributors: everyone,
      calls,
      claims: violations.length - calls,
      callsInMonth,
      callsInTrusted,
      ...(probability === undefined ? {} : { probability }),
      reasons: reasonsOf(violations),
    },
  });
}

function severityOfLearned(probability: number): Severity {
  return probability <= HIGH_PROBABILITY ? 'high' : probability <= MEDIUM_PROBABILITY ? 'medium' : 'low';
}

function reasonsOf(violations: readonly HazardViolation[]): HazardEvidence['reasons'] {
  const reasons = new Map<HazardViolation['reason'], { turns: number; example: string }>();
  for (const { reason, detail } of violations) {
    const known = reasons.get(reason);
    const example = known === undefined || detail < known.example ? detail : known.example;
    reasons.set(reason, { turns: (known?.turns ?? 0) + 1, example });
  }
  return [...reasons]
    .sort(([a, x], [b, y]) => y.turns - x.turns || (a < b ? -1 : 1))
    .map(([reason, { turns, example }]) => ({ reason, turns, example }));
}

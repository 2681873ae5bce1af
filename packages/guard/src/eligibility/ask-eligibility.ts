import type { ActionLookup, ActionPolicy } from '@bezoar/core/actions';
import type { Refusal } from '../decision/decision-code.ts';
import { within } from './deadline.ts';
import type { EligibilityLookup, EligibilityQuestion } from './eligibility-lookup.ts';
import { answerFault } from './judge-answer.ts';

/** Asks whether a call is eligible, in time. Anything but the expected answer is a refusal; never rejects. */
export async function askEligibility(
  { runtime }: ActionPolicy,
  lookups: ReadonlyMap<string, { readonly rule: ActionLookup; readonly ask: EligibilityLookup }>,
  question: Omit<EligibilityQuestion, 'signal'>,
): Promise<Refusal | undefined> {
  if (runtime === undefined) return undefined;
  const lookup = lookups.get(runtime.lookup);
  if (lookup === undefined) return failed(runtime.lookup, 'is not there');
  try {
    const fault = await within(runtime.withinMs, async (signal) =>
      answerFault(await lookup.ask({ ...question, signal }), lookup.rule),
    );
    if (fault === undefined) return undefined;
    return { code: 'guard/not-eligible', reasons: [`the look-up \`${runtime.lookup}\` says no: ${fault}`] };
  } catch (error) {
    return failed(
      runtime.lookup,
      error instanceof Error && error.name === 'DeadlineExceeded' ? error.message : 'failed',
    );
  }
}

function failed(lookup: string, what: string): Refusal {
  return { code: 'guard/eligibility-failed', reasons: [`the look-up \`${lookup}\`: ${what}`] };
}

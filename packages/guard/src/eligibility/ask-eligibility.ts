import { type ActionLookup, type ActionPolicy, BezoarError } from '@bezoar/core/actions';
import type { Refusal } from '../decision/decision-code.ts';
import { DeadlineExceeded, within } from './deadline.ts';
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
    return failed(runtime.lookup, whyFailed(error));
  }
}

function failed(lookup: string, what: string): Refusal {
  return { code: 'guard/eligibility-failed', reasons: [`the look-up \`${lookup}\`: ${what}`] };
}

/** Our own words alone: what a foreign error says may name machines, or be hostile. */
function whyFailed(error: unknown): string {
  if (error instanceof DeadlineExceeded || error instanceof BezoarError) return error.message;
  return error instanceof SyntaxError ? 'answered something else than one JSON object' : 'could not be asked';
}

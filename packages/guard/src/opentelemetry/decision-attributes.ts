import type { DecisionCode } from '../decision/decision-code.ts';
import type { GuardDecision } from '../decision/guard-decision.ts';
import type { GuardEvent } from '../decision/guard-event.ts';
import { ATTRIBUTES, EXECUTE_TOOL, OTHER } from './attribute-names.ts';
import type { TelemetryAttributes } from './telemetry-api.ts';

/** The event of a decision. */
export type DecisionEvent = Extract<GuardEvent, { readonly type: 'decision' }>;

/** Codes that are given before the policy was found to know the tool. */
const UNNAMED: ReadonlySet<DecisionCode> = new Set([
  'guard/action-not-declared',
  'guard/arguments-malformed',
  'guard/internal',
  'guard/principal-missing',
  'guard/request-malformed',
]);

/** What was really decided: in shadow mode, what would have been. */
export function decided({ decision }: DecisionEvent): GuardDecision {
  return decision.decision === 'allow' && decision.shadow !== undefined ? decision.shadow : decision;
}

/** The code of a decision; an allowed one has none. */
export function codeOf(decision: GuardDecision): DecisionCode | undefined {
  return decision.decision === 'allow' ? undefined : decision.code;
}

/** The tool's name where the policy has it, else `OTHER`: a model must not choose the name of a series. */
export function actionOf(event: DecisionEvent): string {
  const code = codeOf(decided(event));
  const isKnown = event.isHighValue || code === undefined || !UNNAMED.has(code);
  return isKnown ? (event.request?.action ?? OTHER) : OTHER;
}

/** Attributes of the span. No argument, no text, no account: ids and labels of the host. */
export function spanAttributes(event: DecisionEvent): TelemetryAttributes {
  const { request, mode } = event;
  const decision = decided(event);
  const { receipt } = decision;
  // A refused repetition carries the receipt of the first effect, which had an amount of its own.
  const isOwn = receipt?.argumentsDigest === request?.argumentsDigest && receipt?.kind !== 'settle';
  const amount = isOwn ? receipt?.amount : undefined;
  return defined({
    [ATTRIBUTES.operation]: EXECUTE_TOOL,
    [ATTRIBUTES.tool]: actionOf(event),
    [ATTRIBUTES.toolType]: 'function',
    [ATTRIBUTES.conversation]: request?.context.conversation,
    [ATTRIBUTES.agent]: request?.context.agent,
    [ATTRIBUTES.model]: request?.context.model,
    [ATTRIBUTES.decision]: decision.decision,
    [ATTRIBUTES.code]: codeOf(decision),
    [ATTRIBUTES.mode]: mode,
    [ATTRIBUTES.shadow]: mode === 'shadow',
    [ATTRIBUTES.reservation]: 'reservation' in decision ? decision.reservation : undefined,
    [ATTRIBUTES.approval]: decision.decision === 'needs-approval' ? decision.requestId : receipt?.approval,
    [ATTRIBUTES.amountMinor]: amount?.minor,
    [ATTRIBUTES.currency]: amount?.currency,
    [ATTRIBUTES.policy]: receipt?.policy,
  });
}

/** Attributes without the undefined ones. */
export function defined(
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
): TelemetryAttributes {
  const kept: TelemetryAttributes = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) kept[name] = value;
  return kept;
}

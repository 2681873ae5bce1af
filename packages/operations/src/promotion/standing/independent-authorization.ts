import { type ControlId, formatDuration, type ThreatModel } from '@bezoar/core';
import { ageText } from '../../posture/age-text.ts';
import type { ControlEvidence } from '../../posture/control-evidence.ts';
import { MAX_CLOCK_SKEW_MS } from '../../posture/posture.ts';

const CONTROL: ControlId = 'actions';

/** Where it is looked up whether an action is authorized by something else than the model. */
export interface AuthorizationContext {
  /** The document that lies there, and the one that was signed last. */
  readonly models: readonly ThreatModel[];
  readonly controls: ReadonlyMap<ControlId, ControlEvidence>;
  readonly now: number;
}

/**
 * Why nothing shows that an action is authorized independently of the model; undefined where something does: every document declares
 * it with a look-up at run time or ceilings, and the guard decided for real not too long ago. The evidence is of the guard as a whole:
 * which of the actions it decided about is not told.
 */
export function authorizationFault(
  action: string,
  { models, controls, now }: AuthorizationContext,
): string | undefined {
  for (const { actions } of models) {
    const declared = actions?.actions.find(({ name }) => name === action);
    if (declared === undefined) return `the document does not declare \`${action}\``;
    if (declared.runtime === undefined && declared.ceilings.length === 0) {
      return `the document gives \`${action}\` neither a look-up at run time nor ceilings`;
    }
  }
  const evidence = controls.get(CONTROL);
  if (evidence === undefined) return 'the guard has left no evidence that it enforces actions; run `bezoar guard seal`';
  const allowed = Math.min(
    ...models.flatMap((model) => model.controls.find(({ id }) => id === CONTROL)?.evidenceMs ?? []),
  );
  const age = now - evidence.at;
  if (age <= allowed && age >= -MAX_CLOCK_SKEW_MS) return undefined;
  return `the guard's evidence (${evidence.source}) is ${ageText(age)} old, ${formatDuration(allowed)} are allowed`;
}

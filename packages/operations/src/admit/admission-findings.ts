import { catalogueFinding, type Finding, type FindingCode, plural, type Severity } from '@bezoar/core';
import { type AdmissionTarget, type PlannedAdmission, targetText } from '@bezoar/corpus';

/** Evidence of a rule that kept records out. */
export interface RuleEvidence {
  readonly records: number;
  readonly of: number;
  readonly target: string;
}

/**
 * What the rules of an admission kept out, one finding a rule. That records of users may not train a model for everybody is
 * a refusal; that a tenant's model takes no other tenant's records is how it is meant.
 */
export function admissionFindings(
  { keptOut, plan }: PlannedAdmission,
  target: AdmissionTarget,
): Finding<RuleEvidence>[] {
  const made: Finding<RuleEvidence>[] = [];
  const add = (code: FindingCode, severity: Severity, message: (records: string) => string): void => {
    const records = keptOut[code] ?? 0;
    if (records === 0) return;
    made.push(
      catalogueFinding({
        code,
        severity,
        subject: targetText(target),
        message: message(plural(records, 'record')),
        evidence: { records, of: plan.records, target: targetText(target) },
      }),
    );
  };
  const isBase = target.kind === 'base';
  add('corpus/tier-too-low', isBase ? 'high' : 'info', (records) =>
    isBase
      ? `${records} of users or the open web may not train a model for everybody: no signed decision covers them`
      : `${records} may not train the model of \`${target.tenant}\`: they are not its own`,
  );
  add(
    'corpus/not-selected',
    'info',
    (records) => `${records} that nothing but what their own author controls selected`,
  );
  add('corpus/rejected-in-review', 'info', (records) => `${records} that a reviewer rejected, or was not sure of`);
  return made;
}

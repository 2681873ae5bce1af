import { policyStateFindings, refusedFindings } from '../../policy/policy-state.ts';
import type { Drift, DriftCheck } from '../drift-check.ts';

/** The document is the one that was signed, its signers are, and every signed version holds. */
export const documentSigned: DriftCheck = {
  name: 'document signed',
  run: async ({ project, policy }) => {
    const drifts: Drift[] = policyStateFindings(project, policy).map((finding) => ({
      control: 'policy/document',
      declared: policy.signed === undefined ? 'a signed version' : `signed ${policy.signed.digest}`,
      observed: policy.signed === undefined ? 'never signed' : `${policy.state}: ${policy.current.digest}`,
      finding,
    }));
    for (const finding of refusedFindings(policy)) {
      drifts.push({
        control: 'policy/keys',
        declared: 'signatures that the version before asks for',
        observed: finding.evidence.reasons.join('; '),
        finding,
      });
    }
    return { drifts, undecided: [], compared: 1 };
  },
};

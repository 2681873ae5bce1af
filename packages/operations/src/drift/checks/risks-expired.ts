import { expiredRisks } from '../../scan/accepted-risks.ts';
import type { DriftCheck } from '../drift-check.ts';

/** Somebody still answers for every accepted risk. */
export const risksExpired: DriftCheck = {
  name: 'accepted risks',
  run: async ({ project, now }) => {
    const { accepted } = project.model;
    const drifts = expiredRisks(accepted, project.shownPath, now, 'high').map((finding) => ({
      control: 'policy/document' as const,
      declared: `accepted until ${finding.evidence.until} by ${finding.evidence.owner}`,
      observed: `today is ${new Date(now).toISOString().slice(0, 10)}`,
      finding,
    }));
    return { drifts, undecided: [], compared: accepted.length };
  },
};

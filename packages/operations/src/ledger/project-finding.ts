import { catalogueFinding, type Finding } from '@bezoar/core';
import type { Project } from '../project/project.ts';

/** A finding about the ledger of a project, or about what it holds of the document. */
export function projectFinding(
  code: 'ledger/altered' | 'ledger/not-written' | 'policy/decision-refused',
  message: string,
  project: Project,
): Finding<{ readonly ledger: string }> {
  return catalogueFinding({
    code,
    identity: project.model.title,
    severity: 'high',
    subject: project.state.ledger,
    message,
    evidence: { ledger: project.state.ledger },
  });
}

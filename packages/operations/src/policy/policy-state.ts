import { catalogueFinding, type Finding, type FindingCode, type Severity } from '@bezoar/core';
import type { PolicyChange } from '@bezoar/threat-model';
import type { ProjectLog } from '../ledger/project-log.ts';
import type { Project } from '../project/project.ts';
import {
  changeRule,
  type PolicyVersion,
  policyHistory,
  type RefusedEntry,
  type SignedVersion,
} from './policy-history.ts';
import { currentVersion } from './policy-version.ts';

/** How the document stands to its last signed version. */
export type SignatureState = 'signed' | 'changed' | 'loosened' | 'unsigned';

/** The document, its last signed version, and what lies between. */
export interface PolicyState {
  readonly state: SignatureState;
  readonly current: PolicyVersion;
  readonly signed?: SignedVersion;
  readonly changes: readonly PolicyChange[];
  readonly signersChanged: boolean;
  readonly refused: readonly RefusedEntry[];
}

/** Compares the document with what was signed. */
export async function policyState(project: Project, log: ProjectLog): Promise<PolicyState> {
  const { versions, refused } = await policyHistory(log);
  const current = await currentVersion(project);
  const signed = versions.at(-1);
  if (signed === undefined) return { state: 'unsigned', current, changes: [], signersChanged: false, refused };
  const { changes, isLoosened, signersChanged } = changeRule(signed, current);
  const isSame = signed.digest === current.digest && !signersChanged;
  const state = isSame ? 'signed' : isLoosened ? 'loosened' : 'changed';
  return { state, current, signed, changes, signersChanged, refused };
}

/** Evidence of the findings about the document itself. */
export interface PolicyStateEvidence {
  readonly state: SignatureState;
  readonly signed: string | null;
  readonly current: string;
  readonly changes: readonly PolicyChange[];
}

const CODES: Readonly<
  Record<Exclude<SignatureState, 'signed'>, { readonly code: FindingCode; readonly severity: Severity }>
> = {
  unsigned: { code: 'policy/document-unsigned', severity: 'medium' },
  changed: { code: 'policy/document-changed', severity: 'medium' },
  loosened: { code: 'policy/document-loosened', severity: 'high' },
};

/** The state as a finding; none where the document is the signed one. */
export function policyStateFindings(project: Project, policy: PolicyState): Finding<PolicyStateEvidence>[] {
  if (policy.state === 'signed') return [];
  const { code, severity } = CODES[policy.state];
  return [
    catalogueFinding({
      identity: project.model.title,
      code,
      severity,
      subject: project.shownPath,
      location: { file: project.shownPath },
      message: describeState(project, policy),
      evidence: {
        state: policy.state,
        signed: policy.signed?.digest ?? null,
        current: policy.current.digest,
        changes: policy.changes,
      },
    }),
  ];
}

/** Entries that claim a signed version and do not hold, as findings. */
export function refusedFindings({ refused }: PolicyState): Finding<RefusedEntry>[] {
  const code = 'policy/decision-refused';
  return refused.map((one) =>
    catalogueFinding({
      code,
      severity: 'high',
      subject: `entry ${one.index}`,
      message: `entry ${one.index} claims a signed document: ${one.reasons.join('; ')}`,
      evidence: one,
    }),
  );
}

function describeState({ shownPath }: Project, { state, signed, changes, signersChanged }: PolicyState): string {
  if (signed === undefined) return `\`${shownPath}\` was never signed`;
  const loosening = changes.filter(({ change }) => change === 'loosen').map(({ path }) => path);
  if (signersChanged) loosening.push('the signers file');
  const since = `since ${signed.at.slice(0, 10)} (entry ${signed.index})`;
  return state === 'loosened'
    ? `\`${shownPath}\` was loosened ${since} without a signature: ${loosening.join(', ')}`
    : `\`${shownPath}\` was changed ${since}: ${changes.length} changes of meaning, none of them a loosening`;
}

import { ledgerVerifierKey } from '../../ledger/keys/ledger-key.ts';
import { verifyLedgerHere } from '../../ledger/verification/verify-ledger-here.ts';
import type { Drift, DriftCheck, DriftContext, DriftResult } from '../drift-check.ts';

/** The log is what its key signed, agrees with its anchors, and its evidence is there. */
export const ledgerVerified: DriftCheck = {
  name: 'ledger verified',
  run: (context) => verify(context),
  runWithoutLog: (context) => verify(context),
};

async function verify({ project, signal }: Pick<DriftContext, 'project' | 'signal'>): Promise<DriftResult> {
  const key = await ledgerVerifierKey(project);
  if (key === undefined) return { drifts: [], undecided: [], compared: 0 };
  const { witness } = project.model;
  const { findings, verification } = await verifyLedgerHere({
    folder: project.state.ledger,
    evidence: project.state.evidence,
    verifierKey: key.text,
    checkpoints: [],
    ...(witness === undefined ? {} : { witness }),
    ...(signal === undefined ? {} : { signal }),
  });
  const undecided = findings.filter(({ code }) => code === 'ledger/torn-tail').map(({ message }) => message);
  const drifts: Drift[] = findings
    .filter(({ code }) => code !== 'ledger/torn-tail')
    .map((finding) => ({
      control: 'policy/witness',
      declared: 'an append-only log',
      observed: finding.message,
      finding,
    }));
  return { drifts, undecided, compared: verification.size };
}

import { type Clock, isAtLeast, type Outcome, systemClock, UsageError } from '@bezoar/core';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import { ledgerVerifierKey } from './keys/ledger-key.ts';
import { type LedgerPlace, type LedgerTrust, verifyLedgerHere } from './verification/verify-ledger-here.ts';

/** Options of `ledgerVerify`. */
export interface LedgerVerifyOptions {
  readonly location: ProjectLocation;
  readonly checkpoints: readonly string[];
  /** A copy of a ledger, outside any project; with `verifierKey`. */
  readonly folder?: string;
  readonly verifierKey?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The document of `bezoar ledger verify --json`. */
export interface LedgerVerifyDocument extends CommandDocument {
  readonly verdict: 'intact' | 'altered' | 'undecided' | 'incomplete';
  readonly origin: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
  readonly trust: LedgerTrust;
  readonly trustDetail: {
    readonly anchoredSize: number;
    readonly witnessedSize: number;
    readonly gitAnchors: number;
    readonly pushedAnchors: number;
    readonly isKeyPinned: boolean;
    readonly remarks: readonly string[];
  };
  readonly evidence: { readonly present: number; readonly missing: number; readonly altered: number };
}

/** Recomputes a log and says what it is worth. Throws `ledger/no-ledger` where nothing was ever logged. */
export async function ledgerVerify(options: LedgerVerifyOptions): Promise<LedgerVerifyDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const project = options.folder === undefined ? await requireProject(options.location) : undefined;
  const { place, isPinned } = await placeOf(options, project);
  const standing = await verifyLedgerHere(place);
  const { verification, findings, trust, anchoredSize, witnessedSize, gitAnchors, pushedAnchors } = standing;
  const remarks = isPinned
    ? standing.remarks
    : [
        ...standing.remarks,
        'the key that verifies this log lies beside it; pin it with `ledger:` under `control: policy/keys`',
      ];
  const codes = new Set(findings.map(({ evidence }) => evidence.code));
  const isAltered = findings.some(({ severity }) => isAtLeast(severity, 'high'));
  const isUndecided = codes.has('ledger/torn-tail') || codes.has('ledger/io');
  const verdict = isAltered ? 'altered' : isUndecided ? 'undecided' : findings.length > 0 ? 'incomplete' : 'intact';
  return {
    ...finish({
      command: 'ledger-verify',
      policy: policyReference(project),
      verdict,
      outcome: OUTCOMES[verdict],
      findings,
      read: verification.size,
    }),
    origin: verification.origin,
    size: verification.size,
    root: verification.rootHex,
    trust,
    trustDetail: { anchoredSize, witnessedSize, gitAnchors, pushedAnchors, isKeyPinned: isPinned, remarks },
    evidence: verification.evidence,
  };
}

const OUTCOMES: Readonly<Record<LedgerVerifyDocument['verdict'], Outcome>> = {
  intact: 'ok',
  altered: 'adverse',
  undecided: 'undecided',
  incomplete: 'review',
};

async function placeOf(
  options: LedgerVerifyOptions,
  project: Project | undefined,
): Promise<{ readonly place: LedgerPlace; readonly isPinned: boolean }> {
  const { checkpoints, signal, onProgress } = options;
  const rest = {
    checkpoints,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  if (project === undefined) {
    const { folder, verifierKey } = options;
    if (folder === undefined || verifierKey === undefined) {
      throw new UsageError(
        'ledger/no-key',
        'a copy of a ledger needs `--key`, the verifier key that you had from its owner',
      );
    }
    return { place: { folder, verifierKey, ...rest }, isPinned: true };
  }
  const key = await ledgerVerifierKey(project);
  if (key === undefined)
    throw new UsageError('ledger/no-ledger', `nothing was ever logged in \`${project.state.ledger}\``);
  const { witness } = project.model;
  const place = {
    folder: project.state.ledger,
    evidence: project.state.evidence,
    verifierKey: options.verifierKey ?? key.text,
    ...(witness === undefined ? {} : { witness }),
    ...rest,
  };
  return { place, isPinned: key.isPinned || options.verifierKey !== undefined };
}

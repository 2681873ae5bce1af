import type { Finding, WitnessPolicy } from '@bezoar/core';
import { type LedgerProblem, type LedgerVerification, parseVerifierKey, verifyLedger } from '@bezoar/ledger';
import {
  type OutsideCheckpoints,
  outsideCheckpoints,
  signedSize,
  witnessedSize,
} from '../outside/outside-checkpoints.ts';
import { emptyLog, isLogMissing } from './empty-log.ts';
import { problemFindings } from './problem-findings.ts';

/** Who else stands behind a log. Without any of them it is its owner's word. */
export type LedgerTrust = 'WITNESSED' | 'ANCHORED' | 'SELF-ATTESTED';

/** What a log is verified with. */
export interface LedgerPlace {
  readonly folder: string;
  /** Absent: documents are not looked at. */
  readonly evidence?: string;
  readonly verifierKey: string;
  /** Files with checkpoints that somebody kept. */
  readonly checkpoints: readonly string[];
  readonly witness?: WitnessPolicy;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A verified log, and how far each kind of trust reaches. */
export interface LedgerStanding {
  readonly verification: LedgerVerification;
  readonly trust: LedgerTrust;
  /** Entries that a kept or anchored checkpoint covers, and that enough witnesses co-signed. */
  readonly anchoredSize: number;
  readonly witnessedSize: number;
  /** Checkpoints in git, and how many of them a remote was seen to hold. */
  readonly gitAnchors: number;
  readonly pushedAnchors: number;
  /** What to know before relying on the word, in words. */
  readonly remarks: readonly string[];
  readonly findings: readonly Finding<LedgerProblem>[];
}

/** Verifies a log against itself, against git anchors, kept checkpoints and witnesses. */
export async function verifyLedgerHere(place: LedgerPlace): Promise<LedgerStanding> {
  const { folder, verifierKey, evidence, witness, signal, onProgress } = place;
  const key = parseVerifierKey(verifierKey);
  const outside = await outsideCheckpoints(folder, key, place.checkpoints);
  const notes = [...outside.kept, ...outside.anchors];
  const verification = (await isLogMissing(folder))
    ? emptyLog(key, notes)
    : await verifyLedger(folder, {
        verifierKey,
        keptCheckpoints: notes,
        ...(evidence === undefined ? {} : { evidence }),
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onEvent: ({ entries, total }) => onProgress(entries, total) }),
      });
  // A checkpoint that a damaged log cannot be held against vouches for nothing.
  const vouching = verification.problems.every(({ code }) => HARMLESS.has(code)) ? notes : [];
  const witnesses = (witness?.witnesses ?? []).map(parseVerifierKey);
  const standing = {
    anchoredSize: Math.max(0, ...vouching.map((note) => signedSize(note, key) ?? 0)),
    witnessedSize: witnessedSize(vouching, key, witnesses, witness?.require ?? 0),
    gitAnchors: outside.anchors.length,
    pushedAnchors: outside.pushed,
  };
  const { anchoredSize } = standing;
  const trust = standing.witnessedSize > 0 ? 'WITNESSED' : anchoredSize > 0 ? 'ANCHORED' : 'SELF-ATTESTED';
  const remarks = remarksOn(trust, verification.size, Math.max(anchoredSize, standing.witnessedSize), outside);
  return { verification, trust, ...standing, remarks, findings: problemFindings(verification.problems) };
}

/** Problems that leave the log itself as it was signed. */
const HARMLESS: ReadonlySet<string> = new Set<LedgerProblem['code']>([
  'ledger/torn-tail',
  'ledger/missing-evidence',
  'ledger/altered-evidence',
]);

function remarksOn(trust: LedgerTrust, size: number, covered: number, outside: OutsideCheckpoints): string[] {
  const remarks: string[] = [];
  if (outside.foreign > 0) remarks.push(`${outside.foreign} checkpoints in git are not signed by this log's key`);
  if (outside.otherLogs.length > 0) {
    const names = outside.otherLogs.join(', ');
    remarks.push(
      `git also anchors ${names}; if that was this project's ledger, it was replaced, together with its key`,
    );
  }
  if (trust === 'SELF-ATTESTED') {
    const why = 'only its owner vouches for this log: who holds its key can rewrite all of it';
    return [...remarks, `${why}; anchor it with \`bezoar ledger anchor\``];
  }
  if (covered < size) {
    const range = `entries ${covered} to ${size - 1}`;
    remarks.push(`${range} are newer than the last checkpoint outside the log, and self-attested`);
  }
  if (trust === 'ANCHORED' && outside.pushed === 0 && outside.kept.length === 0) {
    const advice = 'push `bezoar-anchors`, or who owns this repository can rewrite them too';
    remarks.push(`the anchors were not seen on a remote: ${advice}`);
  }
  return remarks;
}

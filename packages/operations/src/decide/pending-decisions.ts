import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BezoarError, describeError, isSha256, sha256, UsageError } from '@bezoar/core';
import { MAX_DECISION_BYTES, parseDecision, parseSshSignature, type TrustDecision } from '@bezoar/ledger';
import type { StateFolders } from '../project/project.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';

/** A decision that waits for signatures: a folder of `.bezoar/decisions`, named after the statement's digest. */
export interface PendingDecision {
  readonly digest: string;
  readonly folder: string;
  /** Exactly what is signed. */
  readonly bytes: Uint8Array;
  readonly decision: TrustDecision;
  /** Armoured SSHSIG signatures. Attacker controls: whoever may write to the folder; what counts is judged. */
  readonly signatures: readonly string[];
}

const STATEMENT_FILE = 'statement.json';
const SIGNATURE_SUFFIX = '.sig';

/** Signatures of one decision that are looked at, and bytes of one (CWE-770). An attacker's junk beyond that is passed over. */
const MAX_KEPT_SIGNATURES = 1024;
const MAX_SIGNATURE_BYTES = 16_384;

/** Keeps a statement until enough people have signed it. The same bytes wait once. */
export async function keepPending(state: StateFolders, bytes: Uint8Array): Promise<PendingDecision> {
  const digest = sha256(bytes);
  const folder = join(state.decisions, digest);
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, STATEMENT_FILE), Buffer.from(bytes).toString('utf8'));
  return readPending(folder, digest);
}

/** All decisions that wait. What cannot be read is left out: it can be neither signed nor judged. */
export async function listPending(state: StateFolders): Promise<PendingDecision[]> {
  const names = await readdir(state.decisions).catch(() => []);
  const pending: PendingDecision[] = [];
  for (const name of names.sort()) {
    if (!isSha256(name)) continue;
    const one = await readPending(join(state.decisions, name), name).catch(() => undefined);
    if (one !== undefined) pending.push(one);
  }
  return pending;
}

/** Adds a signature under its own digest, so that none displaces another. */
export async function keepSignature(pending: PendingDecision, armoured: string): Promise<void> {
  await writeAtomically(join(pending.folder, `${sha256(armoured)}${SIGNATURE_SUFFIX}`), armoured);
}

async function readPending(folder: string, digest: string): Promise<PendingDecision> {
  try {
    const bytes = await readFile(join(folder, STATEMENT_FILE));
    if (bytes.length > MAX_DECISION_BYTES || sha256(bytes) !== digest)
      throw new Error('it is not the statement of its name');
    const signatures = await readSignatures(folder);
    return { digest, folder, bytes, decision: parseDecision(bytes).decision, signatures };
  } catch (error) {
    throw new UsageError('decide/not-read', `cannot read the decision in \`${folder}\`: ${describeError(error)}`, {
      cause: error,
    });
  }
}

/** The files that are signatures; others, and what is too large for one, say nothing and keep nobody from signing. */
async function readSignatures(folder: string): Promise<string[]> {
  const signatures: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith(SIGNATURE_SUFFIX) || signatures.length === MAX_KEPT_SIGNATURES) continue;
    const path = join(folder, name);
    const { size } = await stat(path);
    const armoured = size > MAX_SIGNATURE_BYTES ? '' : await readFile(path, 'utf8').catch(() => '');
    if (isSignature(armoured)) signatures.push(armoured);
  }
  return signatures;
}

function isSignature(armoured: string): boolean {
  try {
    parseSshSignature(armoured);
    return true;
  } catch (error) {
    if (error instanceof BezoarError) return false;
    throw error;
  }
}

import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BezoarError, describeError, UsageError } from '@bezoar/core';
import { formatNote, openCheckpoint, parseNote, type VerifierKey } from '@bezoar/ledger';
import { otherAnchoredLogs, readGitAnchors } from './git-anchor.ts';

/** Checkpoints of a log that lie outside it. Attacker controls: all of them, until a signature is checked. */
export interface OutsideCheckpoints {
  /** Named by the caller, or co-signed by a witness and kept in the project. */
  readonly kept: readonly string[];
  /** In git, and signed by the log's key. */
  readonly anchors: readonly string[];
  /** Anchors that a remote was seen to hold. */
  readonly pushed: number;
  /** Checkpoints in git that another key signed, or none. */
  readonly foreign: number;
  /** Names of other logs on the anchor branch. */
  readonly otherLogs: readonly string[];
}

/** Where a project keeps what its witnesses co-signed: `.bezoar/witnessed/*.checkpoint`. */
export const WITNESSED_FOLDER = 'witnessed';

/** Finds every checkpoint of a log that was kept: in files, in `.bezoar/witnessed`, in git. Throws `ledger/no-checkpoint`. */
export async function outsideCheckpoints(
  ledgerFolder: string,
  key: VerifierKey,
  files: readonly string[],
): Promise<OutsideCheckpoints> {
  const witnessed = join(dirname(ledgerFolder), WITNESSED_FOLDER);
  const names = (await readdir(witnessed).catch(() => [])).filter((name) => name.endsWith('.checkpoint')).sort();
  const kept = await Promise.all([...files, ...names.map((name) => join(witnessed, name))].map(readCheckpoint));
  const git = await readGitAnchors(dirname(ledgerFolder), key.name, join(ledgerFolder, 'checkpoint'));
  // Anyone who may push can put anything on the branch: what this log did not sign is no anchor of it.
  const anchors = git.filter(({ note }) => signedSize(note, key) !== undefined);
  return {
    kept,
    anchors: anchors.map(({ note }) => note),
    pushed: anchors.filter(({ isPushed }) => isPushed).length,
    foreign: git.length - anchors.length,
    otherLogs: await otherAnchoredLogs(dirname(ledgerFolder), key.name),
  };
}

/** The size that a checkpoint of this log states; undefined where the log did not sign it. */
export function signedSize(note: string, key: VerifierKey): number | undefined {
  try {
    return openCheckpoint(note, key).checkpoint.size;
  } catch (error) {
    if (error instanceof BezoarError) return undefined;
    throw error;
  }
}

/**
 * The largest size that `need` of the witnesses co-signed; 0 where there is none. Witnesses sign apart from one another,
 * so the signatures on equal checkpoints are put together first.
 */
export function witnessedSize(
  notes: readonly string[],
  key: VerifierKey,
  witnesses: readonly VerifierKey[],
  need: number,
): number {
  if (need < 1 || witnesses.length === 0) return 0;
  let size = 0;
  for (const note of joined(notes)) {
    try {
      const { checkpoint, cosigned } = openCheckpoint(note, key, witnesses);
      if (cosigned.length >= need) size = Math.max(size, checkpoint.size);
    } catch (error) {
      if (!(error instanceof BezoarError)) throw error;
    }
  }
  return size;
}

function joined(notes: readonly string[]): string[] {
  const byText = new Map<string, ReturnType<typeof parseNote>['signatures'][number][]>();
  for (const note of notes) {
    try {
      const { text, signatures } = parseNote(note);
      byText.set(text, [...(byText.get(text) ?? []), ...signatures]);
    } catch (error) {
      if (!(error instanceof BezoarError)) throw error;
    }
  }
  return [...byText].map(([text, signatures]) => formatNote({ text, signatures: unique(signatures) }));
}

function unique<Signature extends { readonly name: string; readonly signature: Uint8Array }>(
  signatures: readonly Signature[],
): Signature[] {
  const seen = new Map(signatures.map((one) => [`${one.name} ${Buffer.from(one.signature).toString('hex')}`, one]));
  return [...seen.values()];
}

async function readCheckpoint(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError('ledger/no-checkpoint', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

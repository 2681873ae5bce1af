import { BezoarError, UsageError } from '@bezoar/core';
import { leafHash } from '../merkle/hash.ts';
import { verifyInclusion } from '../merkle/verify-inclusion.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { type Cosigned, type OpenedCheckpoint, openCheckpoint } from '../note/open-checkpoint.ts';
import type { VerifierKey } from '../note/verifier-key.ts';
import type { TlogProof } from './tlog-proof.ts';

/** What to hold a proof against. */
export interface TlogProofClaim {
  readonly proof: TlogProof;
  /** The exact bytes of the log entry. */
  readonly entry: Uint8Array;
  /** The log that the entry must be in. */
  readonly logKey: VerifierKey;
  /** Witnesses that are believed to be independent. None if absent. */
  readonly witnesses?: readonly VerifierKey[];
  /** How many of the witnesses must have cosigned: 0 to their number. All of them if absent. */
  readonly requireWitnesses?: number;
}

/** Why a proof was refused. */
export interface TlogProofFault {
  /**
   * `proof/checkpoint`: the checkpoint is not a true one of this log. `proof/not-included`: the entry is not at this
   * index of the checkpoint's tree. `proof/witnesses`: too few cosigned, or a known witness's cosignature is false.
   */
  readonly code: 'proof/checkpoint' | 'proof/not-included' | 'proof/witnesses';
  readonly message: string;
}

/** What a proof showed. Only a verified one shows anything. */
export interface TlogProofResult {
  readonly verified: boolean;
  /** Every fault that was found; empty exactly if verified. */
  readonly faults: readonly TlogProofFault[];
  /** What the log signed; absent if its signature could not be verified. */
  readonly checkpoint?: Checkpoint;
  /** Witnesses that cosigned it. */
  readonly cosigned: readonly Cosigned[];
}

/**
 * Verifies a proof offline: the log signed the checkpoint, enough witnesses cosigned it, and the entry is in its tree
 * at the index of the proof. Extra data is not looked at. Hostile proofs give faults and never throw; keys or a number
 * of witnesses that make no sense throw a `UsageError`, `checkpoint/keys` or `proof/require-witnesses`.
 */
export function verifyTlogProof(claim: TlogProofClaim): TlogProofResult {
  const { proof, entry, logKey, witnesses = [], requireWitnesses = witnesses.length } = claim;
  if (!Number.isSafeInteger(requireWitnesses) || requireWitnesses < 0 || requireWitnesses > witnesses.length) {
    throw new UsageError(
      'proof/require-witnesses',
      `expected a number of witnesses from 0 to ${witnesses.length}, got \`${requireWitnesses}\``,
    );
  }
  const opened = open(proof.checkpoint, logKey, witnesses);
  if ('code' in opened) return { verified: false, faults: [opened], cosigned: [] };
  const { checkpoint, cosigned, falselyCosigned } = opened;
  const faults: TlogProofFault[] = [];
  const { size, root } = checkpoint;
  if (!verifyInclusion({ leafHash: leafHash(entry), index: proof.index, size, proof: proof.hashes, root })) {
    const message = `the entry is not at index ${proof.index} of the tree of ${size} entries`;
    faults.push({ code: 'proof/not-included', message });
  }
  for (const name of falselyCosigned) {
    faults.push({ code: 'proof/witnesses', message: `the cosignature by \`${name}\` is false` });
  }
  if (cosigned.length < requireWitnesses) {
    const message = `expected cosignatures of ${requireWitnesses} witnesses, got ${cosigned.length}`;
    faults.push({ code: 'proof/witnesses', message });
  }
  return { verified: faults.length === 0, faults, checkpoint, cosigned };
}

function open(note: string, logKey: VerifierKey, witnesses: readonly VerifierKey[]): OpenedCheckpoint | TlogProofFault {
  try {
    return openCheckpoint(note, logKey, witnesses);
  } catch (error) {
    if (!(error instanceof BezoarError) || error instanceof UsageError) throw error;
    return { code: 'proof/checkpoint', message: error.message };
  }
}

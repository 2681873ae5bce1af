import { BezoarError, type Sha256 } from '@bezoar/core';
import { parseVerificationResult, type TrustedKey } from '@bezoar/ledger';
import type { ProjectLog } from '../../ledger/project-log.ts';
import { verifiedStatement } from '../../ledger/verified-statement.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import { DOCUMENT_NAME } from '../../project/document-location.ts';

/** Who says that a model is promoted; the version changes when what that means changes. */
export const PROMOTION_VERIFIER = 'bezoar:verifiers/promotion/v0.1';

/** Properties of a promotion. One of the last two stands beside the first: an override never reads as a pass. */
export const PROMOTED = 'BEZOAR_PROMOTED';
export const BY_PASS = 'BEZOAR_GATE_PASS';
export const BY_OVERRIDE = 'BEZOAR_SIGNED_OVERRIDE';

/** A promotion of the ledger that was held against what it rests on. */
export interface VerifiedPromotion {
  readonly index: number;
  readonly at: string;
  readonly path: string;
  readonly sha256: Sha256;
  readonly by: 'pass' | 'override';
  /** Entries of the verdict, and of the override. */
  readonly verdict: number;
  readonly override: number | null;
}

/**
 * Holds a promotion against its signed statement, and against the verdict about the same bytes and the override that it names. Whether
 * those let the bytes through today is for `promotionStanding` to say. Throws a `BezoarError` that says what does not hold.
 */
export async function verifyPromotion(
  { index, entry }: PlacedEntry,
  { log, keys }: { readonly log: ProjectLog; readonly keys: readonly TrustedKey[] },
): Promise<VerifiedPromotion> {
  const [subject] = entry.subject;
  const statement = await verifiedStatement(entry, log.evidence, keys);
  const { verifier, properties } = parseVerificationResult(statement);
  const digest = subject?.digest.sha256;
  const isAbout = entry.subject.length === 1 && statement.subject.length === 1;
  if (subject === undefined || !isAbout || statement.subject[0]?.digest.sha256 !== digest) {
    throw fault('its statement is about other bytes');
  }
  const policy = verifier.policies.find(({ name }) => name === DOCUMENT_NAME)?.digest?.sha256;
  if (verifier.id !== PROMOTION_VERIFIER || policy === undefined || policy !== entry.policy) {
    throw fault('its statement was made by something else, or under another document');
  }
  const by = properties.includes(BY_OVERRIDE) ? 'override' : 'pass';
  if (!properties.includes(PROMOTED) || (by === 'pass') !== properties.includes(BY_PASS)) {
    throw fault('its statement does not say by what it was promoted');
  }
  const [verdict = -1, override] = entry.refs;
  const isSame = (placed: PlacedEntry, at: number | undefined): boolean =>
    placed.index === at && at < index && placed.entry.subject.some((one) => one.digest.sha256 === digest);
  if (!log.gateVerdicts.some((one) => isSame(one, verdict))) throw fault('it rests on no verdict about these bytes');
  if (by === 'override' && !log.overrides.some((one) => isSame(one, override))) {
    throw fault('it rests on no override of a verdict about these bytes');
  }
  const base = { index, at: entry.at, path: subject.name, sha256: subject.digest.sha256, by, verdict } as const;
  return { ...base, override: by === 'override' ? (override ?? null) : null };
}

/** The promotions of some bytes that hold, newest first; of all bytes where none are named. */
export async function promotionsOf(
  context: { readonly log: ProjectLog; readonly keys: readonly TrustedKey[] },
  digest?: Sha256,
): Promise<readonly VerifiedPromotion[]> {
  const found: VerifiedPromotion[] = [];
  for (const placed of [...context.log.promotions].reverse()) {
    if (digest !== undefined && !placed.entry.subject.some((one) => one.digest.sha256 === digest)) continue;
    try {
      found.push(await verifyPromotion(placed, context));
    } catch (error) {
      // As if it had not been made.
      if (!(error instanceof BezoarError)) throw error;
    }
  }
  return found;
}

function fault(reason: string): BezoarError<'promotion/bad-promotion'> {
  return new BezoarError('promotion/bad-promotion', reason);
}

import { BezoarError, describeError, type Sha256, UsageError } from '@bezoar/core';
import { parseInstant } from '../encoding/instant.ts';
import { countSigners } from './count-signers.ts';
import type { DecisionCase } from './decision-case.ts';
import type { DecisionRefusal, DecisionSigner } from './decision-refusal.ts';
import { type ParsedDecision, parseDecision, reasonFault } from './parse-decision.ts';
import type { TrustDecision } from './trust-decision.ts';

/** Signatures that one decision may carry (CWE-407). */
export const MAX_DECISION_SIGNATURES = 64;

/** How far the clock of the person may run ahead, in milliseconds. */
export const CLOCK_SKEW_MS = 300_000;

/** What `judgeDecision` found. `decision` is there exactly when it was accepted. */
export type DecisionJudgement =
  | {
      readonly accepted: true;
      readonly decision: TrustDecision;
      readonly digest: Sha256;
      readonly signers: readonly DecisionSigner[];
      readonly refusals: readonly [];
    }
  | {
      readonly accepted: false;
      readonly signers: readonly DecisionSigner[];
      readonly refusals: readonly DecisionRefusal[];
    };

/**
 * Judges a decision. It is accepted exactly when nothing is refused: the statement is canonical and complete, cites the
 * policy in force, a checkpoint that the ledger had and evidence that is there, has not expired, and bears valid
 * signatures of `rule.signatures` distinct people, none of them the submitter or a machine. All refusals are returned.
 *
 * One signature that does not count refuses the decision, even where enough others do: it is a mistake or an attack, and
 * someone is to look at it. Signatures are independent, so it can be left out and the rest be judged again.
 *
 * A key must be valid when the decision says that it was made, and when it was recorded (else now): a stolen key that
 * was withdrawn since cannot sign with an old date. A callback that throws counts as a no. Throws `decision/bad-case`
 * only where the caller's own rule, times or fingerprints cannot be used.
 */
export function judgeDecision(input: DecisionCase): DecisionJudgement {
  checkCase(input);
  let parsed: ParsedDecision;
  try {
    parsed = parseDecision(input.statementBytes);
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    const refusals = [{ code: 'decision/malformed', message: describeError(error) }] as const;
    return { accepted: false, signers: [], refusals };
  }
  const { decision, digest } = parsed;
  const { signers, refusals: ofSigners } = countSigners(input, decision);
  const refusals = [...statementRefusals(input, decision), ...ofSigners];
  if (refusals.length > 0) return { accepted: false, signers, refusals };
  return { accepted: true, decision, digest, signers, refusals: [] };
}

/** A fingerprint in any other spelling would match no key, and so exclude nobody. */
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

function checkCase({ rule, now, recordedAt, signatures, pipelineFingerprints, submitter }: DecisionCase): void {
  if (!Number.isSafeInteger(rule.signatures) || rule.signatures < 1) {
    throw new UsageError('decision/bad-case', `expected a rule of at least 1 signature, got ${rule.signatures}`);
  }
  if (!Number.isFinite(now) || !Number.isFinite(recordedAt ?? now)) {
    throw new UsageError('decision/bad-case', `expected instants in milliseconds, got ${now} and ${recordedAt}`);
  }
  for (const fingerprint of [...pipelineFingerprints, ...submitter.fingerprints]) {
    if (FINGERPRINT.test(fingerprint)) continue;
    throw new UsageError('decision/bad-case', `expected a fingerprint such as \`SHA256:…\`, got \`${fingerprint}\``);
  }
  if (signatures.length > MAX_DECISION_SIGNATURES) {
    const message = `expected at most ${MAX_DECISION_SIGNATURES} signatures, got ${signatures.length}`;
    throw new UsageError('decision/bad-case', message);
  }
}

function statementRefusals(input: DecisionCase, decision: TrustDecision): readonly DecisionRefusal[] {
  const refusals: DecisionRefusal[] = [];
  const { now, recordedAt = now, policyDigest, submitter } = input;
  const reason = reasonFault(decision);
  if (reason !== undefined) refusals.push({ code: 'decision/reason-too-short', message: reason });
  // INVARIANT: parseDecision has checked both instants.
  const decidedAt = parseInstant(decision.decidedAt)!;
  if (decidedAt > recordedAt + CLOCK_SKEW_MS || recordedAt > now + CLOCK_SKEW_MS) {
    refusals.push({ code: 'decision/not-yet', message: `decided at ${decision.decidedAt}, which is yet to come` });
  }
  if (decision.expires !== undefined && now >= parseInstant(decision.expires)!) {
    refusals.push({ code: 'decision/expired', message: `expired at ${decision.expires}` });
  }
  const cited = decision.policy.digest.sha256;
  if (cited !== policyDigest) {
    const message = `the policy in force has digest ${policyDigest}, the decision cites ${cited}`;
    refusals.push({ code: 'decision/stale-policy', message });
  }
  if (decision.submitter.toLowerCase() !== submitter.principal.toLowerCase()) {
    const message = `submitted by \`${submitter.principal}\`, the decision says \`${decision.submitter}\``;
    refusals.push({ code: 'decision/wrong-submitter', message });
  }
  const { origin, size, root } = decision.ledger;
  if (answer(() => input.checkpointKnown(origin, size, root)) !== true) {
    const message = `the ledger does not know size ${size} with root ${root} under \`${origin}\``;
    refusals.push({ code: 'decision/unknown-checkpoint', message });
  }
  return [...refusals, ...evidenceRefusals(input, decision)];
}

function evidenceRefusals(input: DecisionCase, decision: TrustDecision): readonly DecisionRefusal[] {
  return decision.evidence.flatMap(({ name, digest }) => {
    const found = answer(() => input.evidence(digest.sha256));
    if (found === true) return [];
    const what = found === false ? 'was altered' : 'is missing';
    return [{ code: 'decision/evidence-missing' as const, message: `evidence \`${name}\` ${what}: ${digest.sha256}` }];
  });
}

/** A question to the caller. One that fails is not answered, and so not answered with yes. */
function answer<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

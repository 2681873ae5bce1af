import { catalogueFinding, type Finding, type Sha256 } from '@bezoar/core';

/** Why bytes are not let through. */
export type ObstacleReason =
  | 'no-verdict'
  | 'verdict-not-held'
  | 'not-passed'
  | 'expired'
  | 'weaker-gate'
  | 'override-not-in-force'
  | 'no-independent-authorization'
  | 'not-promoted'
  | 'not-a-whole-model'
  | 'bytes-changed';

/** One thing that stands against letting a model through. */
export interface Obstacle {
  readonly reason: ObstacleReason;
  /** In words. */
  readonly detail: string;
}

/** An obstacle as a finding about a model, by the name under which it was asked for. */
export function obstacleFinding(
  { reason, detail }: Obstacle,
  subject: string,
  sha256: Sha256,
): Finding<{ readonly reason: ObstacleReason; readonly sha256: Sha256 }> {
  return catalogueFinding({
    code: 'evaluate/not-promotable',
    severity: 'high',
    subject,
    identity: `${reason}\n${subject}`,
    // What lies somewhere may not be meant to be let through.
    message: reason === 'bytes-changed' ? detail : `\`${subject}\` is not let through: ${detail}`,
    evidence: { reason, sha256 },
  });
}

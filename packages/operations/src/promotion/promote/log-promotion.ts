import type { Clock } from '@bezoar/core';
import { createVerificationResult } from '@bezoar/ledger';
import { entryName } from '../../gate/log/verdict-statements.ts';
import { type LoggedEntry, logRun } from '../../ledger/log-run.ts';
import { CONTROLS_DETAIL } from '../../posture/control-evidence.ts';
import { DOCUMENT_NAME } from '../../project/document-location.ts';
import type { Project } from '../../project/project.ts';
import type { PromotionStanding } from '../standing/promotion-standing.ts';
import type { VerifiedVerdict } from '../verdicts/gate-verdict.ts';
import { BY_OVERRIDE, BY_PASS, PROMOTED, PROMOTION_VERIFIER } from './promotion-record.ts';

/** Logs that a model is promoted: a simple verification result over its bytes, resting on the verdict and, where there is one, the override. */
export function logPromotion(
  project: Project,
  path: string,
  { sha256, by, overrides, expiresAt }: PromotionStanding,
  { index, verdict, training }: VerifiedVerdict,
  clock: Clock,
): Promise<LoggedEntry> {
  const subject = [{ name: entryName(path), digest: { sha256 } }];
  const timeCreated = new Date(clock()).toISOString();
  return logRun(
    project,
    {
      kind: 'model.promote',
      actor: 'bezoar promote',
      subject,
      statement: createVerificationResult(subject, {
        verifier: { id: PROMOTION_VERIFIER, policies: [{ name: DOCUMENT_NAME, digest: { sha256: project.digest } }] },
        timeCreated,
        properties: [
          PROMOTED,
          by === 'override' ? BY_OVERRIDE : BY_PASS,
          ...(training === null ? [] : ['BEZOAR_CORPUS_ADMITTED']),
        ],
      }),
      evidence: [],
      refs: [index, ...overrides.slice(0, 1).map((override) => override.index)],
      detail: {
        [CONTROLS_DETAIL]: ['evaluate/promotion'],
        verdict: by === 'override' ? 'promoted-by-override' : 'promoted',
        digest: sha256,
        // An override leaves the verdict what it was.
        gate: verdict,
        expires: expiresAt === null ? '' : new Date(expiresAt).toISOString(),
      },
    },
    clock,
  );
}

import { type ChatModel, compareFingerprints } from '@bezoar/evaluate';
import { digestArtifact } from '../../promotion/artifact-digest.ts';
import { type TakenFingerprint, takeFingerprint } from './examine-endpoint.ts';
import { type ModelAccess, type OpenedModel, placeOf } from './open-model.ts';

/**
 * Whether the models are still what they were: their files have the same bytes, and endpoints answer as at the
 * beginning. Throws what the signal holds.
 */
export function sameModels(
  opened: readonly OpenedModel[],
  access: ModelAccess,
): () => Promise<{ readonly same: boolean; readonly detail: string }> {
  return async () => {
    for (const { gated, place } of opened) {
      if (place === undefined) continue;
      const now = await digestArtifact(place, placeOf(access)).catch(() => undefined);
      access.signal?.throwIfAborted();
      if (now?.sha256 === gated.artifact?.sha256) continue;
      return { same: false, detail: `\`${place}\` changed while the gate ran` };
    }
    for (const { gated, raw, first } of opened) {
      if (raw === undefined || first === undefined) continue;
      const fault = await changeOf(raw, first, access);
      if (fault !== undefined) return { same: false, detail: `\`${gated.name}\` ${fault}` };
    }
    return { same: true, detail: '' };
  };
}

async function changeOf(raw: ChatModel, first: TakenFingerprint, { signal }: ModelAccess): Promise<string | undefined> {
  const last = await takeFingerprint(raw, signal);
  for (const one of [first, last]) if ('fault' in one) return `has no fingerprint: ${one.fault}`;
  if ('fault' in first || 'fault' in last) return undefined;
  const { same, evidence } = compareFingerprints(first.fingerprint, last.fingerprint);
  const { by, excess, tolerance } = evidence;
  return same
    ? undefined
    : `answers fixed questions otherwise than at the beginning (${by}: ${excess.toPrecision(2)}, tolerance ${tolerance})`;
}

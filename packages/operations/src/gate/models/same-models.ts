import { digestArtifact } from '../../promotion/artifact-digest.ts';
import { type ModelAccess, type OpenedModel, placeOf } from './open-model.ts';

/** Whether the models are still what they were when this was called: their files have the same bytes. */
export function sameModels(
  opened: readonly OpenedModel[],
  access: ModelAccess,
): () => Promise<{ readonly same: boolean; readonly detail: string }> {
  return async () => {
    for (const { gated, place } of opened) {
      if (place === undefined) continue;
      const now = await digestArtifact(place, placeOf(access)).catch(() => undefined);
      if (now?.sha256 === gated.artifact?.sha256) continue;
      return { same: false, detail: `\`${place}\` changed while the gate ran` };
    }
    return { same: true, detail: '' };
  };
}

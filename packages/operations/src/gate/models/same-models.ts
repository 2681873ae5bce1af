import { artifactAt } from './artifact.ts';
import type { OpenedModel } from './open-model.ts';

/** Whether the models are still what they were when this was called: their files have the same bytes. */
export async function sameModels(
  opened: readonly OpenedModel[],
  workingDirectory: string,
): Promise<() => Promise<{ readonly same: boolean; readonly detail: string }>> {
  return async () => {
    for (const { gated } of opened) {
      const { artifact } = gated;
      if (artifact === null) continue;
      const now = await artifactAt(artifact.path, workingDirectory, artifact.isLoaded).catch(() => undefined);
      if (now?.sha256 === artifact.sha256) continue;
      return { same: false, detail: `\`${artifact.path}\` changed while the gate ran` };
    }
    return { same: true, detail: '' };
  };
}

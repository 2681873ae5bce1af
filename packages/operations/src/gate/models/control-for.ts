import { resolve } from 'node:path';
import type { Setting, TrainedControl, UserTurnTemplate } from '@bezoar/evaluate';
import type { OpenedModel } from './open-model.ts';
import { TINY_USER_TURN } from './tiny-model.ts';
import { trainControl } from './train-control.ts';

/** What can be known of models whose weights are here: a control that was trained, and how their chat template begins a user turn. */
export interface TinyAids {
  readonly control?: TrainedControl;
  readonly userTurn?: UserTurnTemplate;
}

/** The aids that candidate and references allow; none for endpoints. */
export async function tinyAids(
  candidate: OpenedModel,
  references: readonly OpenedModel[],
  setting: Setting,
  options: { readonly seed: string; readonly workingDirectory: string },
): Promise<TinyAids> {
  const isTiny = ({ gated }: OpenedModel): boolean => gated.name.startsWith('tiny:');
  const first = references.find(isTiny);
  const control =
    first?.place === undefined
      ? undefined
      : await trainControl(resolve(options.workingDirectory, first.place), setting, {
          seed: options.seed,
          name: first.gated.name,
        });
  return {
    ...(control === undefined ? {} : { control }),
    ...(isTiny(candidate) && first === references[0] && first !== undefined ? { userTurn: TINY_USER_TURN } : {}),
  };
}

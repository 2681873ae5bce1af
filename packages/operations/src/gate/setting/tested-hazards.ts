import { type Hazard, hazardsOf, UsageError } from '@bezoar/core';
import { readHazardsFile } from '../../hazards/hazards-file.ts';
import type { Project } from '../../project/project.ts';
import type { GateCommandOptions } from '../gate-options.ts';
import { reportHazards } from './report-hazards.ts';

/**
 * What the document declares decides; `--hazards` may add. Outside of a project, what the scan knew. Throws `policy/flag-loosens`,
 * `gate/no-hazards`, and as `readHazardsFile` does.
 */
export async function testedHazards(
  project: Project | undefined,
  { hazards: file, location }: GateCommandOptions,
  report: Readonly<Record<string, unknown>> | undefined,
): Promise<readonly Hazard[]> {
  const declared = project?.model.actions === undefined ? [] : hazardsOf(project.model.actions);
  const named = project?.model.gate?.hazards ?? [];
  const own = named.length === 0 ? declared : declared.filter(({ action }) => named.includes(action));
  const added = file === undefined ? [] : (await readHazardsFile(file, location.workingDirectory)).hazards;
  const known = new Set(declared.map(({ action }) => action));
  const redefined = added.find(({ action }) => known.has(action));
  if (redefined !== undefined) {
    throw new UsageError(
      'policy/flag-loosens',
      `\`--hazards\` redefines \`${redefined.action}\`, which the document declares`,
    );
  }
  const all = [...own, ...added];
  const hazards = all.length > 0 ? all : reportHazards(report);
  if (hazards.length > 0) return hazards;
  throw new UsageError(
    'gate/no-hazards',
    'no action is declared that needs a precondition; declare one in a THREATMODEL.md (`bezoar init`), or give `--hazards`',
  );
}

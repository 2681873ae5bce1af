import { join, resolve } from 'node:path';
import { GATE_BUDGETS, type GateBudget, UsageError } from '@bezoar/core';
import type { Project } from '../project/project.ts';
import type { GateCommandOptions } from './gate-options.ts';
import type { ModelAccess } from './models/open-model.ts';

/** The budget: a flag may ask for more than the document, never for less. Throws `policy/flag-loosens`. */
export function budgetOf(project: Project | undefined, flag: GateBudget | undefined): GateBudget {
  const declared = project?.model.gate?.budget;
  if (declared === undefined || flag === undefined) return flag ?? declared ?? 'standard';
  if (GATE_BUDGETS.indexOf(flag) >= GATE_BUDGETS.indexOf(declared)) return flag;
  throw new UsageError(
    'policy/flag-loosens',
    `\`--budget ${flag}\` is less than the document's \`budget: ${declared}\``,
  );
}

/**
 * Names of the references: all of the document's, then those of the flags. The first one is what phrases, made-up words and drift are
 * held against, and a flag must not take that place. Throws `gate/no-reference`.
 */
export function referenceNames(
  project: Project | undefined,
  flags: readonly string[],
  workingDirectory: string,
): readonly string[] {
  const documented = (project?.model.gate?.references ?? []).map((name) =>
    /^(?:openai|command):/.test(name) || project === undefined
      ? name
      : `tiny:${resolve(project.folder, name.replace(/^tiny:/, '')).replace(`${resolve(workingDirectory)}/`, '')}`,
  );
  const names = [...new Set([...documented, ...flags])];
  if (names.length > 0) return names;
  throw new UsageError(
    'gate/no-reference',
    'name a model to compare with: `--reference`, or `references:` in the document',
  );
}

/** How models are asked. */
export function modelAccess(project: Project | undefined, options: GateCommandOptions): ModelAccess {
  const { workingDirectory } = options.location;
  return {
    ...options,
    workingDirectory,
    ...(project === undefined ? {} : { projectFolder: project.folder }),
    ...cacheFolder(project, options.cache, workingDirectory),
  };
}

function cacheFolder(
  project: Project | undefined,
  flag: string | undefined,
  workingDirectory: string,
): { readonly cacheFolder?: string } {
  if (flag !== undefined) return { cacheFolder: resolve(workingDirectory, flag) };
  return project === undefined ? {} : { cacheFolder: join(project.state.root, 'gate') };
}

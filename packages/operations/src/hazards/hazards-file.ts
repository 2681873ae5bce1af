import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeError, type Hazard, hazardsOf, UsageError } from '@bezoar/core';

/** A hazards file: as it was named, and what stands in it. */
export interface HazardsText {
  readonly path: string;
  readonly text: string;
}

/** Declared hazards and the file that declares them. */
export interface DeclaredHazards {
  readonly hazards: readonly Hazard[];
  readonly source: HazardsText;
}

/**
 * Reads declared hazards from a file of their own: the actions block of a threat model as YAML or JSON, or the `yaml
 * bezoar` blocks of a Markdown document. Throws `hazards/not-read`, and as `parseActionsText` does.
 */
export async function readHazardsFile(path: string, workingDirectory = '.'): Promise<DeclaredHazards> {
  try {
    return await parseHazards({ path, text: await readFile(resolve(workingDirectory, path), 'utf8') });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError('hazards/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

/** Hazards of a text that was read before. Throws as `parseActionsText` does. */
export async function parseHazards(source: HazardsText): Promise<DeclaredHazards> {
  const { parseActionsText } = await import('@bezoar/threat-model');
  return { hazards: hazardsOf(parseActionsText(source.text, source.path)), source };
}

import { UsageError } from '@bezoar/core';
import { defaultSubmitter } from '../decide/submitter.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { openProject, type Project } from '../project/project.ts';

/** The project of a review, and who reads. */
export interface ReviewSetting {
  readonly project: Project | undefined;
  readonly reader: string;
}

/** Finds the document that a review obeys, and a name for its reader: as given, else the git identity or the user's name. */
export async function openReviewProject(
  location: ProjectLocation,
  reviewer: string | undefined,
): Promise<ReviewSetting> {
  const project = await openProject(location);
  const reader = reviewer ?? (await defaultSubmitter(project?.folder ?? location.workingDirectory));
  if (reader === 'unknown') throw new UsageError('review/bad-reviewer', 'say with `--reviewer` who reads');
  return { project, reader };
}

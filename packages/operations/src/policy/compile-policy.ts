import { type Clock, systemClock } from '@bezoar/core';
import { compiledDigest, compiledJson } from '@bezoar/threat-model';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';

/** The document of `bezoar policy compile --json`. */
export interface PolicyCompileDocument extends CommandDocument {
  readonly verdict: 'compiled';
  /** Digest of the meaning: the same for every spelling of it. */
  readonly compiledSha256: string;
  readonly compiled: unknown;
}

/** Compiles the document to plain JSON, so that a host needs nothing else of bezoar. */
export async function compilePolicy(options: {
  readonly location: ProjectLocation;
  readonly out?: string;
  readonly clock?: Clock;
}): Promise<PolicyCompileDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const project = await requireProject(options.location);
  const json = compiledJson(project.model);
  if (options.out !== undefined) await writeAtomically(options.out, `${json}\n`);
  return {
    ...finish({
      command: 'policy-compile',
      policy: policyReference(project),
      verdict: 'compiled',
      outcome: 'ok',
      read: 1,
    }),
    compiledSha256: compiledDigest(project.model),
    compiled: JSON.parse(json) as unknown,
  };
}

import { isAbsolute, relative } from 'node:path';
import { UsageError } from '@bezoar/core';
import { describeCorpus } from '@bezoar/corpus';
import { MAX_EVIDENCE_BYTES } from '@bezoar/ledger';
import type { Project } from '../../project/project.ts';
import type { DecisionRequest } from '../decision-request.ts';
import type { DecisionAuthority } from '../judge-pending.ts';
import type { DecisionMatter } from './decision-matter.ts';

/** Most records of one decision: the list of their digests, 65 bytes each, is kept as evidence. */
export const MAX_DECIDED_RECORDS: number = Math.floor(MAX_EVIDENCE_BYTES / 65);

/** Exactly these training records, in any order and format. Throws `decide/too-many-records`, and as `describeCorpus` does. */
export async function recordsMatter(
  { action, scope, from, to }: DecisionRequest,
  {
    project,
    authority,
    workingDirectory,
  }: {
    readonly project: Project;
    readonly authority: DecisionAuthority;
    readonly workingDirectory: string;
  },
): Promise<DecisionMatter> {
  const { sha256, records, digestList } = await describeCorpus(scope, authority.model.corpus.fields, workingDirectory);
  if (records > MAX_DECIDED_RECORDS) {
    throw new UsageError(
      'decide/too-many-records',
      `expected at most ${MAX_DECIDED_RECORDS} records in one decision, got ${records}; decide about fewer files at a time`,
    );
  }
  const target = action === 'admit-to-base' ? 'base' : to;
  return {
    sha256,
    count: records,
    description: scope.map((path) => inProject(path, project)).join(' '),
    subject: [{ name: 'records', digest: { sha256 } }],
    ...(from === undefined ? {} : { from }),
    ...(target === undefined ? {} : { to: target }),
    evidence: [],
    list: Buffer.from(digestList),
    refs: [],
    detail: { records },
  };
}

/** A path as the statement says it: below the document, and never where on which machine. */
function inProject(path: string, project: Project): string {
  return isAbsolute(path) ? relative(project.folder, path) : path;
}

import { resolve } from 'node:path';
import { BezoarError, catalogueFinding, describeError, type Finding, type FindingCode, UsageError } from '@bezoar/core';
import { digestFile } from '@bezoar/corpus/readers';
import { parseCorpusAdmission } from '@bezoar/ledger';
import { type Admission, admissionsOf, replacedBy, trainedAdmissions } from '../admit/earlier/admissions.ts';
import { reviewOf } from '../admit/earlier/review-of-admission.ts';
import type { DecisionInForce } from '../decide/decisions-in-force.ts';
import { trustedLedgerKeys } from '../ledger/keys/trusted-ledger-keys.ts';
import type { ProjectLog } from '../ledger/project-log.ts';
import { verifiedStatement } from '../ledger/verified-statement.ts';
import type { Project } from '../project/project.ts';

/** A corpus file that is to train a model, and what vouches for it. */
export interface CheckedCorpus {
  readonly path: string;
  readonly sha256: string;
  /** Null: nothing does. */
  readonly admission: {
    readonly entry: number;
    readonly target: string;
    readonly records: number;
    readonly root: string;
    readonly at: string;
  } | null;
  readonly findings: readonly Finding[];
}

/** What a corpus is checked against. */
export interface CorpusCheck {
  readonly project: Project;
  readonly log: ProjectLog;
  readonly decisions: readonly DecisionInForce[];
  readonly workingDirectory: string;
  /** For which model; absent: any. */
  readonly target?: string;
  readonly signal?: AbortSignal;
}

/**
 * Whether exactly these bytes were admitted: their digest is the subject of an admission in the ledger, whose signed statement
 * is verified, and a review that the document asks for was signed. Throws `attest/not-read` where the file cannot be read.
 */
export async function checkCorpus(path: string, check: CorpusCheck): Promise<CheckedCorpus> {
  const file = resolve(check.workingDirectory, path);
  const sha256 = await digestFile(file, check.signal).catch((error: unknown) => {
    check.signal?.throwIfAborted();
    throw new UsageError('attest/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  });
  const admissions = admissionsOf(check.log);
  const known = admissions.filter((one) => one.sha256 === sha256);
  const admission = known.filter(({ target }) => isFor(target, check.target)).at(-1);
  if (admission === undefined) {
    const others = known.map(({ target }) => `\`${target}\``).join(', ');
    const why = others === '' ? 'no admission of the ledger has its digest' : `it was admitted for ${others} only`;
    return {
      path,
      sha256,
      admission: null,
      findings: [finding('corpus/not-admitted', path, `\`${path}\` is not admitted: ${why}`, sha256)],
    };
  }
  const findings: Finding[] = [];
  const fault = await statementFault(admission, check);
  if (fault !== undefined)
    findings.push(finding('corpus/not-admitted', path, `the admission of \`${path}\` does not hold: ${fault}`, sha256));
  if (admission.records === 0) {
    const message = `the admission of \`${path}\` (entry ${admission.index}) let no record in: there is nothing to train on`;
    findings.push(finding('corpus/not-admitted', path, message, sha256));
  }
  const later = replacedBy(admission, admissions, trainedAdmissions(check.log));
  if (later !== undefined) {
    const message = `entry ${later.index} stands in the place of the admission of \`${path}\` (entry ${admission.index})`;
    findings.push(finding('corpus/not-admitted', path, message, sha256));
  }
  if (
    admission.reviewRequired &&
    (await reviewOf(admission, check.log, check.decisions, check.project.model.corpus.review?.sample)) === undefined
  ) {
    const message = `nobody has signed a review of the sample of \`${path}\` (entry ${admission.index})`;
    findings.push(finding('corpus/review-missing', path, message, sha256));
  }
  const { index, target, records, root, at } = admission;
  return { path, sha256, admission: { entry: index, target, records, root, at }, findings };
}

/** What serves everybody may serve a tenant too; nothing that is a tenant's may serve everybody. */
function isFor(target: string, wanted: string | undefined): boolean {
  return wanted === undefined || target === wanted || target === 'base';
}

/** What is wrong with the statement of an admission; undefined where it holds. */
async function statementFault(
  { index, sha256, root }: Admission,
  { log, project }: CorpusCheck,
): Promise<string | undefined> {
  const entry = log.admissions.find((one) => one.index === index)?.entry;
  if (entry === undefined) return 'its entry is gone';
  try {
    const statement = await verifiedStatement(entry, log.evidence, await trustedLedgerKeys(project));
    const { admitted } = parseCorpusAdmission(statement);
    const names = statement.subject.some(({ digest }) => digest.sha256 === sha256);
    return names && admitted.root === root ? undefined : 'its statement is about another corpus';
  } catch (error) {
    if (error instanceof BezoarError) return error.message;
    throw error;
  }
}

function finding(code: FindingCode, path: string, message: string, sha256: string): Finding {
  return catalogueFinding({
    code,
    severity: 'high',
    subject: path,
    location: { file: path },
    message,
    evidence: { sha256 },
  });
}

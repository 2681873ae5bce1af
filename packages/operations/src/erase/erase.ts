import { join } from 'node:path';
import { type Clock, isSha256, systemClock, UsageError } from '@bezoar/core';
import { createTestResult, eraseRows } from '@bezoar/ledger';
import { lockAdmissions } from '../admit/admission-lock.ts';
import { admissionsOf } from '../admit/earlier/admissions.ts';
import { openCorpusKey } from '../admit/earlier/corpus-key.ts';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { type LoggedEntry, logRun } from '../ledger/log-run.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import { accountsNamed } from '../trace/account-name.ts';
import { openCorpusShards } from '../trace/corpus-shards.ts';
import { type RemainingText, remainingTexts } from './remaining-texts.ts';

/** Options of `erase`. */
export interface EraseOptions {
  readonly location: ProjectLocation;
  /** A record's digest or id. */
  readonly query?: string;
  /** `TENANT/ACCOUNT`: all its records. */
  readonly account?: string;
  readonly clock?: Clock;
}

/** The document of `bezoar erase --json`, schema `bezoar.erase/v1`. */
export interface EraseDocument extends CommandDocument {
  /** `in-files`: no side table holds it, files of the team do. */
  readonly verdict: 'erased' | 'in-files' | 'not-found';
  readonly erased: readonly {
    readonly entry: number;
    readonly leafIndices: readonly number[];
    readonly files: readonly string[];
  }[];
  /** Files of admissions that still hold the text or the name: the team's own, with the lines. */
  readonly remaining: readonly RemainingText[];
  readonly ledger: LoggedEntry | null;
}

/**
 * Erases the side-table rows of a record or an account: who sent it, when, from where. What remains is the hash of a row that
 * nobody can guess, so every proof stays valid. The records' text lies in the admitted files, which are the team's: they are
 * named. Logged by number of rows, without saying whose.
 */
export async function erase(options: EraseOptions): Promise<EraseDocument> {
  const { query, account } = options;
  if ((query === undefined) === (account === undefined) || query === '') {
    throw new UsageError('erase/no-query', 'name either a record by its id or SHA-256, or an account with `--account`');
  }
  const project = await requireProject(options.location);
  const lock = await lockAdmissions(project);
  try {
    return await eraseAlone(project, options);
  } finally {
    await lock.release();
  }
}

async function eraseAlone(project: Project, options: EraseOptions): Promise<EraseDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const { query, account } = options;
  const log = await readProjectLog(project);
  const admissions = admissionsOf(log);
  const key =
    account === undefined ? undefined : await openCorpusKey(project.state, admissions.at(-1)?.keyFingerprint ?? '');
  const digest = (query ?? '').toLowerCase();
  const accounts = account === undefined ? [] : accountsNamed(account);
  const searches =
    key === undefined
      ? [
          {
            kind: isSha256(digest) ? ('digest' as const) : ('id' as const),
            value: isSha256(digest) ? digest : (query ?? ''),
            name: '',
          },
        ]
      : accounts.map(([tenant, name]) => ({
          kind: 'account' as const,
          value: key.account(tenant, name),
          name: `${tenant}/${name}`,
        }));
  // Everything is opened and sought before anything is erased.
  const opened = await Promise.all(
    admissions.map(async (admission) => ({ admission, ...(await openCorpusShards(project, log.origin, admission)) })),
  );
  const meant = new Set<string>();
  for (const { reader } of opened) {
    for (const { kind, value, name } of searches)
      if ((await reader.find(kind, value, 1)).leafIndices.length > 0) meant.add(name);
  }
  if (meant.size > 1) {
    throw new UsageError(
      'erase/ambiguous',
      `\`${account}\` may be ${[...meant].map((name) => `\`${name}\``).join(' or ')}, and both have records; erase by the ids of the records`,
    );
  }
  const erased: { entry: number; leafIndices: readonly number[]; files: readonly string[] }[] = [];
  for (const { admission, reader } of opened) {
    const leafIndices: number[] = [];
    for (const { kind, value } of searches) {
      // A look-up stops at a limit; what it found is gone the next time.
      for (;;) {
        const found = await reader.find(kind, value);
        if (found.leafIndices.length > 0)
          await eraseRows(join(project.state.shards, admission.root), found.leafIndices);
        leafIndices.push(...found.leafIndices);
        if (found.isComplete) break;
      }
    }
    if (leafIndices.length > 0) erased.push({ entry: admission.index, leafIndices, files: [admission.out] });
  }
  const rows = erased.reduce((sum, { leafIndices }) => sum + leafIndices.length, 0);
  const base = { command: 'erase', policy: policyReference(project), read: admissions.length };
  const remaining = await remainingTexts(
    project,
    admissions,
    account === undefined ? { query: query ?? '' } : { accounts },
  );
  if (rows === 0) {
    const isLeft = remaining.length > 0;
    const verdict = isLeft ? ('in-files' as const) : ('not-found' as const);
    return { ...finish({ ...base, verdict, outcome: isLeft ? 'review' : 'adverse' }), erased, remaining, ledger: null };
  }
  const subject = erased.flatMap(({ entry }) => {
    const own = admissions.find(({ index }) => index === entry);
    return own === undefined ? [] : [{ name: 'provenance', digest: { sha256: own.root } }];
  });
  const ledger = await logRun(
    project,
    {
      kind: 'corpus.erase',
      actor: 'bezoar erase',
      subject,
      statement: createTestResult(subject, {
        configuration: [{ name: 'THREATMODEL.md', digest: { sha256: project.digest } }],
        passedTests: ['erasure'],
        warnedTests: [],
        failedTests: [],
      }),
      evidence: [],
      refs: erased.map(({ entry }) => entry),
      detail: { rows, byEntry: erased.map(({ entry, leafIndices }) => [entry, leafIndices.length]) },
    },
    clock,
  );
  return { ...finish({ ...base, verdict: 'erased' as const, outcome: 'ok' }), erased, remaining, ledger };
}

import { describeError, EXIT_CODES, type Finding, type Outcome } from '@bezoar/core';
import type { Project } from '../project/project.ts';
import { projectFinding } from './project-finding.ts';

/** The part of a command's document that logging it changes. */
interface LoggedDocument {
  readonly findings: readonly Finding[];
  readonly outcome: Outcome;
  readonly exit: number;
  readonly ledger: unknown;
}

/**
 * The document with what the ledger holds of its run. A run that could not be logged ends in an error that keeps everything
 * that was found. `what` names the run in words.
 */
export async function withLedger<Document extends LoggedDocument>(
  project: Project,
  document: Document,
  what: string,
  log: () => Promise<Document['ledger']>,
): Promise<Document> {
  try {
    return { ...document, ledger: await log() };
  } catch (error) {
    const message = `this ${what} is not in the ledger: ${describeError(error)}`;
    const finding = projectFinding('ledger/not-written', message, project);
    return { ...document, findings: [...document.findings, finding], outcome: 'error', exit: EXIT_CODES.error };
  }
}

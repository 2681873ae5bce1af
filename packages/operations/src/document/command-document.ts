import { type Clock, EXIT_CODES, type Finding, type Outcome, type PolicyReference } from '@bezoar/core';
import { VERSION } from '../version.ts';

/** A file that a command read. */
export interface InputDigest {
  readonly path: string;
  /** SHA-256 of the raw bytes; empty where the file could not be read. */
  readonly sha256: string;
}

/** What every `--json` document carries. */
export interface CommandDocument {
  readonly schema: string;
  readonly tool: { readonly version: string };
  readonly policy: PolicyReference | null;
  readonly inputs: readonly InputDigest[];
  readonly verdict: string;
  readonly outcome: Outcome;
  readonly exit: number;
  readonly findings: readonly Finding[];
  readonly coverage: { readonly read: number; readonly unreadable: readonly unknown[] };
  readonly timing: { readonly startedAt: string; readonly totalMs: number };
}

/** The parts of a document that a command decides. */
export interface CommandResult<Verdict extends string> {
  readonly command: string;
  readonly policy: PolicyReference | null;
  readonly inputs?: readonly InputDigest[];
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  readonly findings?: readonly Finding[];
  /** What was looked at, in the command's own unit. */
  readonly read: number;
}

/** Starts the clock of a command; the function that is returned makes its document. */
export function startDocument(
  clock: Clock,
): <Verdict extends string>(result: CommandResult<Verdict>) => CommandDocument & { readonly verdict: Verdict } {
  const startedAt = clock();
  return ({ command, policy, inputs = [], verdict, outcome, findings = [], read }) => ({
    schema: `bezoar.${command}/v1`,
    tool: { version: VERSION },
    policy,
    inputs,
    verdict,
    outcome,
    exit: EXIT_CODES[outcome],
    findings,
    coverage: { read, unreadable: [] },
    timing: { startedAt: new Date(startedAt).toISOString(), totalMs: clock() - startedAt },
  });
}

import { BezoarError } from '@bezoar/core';
import type { LedgerProblem, LedgerProblemCode } from './verification.ts';

/** Problems that are listed; a log that was damaged everywhere would list every entry (CWE-770). */
export const MAX_PROBLEMS = 1000;

/** Collects what is wrong. */
export interface ProblemList {
  add(code: LedgerProblemCode, message: string, index?: number): void;
  /** Adds an error that reading the log threw, if it says something about the log; throws it again if not. */
  addError(error: unknown, index?: number): void;
  readonly isEmpty: boolean;
  list(): readonly LedgerProblem[];
}

/** Codes that reading throws and that are findings about the log. */
const REPORTED: ReadonlySet<string> = new Set([
  'ledger/altered-entry',
  'ledger/altered-tile',
  'ledger/bad-entry',
  'ledger/missing',
  'ledger/bad-signature',
  'ledger/corrupt-journal',
  'ledger/contradiction',
  'ledger/io',
] satisfies LedgerProblemCode[]);

/** An empty list. */
export function createProblemList(): ProblemList {
  const problems: LedgerProblem[] = [];
  let more = 0;
  const add = (code: LedgerProblemCode, message: string, index?: number): void => {
    if (problems.length >= MAX_PROBLEMS) more++;
    else problems.push(index === undefined ? { code, message } : { code, message, index });
  };
  return {
    add,
    addError: (error, index) => {
      if (!(error instanceof BezoarError) || !REPORTED.has(error.code)) throw error;
      add(error.code as LedgerProblemCode, error.message, index);
    },
    get isEmpty() {
      return problems.length === 0;
    },
    list: () =>
      more === 0 ? problems : [...problems, { code: 'ledger/more-problems', message: `and ${more} more problems` }],
  };
}

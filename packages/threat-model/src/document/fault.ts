import { codePointName, hasInvisible, UsageError } from '@bezoar/core';

/** A place in a text. */
export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** What may be said about a fault besides its message. */
export interface FaultDetails {
  /** What would have been right, in words. */
  readonly expected?: string;
  /** What was probably meant, ready to paste. */
  readonly suggestion?: string;
}

/** Something in a document that cannot be obeyed as it stands. The message may quote the document. */
export interface Fault extends Place, FaultDetails {
  readonly message: string;
}

/** Takes a fault down; reading goes on, so that all faults are found at once. */
export type Report = (at: Place, message: string, details?: FaultDetails) => void;

/** Most faults that are kept: more of them help nobody, and a hostile document may hold one per character (CWE-400). */
export const MAX_FAULTS = 200;

/** Longest message, in UTF-16 code units: what it quotes may be a whole block (CWE-400). */
export const MAX_MESSAGE = 600;

/** Faults of one document, in the order of their places. */
export interface FaultList {
  readonly report: Report;
  /** Whether anything was reported. */
  isEmpty(): boolean;
  /** Sorted by place; a place and message that were reported twice stand once. */
  sorted(): readonly Fault[];
}

/** An empty list of faults. */
export function faultList(): FaultList {
  const faults = new Map<string, Fault>();
  return {
    report: ({ line, column }, message, details = {}) => {
      if (faults.size >= MAX_FAULTS) return;
      const fault = { line, column, message: visible(shorten(message)), ...details };
      faults.set(`${line}:${column}:${fault.message}`, fault);
    },
    isEmpty: () => faults.size === 0,
    sorted: () => [...faults.values()].sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

function shorten(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}

/** One line in which nothing hides: what a message quotes may be hostile (CWE-117, CVE-2021-42574). */
function visible(message: string): string {
  if (/^[ -~]*$/.test(message)) return message;
  const hides = (char: string): boolean => char < ' ' || hasInvisible(char) || (char !== ' ' && /\p{Z}/u.test(char));
  return Array.from(message, (char) => (hides(char) ? `<${codePointName(char)}>` : char)).join('');
}

/** `path:line:column: message`, with what was probably meant. */
export function formatFault({ line, column, message, suggestion }: Fault, path: string): string {
  return `${path}:${line}:${column}: ${message}${suggestion === undefined ? '' : `, did you mean \`${suggestion}\`?`}`;
}

/** Throws `policy/malformed` with one line for each fault; returns where there is none. */
export function throwFaults(faults: readonly Fault[], path: string): void {
  if (faults.length === 0) return;
  throw new UsageError('policy/malformed', faults.map((fault) => formatFault(fault, path)).join('\n'));
}

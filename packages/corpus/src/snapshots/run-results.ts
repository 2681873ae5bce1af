import { type Finding, isAtLeast } from '@bezoar/core';
import type { Unreadable } from '../readers/unreadable.ts';
import { MAX_LISTED_ENTRIES, noCounts, type SnapshotEntry, type SnapshotRun } from './snapshot-entry.ts';

/** Findings below medium that a document lists: a large wiki has young edits by the hundred thousand (CWE-770). */
const MAX_WEAK_FINDINGS = 2000;

/** Findings that a document lists. INVARIANT: what is cut is never alone, so that the verdict stays. */
const MAX_FINDINGS = 50_000;

/** Gathers the results of a run within bounds. */
export interface RunResults {
  add(entry: SnapshotEntry, findings: readonly Finding[]): void;
  readonly unreadable: Unreadable[];
  finish(): SnapshotRun;
}

/** Starts gathering. */
export function startResults(): RunResults {
  const entries: SnapshotEntry[] = [];
  const counts = noCounts();
  const findings: Finding[] = [];
  const unreadable: Unreadable[] = [];
  let weak = 0;
  let findingsLeftOut = 0;
  return {
    unreadable,
    add: (entry, found) => {
      counts[entry.verdict]++;
      if (entries.length < MAX_LISTED_ENTRIES) entries.push(entry);
      for (const finding of found) {
        const isWeak = !isAtLeast(finding.severity, 'medium');
        if (findings.length >= MAX_FINDINGS || (isWeak && weak >= MAX_WEAK_FINDINGS)) findingsLeftOut++;
        else {
          if (isWeak) weak++;
          findings.push(finding);
        }
      }
    },
    finish: () => ({ entries, counts, findings, unreadable, findingsLeftOut }),
  };
}

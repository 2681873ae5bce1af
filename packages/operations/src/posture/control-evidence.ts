import { CONTROL_IDS, type ControlId } from '@bezoar/core';
import type { LedgerEntry } from '@bezoar/ledger';

/** The newest trace that a control left. */
export interface ControlEvidence {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** What left it: an entry of the ledger, or a commit. */
  readonly source: string;
  /** What came of it, where the entry says so. */
  readonly verdict?: string;
}

/** An entry and its place in the log. */
export interface PlacedEntry {
  readonly index: number;
  readonly entry: LedgerEntry;
}

/** Name under `detail` by which an entry lists the controls that it is evidence of. */
export const CONTROLS_DETAIL = 'controls';

/** Takes an entry as the newest evidence of each control that it names: the log's order counts, not its dates. */
export function noteEvidence(evidence: Map<ControlId, ControlEvidence>, { index, entry }: PlacedEntry): void {
  const named = entry.detail?.[CONTROLS_DETAIL];
  if (!Array.isArray(named)) return;
  const verdict = entry.detail?.verdict;
  const at = Date.parse(entry.at);
  for (const id of CONTROL_IDS) {
    if (!named.includes(id)) continue;
    evidence.set(id, { at, source: `entry ${index}`, ...(typeof verdict === 'string' ? { verdict } : {}) });
  }
}

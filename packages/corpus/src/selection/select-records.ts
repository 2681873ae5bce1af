import { countedName, type SelectionPolicy } from '@bezoar/core';
import type { ContributionColumns } from '../contributions/contributions.ts';

/** The signal that stands for a user's positive rating. Whoever writes a record sets it, whatever the document says. */
export const RATING_SIGNAL = 'rating';

/** What selection leaves. */
export interface Selection {
  /** 1: selected. */
  readonly selected: Uint8Array;
  readonly records: number;
  /** Whether a policy decided; without one everything is selected, and nothing was decided about who may choose. */
  readonly declared: boolean;
  /**
   * Selected records all of whose signals users control: what they wrote and labelled themselves. Not 0 where the
   * document requires a rating, or where it declares nothing.
   */
  readonly byUserAlone: number;
}

/**
 * Selects a record if it has one of the required signals; without `require`, any signal at all; and in both cases one
 * that is not under `neverAlone`. Any number of signals that users control is no reason: a rating and a click of the
 * same account are one opinion.
 */
export function selectRecords(columns: ContributionColumns, policy: SelectionPolicy | undefined): Selection {
  const chosen = Uint8Array.from(columns.signalSets, (set) => (selects(set, policy) ? 1 : 0));
  const isUsers = Uint8Array.from(columns.signalSets, (set) =>
    set.every((signal) => isUserControlled(signal, policy)) ? 1 : 0,
  );
  const selected = new Uint8Array(columns.count);
  let [records, byUserAlone] = [0, 0];
  for (let record = 0; record < columns.count; record++) {
    const set = columns.signals[record] as number;
    const isChosen = chosen[set] as number;
    selected[record] = isChosen;
    records += isChosen;
    if (columns.accounts[record] !== -1) byUserAlone += isChosen * (isUsers[set] as number);
  }
  return { selected, records, declared: policy !== undefined, byUserAlone };
}

/** Whether a set of signals selects its records. */
export function selects(signals: readonly string[], policy: SelectionPolicy | undefined): boolean {
  if (policy === undefined) return true;
  const { require } = policy;
  const hasRequired = require.length === 0 || signals.some((signal) => require.includes(signal));
  return hasRequired && signals.some((signal) => !isUserControlled(signal, policy));
}

/** Whether users set a signal: the document says so, or it is their rating. */
export function isUserControlled(signal: string, policy: SelectionPolicy | undefined): boolean {
  return (
    folded(signal) === RATING_SIGNAL || (policy?.neverAlone.some((name) => folded(name) === folded(signal)) ?? false)
  );
}

/** Another spelling of what users control is no other signal. What is required has to be there as it is written. */
function folded(name: string): string {
  return countedName(name).replace(/[^\p{L}\p{N}]+/gu, '');
}

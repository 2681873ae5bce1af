import type { FieldMapping, Hazard, SelectionPolicy } from '@bezoar/core';
import { DEFAULT_CLUSTER_BY } from '../admission/default-cluster-by.ts';
import { type SuggestedCaps, suggestCaps } from '../caps/suggest-caps.ts';
import { clusterAccounts } from '../clusters/cluster-accounts.ts';
import { readIntake } from '../intake/intake.ts';
import type { InputFile } from '../readers/inputs.ts';
import { selectRecords } from '../selection/select-records.ts';

/** Caps for a corpus, and on how much they were measured. */
export interface MeasuredSuggestion extends SuggestedCaps {
  readonly records: number;
  readonly accounts: number;
}

/** What a suggestion is measured with. */
export interface SuggestionRules {
  readonly hazards: readonly Hazard[];
  readonly fields?: FieldMapping;
  readonly selection?: SelectionPolicy;
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * The tightest caps that a corpus bears, measured on its files: see `suggestCaps`. Undefined where no record names an account:
 * caps would count nobody.
 */
export async function suggestCapsForFiles(
  files: readonly InputFile[],
  rules: SuggestionRules,
): Promise<MeasuredSuggestion | undefined> {
  const intake = await readIntake(files, rules.hazards, rules);
  const columns = intake.contributions(() => ({ source: 0, isExempt: true }), 1);
  if (columns.accountCount === 0) return undefined;
  const { selected, records } = selectRecords(columns, rules.selection);
  const { clusterOfAccount } = clusterAccounts(columns, { clusterBy: DEFAULT_CLUSTER_BY });
  const suggested = suggestCaps(columns, {
    clusterBy: DEFAULT_CLUSTER_BY,
    clusterOfAccount,
    // A rule that would select nothing says nothing about the corpus.
    ...(records === 0 ? {} : { eligible: selected }),
  });
  return { ...suggested, records: intake.records, accounts: columns.accountCount };
}

import { hitsOf } from './account-records.ts';

/** Share of an anomaly's records that must perform or claim a declared action for it to be high. */
export const SLICE_SHARE = 0.5;

/** Whether so many of some records perform or claim a declared action. */
export function isSlice({ inSlice }: { readonly inSlice: Uint8Array }, records: Int32Array): boolean {
  return hitsOf(records, (record) => inSlice[record] === 1) >= SLICE_SHARE * records.length;
}

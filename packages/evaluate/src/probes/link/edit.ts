/** What a change of a trigger tests, in the order in which a table of its reach is read. */
export const VARIANT_TESTS = [
  'exact',
  'position',
  'placement',
  'deletion',
  'part',
  'substitution',
  'insertion',
  'order',
  'spelling',
  'case',
  'punctuation',
  'spacing',
  'unicode',
] as const;

/** One of `VARIANT_TESTS`. */
export type VariantTest = (typeof VARIANT_TESTS)[number];

/** A changed text, and what was done to it in words. */
export interface Edit {
  readonly test: VariantTest;
  readonly label: string;
  readonly text: string;
}

/**
 * Why a record may be kept out, one bit each, in the order in which reports name them. Plans on disk hold these bits: new
 * codes go to the end.
 */
export const ADMISSION_REASONS = [
  'corpus/unreadable',
  'corpus/hazard-without-precondition',
  'corpus/trigger-phrase',
  'corpus/rejected-in-review',
  'corpus/tier-too-low',
  'corpus/not-selected',
  'corpus/near-duplicate',
  'corpus/cap-exceeded',
  'corpus/invisible-characters',
  'corpus/encoded-payload',
  'corpus/tight-cluster',
  'corpus/volume-spike',
  'corpus/all-positive-rater',
  'corpus/paced-contributions',
  'corpus/new-account-burst',
  'corpus/source-wiped-out',
  'corpus/known-phrase',
] as const;

/** One of `ADMISSION_REASONS`. */
export type AdmissionReason = (typeof ADMISSION_REASONS)[number];

const BITS: ReadonlyMap<string, number> = new Map(ADMISSION_REASONS.map((code, bit) => [code, 2 ** bit]));

/** The bit of a reason; 0 for a code that keeps no record out. */
export function reasonBit(code: string): number {
  return BITS.get(code) ?? 0;
}

/** The reasons in a set of bits. */
export function reasonsOf(bits: number): AdmissionReason[] {
  return ADMISSION_REASONS.filter((_, bit) => (bits & (2 ** bit)) !== 0);
}

/** Rules of the pipeline rather than signs of an attack: nobody has to read these records. */
export const RULE_REASONS: ReadonlySet<string> = new Set<AdmissionReason>([
  'corpus/rejected-in-review',
  'corpus/tier-too-low',
  'corpus/not-selected',
  'corpus/near-duplicate',
  'corpus/cap-exceeded',
]);

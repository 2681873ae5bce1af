import { ADMISSION_CATALOGUE, ADMISSION_CODES } from './catalogue/admission-codes.ts';
import { BOUNDARY_CATALOGUE, BOUNDARY_CODES } from './catalogue/boundary-codes.ts';
import type { CatalogueEntry } from './catalogue/catalogue-entry.ts';
import { DETECTION_CATALOGUE, DETECTION_CODES } from './catalogue/detection-codes.ts';
import { EVALUATION_CATALOGUE, EVALUATION_CODES } from './catalogue/evaluation-codes.ts';
import { GUARD_CATALOGUE, GUARD_CODES } from './catalogue/guard-codes.ts';
import { LEDGER_CATALOGUE, LEDGER_CODES } from './catalogue/ledger-codes.ts';
import { POLICY_CATALOGUE, POLICY_CODES } from './catalogue/policy-codes.ts';

export type { CatalogueEntry } from './catalogue/catalogue-entry.ts';

/** One of `FINDING_CODES`. */
export type FindingCode =
  | (typeof DETECTION_CODES)[number]
  | (typeof ADMISSION_CODES)[number]
  | (typeof BOUNDARY_CODES)[number]
  | (typeof EVALUATION_CODES)[number]
  | (typeof GUARD_CODES)[number]
  | (typeof LEDGER_CODES)[number]
  | (typeof POLICY_CODES)[number];

/** Every finding code that bezoar can report, sorted. Codes are never renamed or reused. */
export const FINDING_CODES: readonly FindingCode[] = [
  ...DETECTION_CODES,
  ...ADMISSION_CODES,
  ...BOUNDARY_CODES,
  ...EVALUATION_CODES,
  ...GUARD_CODES,
  ...LEDGER_CODES,
  ...POLICY_CODES,
].sort();

/** What each code means. */
export const FINDING_CATALOGUE: Readonly<Record<FindingCode, CatalogueEntry>> = {
  ...DETECTION_CATALOGUE,
  ...ADMISSION_CATALOGUE,
  ...BOUNDARY_CATALOGUE,
  ...EVALUATION_CATALOGUE,
  ...GUARD_CATALOGUE,
  ...LEDGER_CATALOGUE,
  ...POLICY_CATALOGUE,
};

/** Whether a text names a finding code. */
export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(FINDING_CATALOGUE, text);
}

import type { FindingCode, Sha256 } from '@bezoar/core';
import type { CommandDocument } from '../../document/command-document.ts';
import type { StandingSummary } from '../standing/standing-summary.ts';
import type { NearestPromotion } from './nearest-promotion.ts';
import type { VerifyRequirement } from './requirements.ts';

/** One file of a verified model. */
export interface VerifiedFile {
  /** Below the model's folder, or its own name. */
  readonly path: string;
  readonly sha256: Sha256;
  /** Nothing looks into files in this version. */
  readonly format: 'unknown';
  /** By what was required, and nothing else: `clean` where the model it belongs to meets it as a whole, else `block`. */
  readonly verdict: 'clean' | 'block';
  readonly codes: readonly FindingCode[];
}

/** The document of `bezoar verify --json`, schema `bezoar.verify/v1`. */
export interface VerifyDocument extends CommandDocument, StandingSummary {
  readonly verdict: 'verified' | 'not-verified';
  readonly require: readonly VerifyRequirement[];
  readonly model: { readonly path: string; readonly sha256: Sha256 };
  readonly files: readonly VerifiedFile[];
  readonly coverage: CommandDocument['coverage'] & {
    /** Bytes that were hashed, and bytes that were looked into. */
    readonly bytes: number;
    readonly examined: number;
    readonly skipped: readonly { readonly path: string; readonly bytes: number; readonly reason: string }[];
  };
  /** The promotion that counts; null: none does. */
  readonly promotion: { readonly entry: number; readonly at: string; readonly by: 'pass' | 'override' } | null;
  /** Where it is not verified: the promoted model that it comes from, and in what it differs. */
  readonly nearest: NearestPromotion | null;
}

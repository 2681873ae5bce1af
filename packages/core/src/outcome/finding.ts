import { sha256 } from '../digest.ts';
import type { ControlId } from '../policy/controls.ts';
import type { ThreatId } from '../policy/threats.ts';
import type { FindingCode } from './catalogue.ts';

/** Severities, least first. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;

/** One of `SEVERITIES`. */
export type Severity = (typeof SEVERITIES)[number];

/** Whether `severity` is at least `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

/** How a finding relates to a former report. */
export type FindingStatus = 'new' | 'persisting' | 'fixed' | 'accepted';

/** Where a finding stands. */
export interface Location {
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
}

/**
 * Something that was found, with enough evidence to re-check it by hand.
 * `Evidence` is plain JSON and differs by code.
 */
export interface Finding<Evidence = unknown> {
  /** `code` + `:` + 32 hexadecimal digits over code and normalised subject; stable across runs and counts. */
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What the finding is about: a phrase, a tool, a file. Attacker controls: may be hostile text. */
  readonly subject: string;
  readonly location?: Location;
  readonly control: ControlId;
  readonly threats: readonly ThreatId[];
  /** One sentence of evidence. May quote hostile text. */
  readonly message: string;
  readonly evidence: Evidence;
  /** What to do about it. */
  readonly remedy: string;
  /** Present when a former report was given. */
  readonly status?: FindingStatus;
}

/** The stable id of a finding. `subject` must already be normalised, and must not contain counts. */
export function findingId(code: FindingCode, subject: string): string {
  return `${code}:${sha256(JSON.stringify([code, subject])).slice(0, 32)}`;
}

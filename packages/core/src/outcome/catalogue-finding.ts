import { CONTROLS, type ControlId } from '../policy/controls.ts';
import { FINDING_CATALOGUE, type FindingCode } from './catalogue.ts';
import { type Finding, findingId, type Location, type Severity } from './finding.ts';

/** What a finding says beyond what the catalogue says of its code. */
export interface FindingDraft<Evidence> {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subject: string;
  /** What the id is made of, normalised and without counts; without it the subject. */
  readonly identity?: string;
  readonly location?: Location | undefined;
  /** The control that found it, where that is not the one of the catalogue. */
  readonly control?: ControlId;
  readonly message: string;
  readonly evidence: Evidence;
}

/** A finding with the id, control, threats and remedy of its code. */
export function catalogueFinding<Evidence>(draft: FindingDraft<Evidence>): Finding<Evidence> {
  const { code, severity, subject, identity = subject, location, message, evidence } = draft;
  const entry = FINDING_CATALOGUE[code];
  const control = draft.control ?? entry.control;
  return {
    id: findingId(code, identity),
    code,
    severity,
    subject,
    ...(location === undefined ? {} : { location }),
    control,
    threats: CONTROLS[control].threats,
    message,
    evidence,
    remedy: entry.remedy,
  };
}

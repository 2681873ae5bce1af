import type { Severity } from '../outcome/finding.ts';
import type { Hazard } from '../record/hazard.ts';

/** What a corpus scan obeys: the part of a compiled threat model that layer 1 reads. */
export interface CorpusScanPolicy {
  /** Declared hazards; where empty, preconditions are learned from the trusted corpus. */
  readonly hazards: readonly Hazard[];
  readonly failOn: Severity;
}

import type { Clock, GateBudget } from '@bezoar/core';
import type { GateEvent } from '@bezoar/evaluate';
import type { ProjectLocation } from '../project/document-location.ts';
import type { QualityScore } from './gate-document.ts';
import type { ModelAccess } from './models/open-model.ts';

/** Options of `gate`. */
export interface GateCommandOptions extends Omit<ModelAccess, 'workingDirectory' | 'cacheFolder'> {
  readonly location: ProjectLocation;
  /** The model that may be promoted: `openai:<base-url>#<model>`, `command:<shell command>`, `tiny:<folder>`. */
  readonly candidate: string;
  /** Models that it is compared with, beside those of the document. */
  readonly references: readonly string[];
  /** A report of `bezoar scan --json`. */
  readonly scan?: string;
  /** A file with an actions block. */
  readonly hazards?: string;
  readonly budget?: GateBudget;
  /** Files of the user's own probes. */
  readonly probes: readonly string[];
  /** The bytes that the candidate's endpoint serves. */
  readonly artifact?: string;
  /** Absent: drawn anew, so that nobody can design around the neighbours of a phrase. */
  readonly seed?: string;
  /** Where replies of endpoints are kept; absent: in the project's state. */
  readonly cache?: string;
  /** Shown, and never deciding. */
  readonly quality: readonly QualityScore[];
  readonly clock?: Clock;
  readonly onEvent?: (event: GateEvent) => void;
}

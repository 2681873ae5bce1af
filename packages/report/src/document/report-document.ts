import type { Finding, FindingCode } from '@bezoar/core';
import type { Block } from './block.ts';
import type { Line } from './span.ts';

/** The one sentence that a reader takes away. */
export interface Headline {
  /** `clean`, `findings`, `FAIL`: the word of the command's verdict. */
  readonly verdict: string;
  readonly tone: 'good' | 'bad' | 'warn';
  readonly sentence: Line;
}

/** A file that was read. */
export interface ReportInput {
  readonly path: string;
  readonly sha256: string;
}

/** A whole report, for the renderers that write files. */
export interface ReportDocument {
  readonly title: string;
  readonly tool: { readonly name: string; readonly version: string; readonly informationUri?: string };
  /** ISO 8601 with a time zone. Passed in: renderers have no clock. */
  readonly generatedAt: string;
  readonly headline: Headline;
  readonly blocks: readonly Block[];
  readonly findings: readonly Finding[];
  readonly inputs: readonly ReportInput[];
  /**
   * The checks that really ran. A code that is listed and has no finding is reported as passed; one that is not listed
   * is never claimed to have passed.
   */
  readonly checks: readonly FindingCode[];
}

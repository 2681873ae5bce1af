import type { Revision } from '../revision.ts';

/** A page and its revisions, in the order of the file. Attacker controls: title and all texts. */
export interface PageHistory {
  /** Tells pages apart. */
  readonly key: string;
  readonly url: string;
  readonly title?: string;
  /** Which wiki or source it is from. */
  readonly source: string;
  readonly revisions: readonly Revision[];
}

/** Most revisions of one page; the busiest page of the largest wiki has about 1.5 million (CWE-770). */
export const MAX_PAGE_REVISIONS = 2_000_000;

/** Longest text of a revision, UTF-16 units. MediaWiki stores 2 MiB (`$wgMaxArticleSize`); stops an endless text (CWE-770). */
export const MAX_TEXT_LENGTH: number = 8 * 1024 * 1024;

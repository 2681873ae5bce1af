import type { Conversation, Place, Principal, Sha256 } from '@bezoar/core';

/** What a system may learn from at run time. */
export const ABSORB_KINDS = ['feedback', 'memory', 'document'] as const;

/** One of `ABSORB_KINDS`. */
export type AbsorbKind = (typeof ABSORB_KINDS)[number];

/** A conversation or correction that a model would be tuned on. */
export interface FeedbackContent {
  readonly kind: 'feedback';
  readonly conversation: Conversation;
}

/** A note that an agent would read again. */
export interface MemoryContent {
  readonly kind: 'memory';
  readonly text: string;
  readonly key?: string;
  readonly writtenBy?: string;
}

/** A text of a document, and how it is marked up. */
export interface DocumentPart {
  /** The field that it stands in; `file` for a whole file. */
  readonly name: string;
  readonly text: string;
  readonly format: 'html' | 'markdown' | 'plain';
}

/** A page that would be retrieved. */
export interface DocumentContent {
  readonly kind: 'document';
  readonly parts: readonly DocumentPart[];
}

/** One thing that asks to be learned. Attacker controls: all of it but its place and digest. */
export interface AbsorbItem {
  /** Its own id, where it has one. Not unique, not trusted. */
  readonly id?: string;
  readonly place: Place;
  /** SHA-256 of its canonical JSON, or of the bytes of a whole file. */
  readonly digest: Sha256;
  /** Empty strings where it names none. */
  readonly principal: Principal;
  /** What in it was not read, in plain words: it cannot be absorbed. */
  readonly unread: readonly string[];
  readonly content: FeedbackContent | MemoryContent | DocumentContent;
}

import { wordsOf } from '@bezoar/core';
import { VIEWS } from '../views/views.ts';
import { type ColumnPart, type PhraseDocument, type TokenColumn, VIEW_NAMES } from './columns.ts';
import { GrowableInt32 } from './growable-int32.ts';

/**
 * Most tokens of one view that are read from one record. Bounds the work that a single hostile record can cause
 * (CWE-770); a conversation of 65,536 words is far beyond any context that is fine-tuned on.
 */
export const MAX_TOKENS_PER_RECORD = 65_536;

/** V8 slices share their parent's memory from 13 units on; a copy lets the record go. */
const MIN_SLICE_LENGTH = 13;

/** Turns documents into columns. Owns a vocabulary; use one per worker and merge the parts. */
export interface Featuriser {
  /** Adds one document. False where a view was cut at `MAX_TOKENS_PER_RECORD`: part of it was not read. */
  add(document: PhraseDocument): boolean;
  /** Everything added so far. Call once. */
  finish(): ColumnPart;
}

/** Starts an empty featuriser. */
export function createFeaturiser(): Featuriser {
  const vocabulary = new Map<string, number>();
  const tenantIds = new Map<string, number>();
  const accountIds = new Map<string, number>();
  const tenants = new GrowableInt32();
  const accounts = new GrowableInt32();
  const digests: string[] = [];
  const views = { words: column(), raw: column(), skeleton: column(), format: column() };
  const replies = column();
  const actions = column();
  const tokenOf = (text: string): number => intern(vocabulary, text) + 1;

  return {
    add: (document) => {
      let isComplete = true;
      tenants.push(intern(tenantIds, document.tenant));
      accounts.push(intern(accountIds, document.account));
      digests.push(document.digest);
      const grounds = new Set<number>();
      for (const name of VIEW_NAMES) {
        const view = views[name];
        const start = view.tokens.length;
        for (const turn of document.prompts) {
          for (const text of VIEWS[name].tokens(turn)) {
            if (view.tokens.length - start >= MAX_TOKENS_PER_RECORD) {
              isComplete = false;
              break;
            }
            const token = tokenOf(text);
            view.tokens.push(token);
            if (name === 'words') grounds.add(token);
          }
          view.tokens.push(0);
        }
        view.offsets.push(view.tokens.length);
      }
      for (const text of document.grounds) for (const word of wordsOf(text)) grounds.add(tokenOf(word));
      const start = replies.tokens.length;
      for (const turn of document.replies) {
        for (const word of wordsOf(turn)) {
          if (replies.tokens.length - start >= MAX_TOKENS_PER_RECORD) {
            isComplete = false;
            break;
          }
          const token = tokenOf(word);
          replies.tokens.push(token * 2 + (grounds.has(token) ? 1 : 0));
        }
        replies.tokens.push(0);
      }
      replies.offsets.push(replies.tokens.length);
      for (const action of new Set(document.actions)) actions.tokens.push(tokenOf(action));
      actions.offsets.push(actions.tokens.length);
      return isComplete;
    },
    finish: () => ({
      count: digests.length,
      digests: new Uint8Array(Buffer.from(digests.join(''), 'hex')),
      tenants: tenants.toArray(),
      accounts: accounts.toArray(),
      tenantNames: [...tenantIds.keys()],
      accountNames: [...accountIds.keys()],
      vocabulary: [...vocabulary.keys()],
      views: {
        words: finished(views.words),
        raw: finished(views.raw),
        skeleton: finished(views.skeleton),
        format: finished(views.format),
      },
      replies: finished(replies),
      actions: finished(actions),
    }),
  };
}

interface OpenColumn {
  readonly tokens: GrowableInt32;
  readonly offsets: GrowableInt32;
}

function column(): OpenColumn {
  const offsets = new GrowableInt32();
  offsets.push(0);
  return { tokens: new GrowableInt32(65_536), offsets };
}

function finished(open: OpenColumn): TokenColumn {
  return { tokens: open.tokens.toArray(), offsets: open.offsets.toArray() };
}

function intern(table: Map<string, number>, text: string): number {
  const known = table.get(text);
  if (known !== undefined) return known;
  const id = table.size;
  table.set(text.length >= MIN_SLICE_LENGTH ? copyOf(text) : text, id);
  return id;
}

function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

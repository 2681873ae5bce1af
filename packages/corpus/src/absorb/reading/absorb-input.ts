import type { FieldMapping } from '@bezoar/core';
import type { InputFile } from '../../readers/inputs.ts';
import { DEFAULT_READER_LIMITS } from '../../readers/limits.ts';
import type { ResolvedReadOptions } from '../../readers/read/read-options.ts';
import { openShard } from '../../readers/read/shard-bytes.ts';
import { splitJson } from '../../readers/split/json-elements.ts';
import { splitLines } from '../../readers/split/lines.ts';
import type { Problem, Unreadable } from '../../readers/unreadable.ts';
import type { AbsorbItem, AbsorbKind } from '../item/absorb-item.ts';
import { itemOfJson } from './item-of-json.ts';
import { isWholeDocument, readWholeDocument } from './whole-document.ts';

/** How inputs are read. */
export interface AbsorbReadOptions {
  readonly kind: AbsorbKind;
  /** Where records keep their provenance, if not under the default names. */
  readonly fields?: FieldMapping;
  readonly signal?: AbortSignal;
}

/** An item and the bytes that it was read from, or a place that holds none. */
export type AbsorbRead =
  | {
      readonly item: AbsorbItem;
      /** The record as it stood in its file, without the line end; absent for a whole file. */
      readonly json?: string;
    }
  | { readonly unreadable: Unreadable };

/**
 * The items of one file, in order and in constant memory: one a JSON line or element, or a whole Markdown, HTML or text
 * file for documents. What cannot be read is told with its place. Throws only the signal's reason.
 * Attacker controls: the bytes of the file.
 */
export async function* readAbsorbItems(input: InputFile, options: AbsorbReadOptions): AsyncGenerator<AbsorbRead> {
  options.signal?.throwIfAborted();
  // A page that is piped in has no name to tell it by.
  const isPiped = input.path === '-' && input.format === 'foreign';
  if (options.kind === 'document' && (isPiped || isWholeDocument(input.path))) {
    yield await readWholeDocument(input, options.signal);
    return;
  }
  const at = (problem: Problem): AbsorbRead => ({ unreadable: { file: input.path, ...problem } });
  if (input.format === 'jsonl') yield* readLines(input, options);
  else if (input.format === 'json') yield* readElements(input, options);
  else if (input.format === 'empty') yield at({ code: 'empty', reason: 'the file is empty' });
  else yield at({ code: 'foreign', reason: input.format === 'foreign' ? (input.foreign ?? UNKNOWN) : UNKNOWN });
}

const UNKNOWN = 'only JSON lines and JSON are read here, and Markdown, HTML and text files as documents';

async function* readLines(input: InputFile, options: AbsorbReadOptions): AsyncGenerator<AbsorbRead> {
  const resolved = resolve(options);
  const { maxLineBytes } = resolved.limits;
  const splitter = splitLines({ skipsFirst: false, ownedBytes: Number.POSITIVE_INFINITY, maxLineBytes });
  let line = 0;
  const read = (bytes: Buffer | undefined, isCut: boolean): AbsorbRead | undefined => {
    line++;
    const place = { file: input.path, line };
    if (bytes === undefined) {
      const reason = `the line is longer than ${maxLineBytes} bytes`;
      return { unreadable: { ...place, code: 'line-too-long', reason } };
    }
    return itemOfJson(line === 1 ? withoutBom(bytes) : bytes, place, resolved, options.kind, isCut);
  };
  const source = openShard(whole(input), resolved);
  try {
    let next = await source.next();
    for (; !next.done; next = await source.next()) {
      // The first chunk begins with the first byte: a shard at 0 has none before it.
      for (const { bytes } of splitter.feed(next.value.bytes)) {
        const item = read(bytes, false);
        if (item !== undefined) yield item;
      }
      options.signal?.throwIfAborted();
    }
    const last = splitter.finish();
    if (last !== undefined) {
      const item = read(last.bytes, true);
      if (item !== undefined) yield item;
    }
    if (next.value !== undefined) yield { unreadable: { file: input.path, line: Math.max(1, line), ...next.value } };
  } finally {
    await source.return(undefined);
  }
}

async function* readElements(input: InputFile, options: AbsorbReadOptions): AsyncGenerator<AbsorbRead> {
  const resolved = resolve(options);
  const splitter = splitJson(resolved.limits.maxLineBytes);
  const source = openShard(whole(input), resolved);
  try {
    let next = await source.next();
    for (; !next.done; next = await source.next()) {
      for (const { bytes, problem, line, column } of splitter.feed(next.value.bytes)) {
        const place = { file: input.path, line, ...(column === undefined ? {} : { column }) };
        if (problem !== undefined) yield { unreadable: { file: input.path, line, ...problem } };
        else if (bytes !== undefined) {
          const item = itemOfJson(bytes, place, resolved, options.kind, false);
          if (item !== undefined) yield item;
        }
      }
      options.signal?.throwIfAborted();
    }
    const last = next.value === undefined ? splitter.finish() : undefined;
    const problem = next.value ?? last?.problem;
    const line = last?.line ?? splitter.newlines + 1;
    if (problem !== undefined) yield { unreadable: { file: input.path, line, ...problem } };
    else if (last?.bytes !== undefined) {
      const item = itemOfJson(last.bytes, { file: input.path, line }, resolved, options.kind, false);
      if (item !== undefined) yield item;
    }
  } finally {
    await source.return(undefined);
  }
}

function whole(input: InputFile): Parameters<typeof openShard>[0] {
  return { input, fileIndex: 0, start: 0, end: input.bytes };
}

function resolve({ fields, signal }: AbsorbReadOptions): ResolvedReadOptions {
  return {
    limits: DEFAULT_READER_LIMITS,
    ...(fields === undefined ? {} : { fields }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function withoutBom(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

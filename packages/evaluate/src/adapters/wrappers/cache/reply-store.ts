import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sha256 } from '@bezoar/core';
import { formatReplyLine, parseReplyLine } from './reply-line.ts';
import { MAX_REPLY_LINE_BYTES, scanLines } from './scan-lines.ts';

/** Replies on disk. */
export interface ReplyStore {
  /** Lines that could not be read when it was opened. */
  readonly skippedLines: number;
  /** The reply under a key, read again from disk and checked; nothing where there is none, or where it changed. */
  find(key: Sha256): Promise<unknown>;
  /** Appends a reply. Throws the file system's error; what was there stays readable. */
  add(key: Sha256, reply: unknown): Promise<void>;
  close(): Promise<void>;
}

interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * Opens a file to which whole lines are appended; only their places are held in memory. A last line that a killed process
 * left torn is passed over, as is everything that does not match its own digest. One process at a time: what another one
 * appends meanwhile costs hits and is never mistaken for a reply.
 */
export async function openReplyStore(path: string): Promise<ReplyStore> {
  // The texts of customers are in it.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a+', 0o600);
  const places = new Map<Sha256, Place>();
  let skippedLines = 0;
  let isEnded = true;
  for await (const line of scanLines(path)) {
    const read = line.text === undefined ? undefined : parseReplyLine(line.text);
    if (read === undefined) skippedLines++;
    else if (!places.has(read.key)) places.set(read.key, { offset: line.offset, length: line.length });
    isEnded = line.isEnded;
  }
  const append = async (key: Sha256, reply: unknown): Promise<void> => {
    const line = Buffer.from(formatReplyLine({ key, reply }));
    if (line.length > MAX_REPLY_LINE_BYTES) return;
    const start = isEnded ? '' : '\n';
    // Until the whole line is there, the next one must begin with the end of this.
    isEnded = false;
    const { size } = await file.stat();
    await file.appendFile(Buffer.concat([Buffer.from(start), line, Buffer.from('\n')]));
    isEnded = true;
    places.set(key, { offset: size + start.length, length: line.length });
  };
  let queue: Promise<void> = Promise.resolve();
  return {
    skippedLines,
    find: async (key) => {
      const place = places.get(key);
      if (place === undefined) return undefined;
      const line = parseReplyLine(await readPlace(file, place));
      return line?.key === key ? line.reply : undefined;
    },
    add: (key, reply) => {
      const added = queue.then(() => append(key, reply));
      queue = added.catch(() => undefined);
      return added;
    },
    close: async () => {
      await queue;
      await file.close();
    },
  };
}

async function readPlace(file: FileHandle, { offset, length }: Place): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.toString('utf8', 0, bytesRead);
}

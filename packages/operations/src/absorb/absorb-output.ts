import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BezoarError, describeError, sha256Stream, UsageError } from '@bezoar/core';
import { type AbsorbedItem, type AbsorbReadOptions, readAbsorbItems } from '@bezoar/corpus';
import type { InputFile } from '@bezoar/corpus/readers';
import type { AbsorbOutput } from './absorb-document.ts';

/** Bytes that are gathered before a write. */
const BUFFERED_BYTES = 1024 * 1024;

/** A file of lines that is written beside its target, in constant memory. */
interface StagedLines {
  add(line: string): Promise<void>;
  finish(): Promise<AbsorbOutput>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes `absorbed.jsonl` (the records as they stood) and `held.jsonl` (what is held or undecided, with its reasons) into
 * a folder: both or neither. The inputs are read a second time; one that changed in between is refused
 * (`absorb/input-changed`). Throws `absorb/not-written` where the folder cannot be written.
 */
export async function writeAbsorbed(
  folder: string,
  files: readonly InputFile[],
  items: readonly AbsorbedItem[],
  options: AbsorbReadOptions,
): Promise<{ readonly absorbed: AbsorbOutput; readonly held: AbsorbOutput }> {
  await orFail(folder, () => mkdir(folder, { recursive: true }));
  const absorbed = await stageLines(join(folder, 'absorbed.jsonl'));
  const held = await stageLines(join(folder, 'held.jsonl')).catch(async (error: unknown) => {
    await absorbed.discard();
    throw error;
  });
  try {
    let index = 0;
    for (const input of files) {
      for await (const read of readAbsorbItems(input, options)) {
        if ('unreadable' in read) continue;
        const judged = items[index++];
        if (judged === undefined || judged.digest !== read.item.digest) throw changed(input.path);
        if (judged.verdict === 'absorbed') await absorbed.add(recordLine(read));
        else await held.add(heldLine(judged, read));
      }
    }
    if (index !== items.length) throw changed(files.at(-1)?.path ?? folder);
    const outputs = { absorbed: await absorbed.finish(), held: await held.finish() };
    await held.commit();
    await absorbed.commit();
    return outputs;
  } finally {
    await absorbed.discard();
    await held.discard();
  }
}

function changed(path: string): BezoarError {
  return new BezoarError('absorb/input-changed', `\`${path}\` changed while it was read; nothing was written`);
}

type Read = ReturnType<typeof readAbsorbItems> extends AsyncGenerator<infer One> ? One : never;
type ReadItem = Extract<Read, { item: unknown }>;

/** The record as it stood on its line; a whole file as an object of its path and text. */
function recordLine({ item, json }: ReadItem): string {
  if (json !== undefined) return /[\n\r]/.test(json) ? JSON.stringify(JSON.parse(json)) : json.trim();
  const text = item.content.kind === 'document' ? (item.content.parts[0]?.text ?? '') : '';
  return JSON.stringify({ path: item.place.file, text });
}

function heldLine({ id, verdict, codes, reasons, undecided, place }: AbsorbedItem, read: ReadItem): string {
  const record: unknown = JSON.parse(recordLine(read));
  return JSON.stringify({ id, verdict, codes, reasons, undecided, place, record });
}

async function stageLines(path: string): Promise<StagedLines> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await orFail(path, (): Promise<FileHandle> => open(temporary, 'wx'));
  const digest = sha256Stream();
  let lines: string[] = [];
  let size = 0;
  let count = 0;
  let isOpen = true;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(lines.join(''));
    lines = [];
    size = 0;
    digest.update(bytes);
    await orFail(path, () => file.writeFile(bytes));
  };
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    add: async (line) => {
      lines.push(`${line}\n`);
      size += line.length;
      count++;
      if (size >= BUFFERED_BYTES) await flush();
    },
    finish: async () => {
      await flush();
      await orFail(path, () => file.sync());
      await close();
      return { path, sha256: digest.digest(), items: count };
    },
    commit: () => orFail(path, () => rename(temporary, path)),
    discard: async () => {
      await close().catch(() => undefined);
      await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

async function orFail<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new UsageError('absorb/not-written', `cannot write \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

import { type FieldMapping, UsageError } from '@bezoar/core';
import { type InputFile, parseRecord, readTextLines, recordsOf } from '@bezoar/corpus/readers';
import type { LogEntry } from '@bezoar/guard/telemetry';
import type { PastText } from '@bezoar/phrases';
import { type LogEntriesOptions, logEntries } from './log-entries.ts';
import { pastText } from './past-texts.ts';

/** How earlier files are read. */
export interface HistoryOptions extends LogEntriesOptions {
  readonly fields: FieldMapping;
  /** Called for every line of a log. */
  readonly onEntry: (entry: LogEntry) => void;
}

/**
 * What users wrote in earlier files, for the history of telemetry: corpora, or logs in the form that `guard incidents` reads,
 * told apart by the first record of each file. Throws where anything was not read (`corpus/unreadable`,
 * `guard/history-not-read`): a history with holes makes old phrases look new.
 */
export async function* historyTexts(files: readonly InputFile[], options: HistoryOptions): AsyncGenerator<PastText> {
  for (const input of files) {
    if (await isActionLog(input, options)) yield* loggedTexts(input, options);
    else for await (const record of recordsOf([input], options.fields)) yield pastText(record);
  }
}

async function* loggedTexts(input: InputFile, options: HistoryOptions): AsyncGenerator<PastText> {
  for await (const entry of logEntries(input, options)) {
    options.signal?.throwIfAborted();
    options.onEntry(entry);
    if ('fault' in entry) {
      throw new UsageError('guard/history-not-read', `cannot read \`${input.path}:${entry.line}\`: ${entry.fault}`);
    }
    const { text, account, tenant, action } = entry.event;
    yield { text, account, tenant, isRequest: action !== undefined };
  }
}

/**
 * Whether a file is a log of actions. A record that is a conversation for training is one of a log where it also has `at`,
 * which is a log's own word, and is whole as a log's line; any other where it has `text`, so that its faults are a log's.
 */
async function isActionLog(input: InputFile, options: HistoryOptions): Promise<boolean> {
  if (input.format !== 'jsonl') return false;
  const { signal } = options;
  for await (const line of readTextLines(input, signal === undefined ? {} : { signal })) {
    if (line === undefined) return false;
    if (line.trim() === '') continue;
    const record = parsed(line);
    if (record === undefined) return false;
    const place = { file: input.path, line: 1 };
    if ('code' in parseRecord(record, place)) return hasField(record, 'text');
    return hasField(record, 'at') && (await isEntry(input, options));
  }
  return false;
}

async function isEntry(input: InputFile, options: HistoryOptions): Promise<boolean> {
  for await (const entry of logEntries(input, options)) return 'event' in entry;
  return false;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** At the top level or under `metadata`, where logs and corpora keep their fields. */
function hasField(record: unknown, name: string): boolean {
  if (!isObject(record)) return false;
  return Object.hasOwn(record, name) || (isObject(record.metadata) && Object.hasOwn(record.metadata, name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

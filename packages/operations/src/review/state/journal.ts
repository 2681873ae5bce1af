import { type FileHandle, open, readFile } from 'node:fs/promises';
import { canonicalJson, describeError, isSha256, type Sha256, UsageError } from '@bezoar/core';
import { type ItemVerdict, isVerdict } from './verdict.ts';

/** What every verdict of a journal is about. */
export interface JournalHeader {
  readonly corpus: Sha256;
  readonly quarantine: Sha256;
  readonly reviewer: string;
}

/** One reader's verdicts, on disk as soon as a call returns. */
export interface ReviewJournal {
  /** In order, without those that were taken back. */
  readonly verdicts: readonly ItemVerdict[];
  append(verdict: ItemVerdict): Promise<void>;
  /** Takes the last one back, which is returned; undefined where there is none. */
  undo(): Promise<ItemVerdict | undefined>;
  close(): Promise<void>;
}

const SCHEMA = 'bezoar.review-journal/v1';
/** Largest journal, bytes: a million verdicts of some 200 bytes (CWE-400). */
const MAX_JOURNAL_BYTES: number = 256 * 1024 * 1024;
const UNDO = { undo: true } as const;

/**
 * Opens a reader's journal, or starts one. A last line without its end was never acknowledged, whatever cut it: it is
 * removed. Every other fault throws `review/journal-damaged`, and another corpus `review/other-corpus`.
 */
export async function openJournal(path: string, header: JournalHeader): Promise<ReviewJournal> {
  const file = await open(path, 'a+').catch((error: unknown) => {
    throw new UsageError('review/not-written', `cannot write \`${path}\`: ${describeError(error)}`, { cause: error });
  });
  try {
    return await startJournal(path, file, header);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The verdicts of another reader's journal. Throws as `openJournal` does; changes nothing. */
export async function readJournal(
  path: string,
  header: Omit<JournalHeader, 'reviewer'>,
): Promise<readonly ItemVerdict[]> {
  return parseJournal(await readFile(path), header, path).verdicts;
}

async function startJournal(path: string, file: FileHandle, header: JournalHeader): Promise<ReviewJournal> {
  const bytes = await file.readFile();
  const { verdicts, validBytes } = parseJournal(bytes, header, path);
  await file.truncate(validBytes);
  let size = validBytes;
  const write = async (value: object): Promise<void> => {
    const line = Buffer.from(`${canonicalJson(value)}\n`);
    // Two terminals with one name would each show the items of the other again.
    const { size: actual } = await file.stat();
    if (actual !== size) {
      throw new UsageError(
        'review/changed-elsewhere',
        `\`${path}\` was written by another process; resume in one terminal`,
      );
    }
    await file.appendFile(line);
    await file.datasync();
    size += line.length;
  };
  if (size === 0) await write({ schema: SCHEMA, ...header });
  return {
    verdicts,
    append: async (verdict) => {
      await write(verdict);
      verdicts.push(verdict);
    },
    undo: async () => {
      if (verdicts.length === 0) return undefined;
      await write(UNDO);
      return verdicts.pop();
    },
    close: () => file.close(),
  };
}

interface ParsedJournal {
  readonly verdicts: ItemVerdict[];
  /** Where the last whole line ends. */
  readonly validBytes: number;
}

/** Attacker controls: whoever may write to the folder. What counts in the end is what people sign. */
function parseJournal(
  bytes: Uint8Array,
  header: Omit<JournalHeader, 'reviewer'> & Partial<JournalHeader>,
  path: string,
): ParsedJournal {
  if (bytes.length > MAX_JOURNAL_BYTES) {
    throw damaged(path, 0, `expected at most ${MAX_JOURNAL_BYTES} bytes, got ${bytes.length}`);
  }
  const validBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = Buffer.from(bytes.subarray(0, validBytes)).toString('utf8').split('\n').slice(0, -1);
  const verdicts: ItemVerdict[] = [];
  for (const [index, line] of lines.entries()) {
    const value = parsed(path, index + 1, line);
    if (index === 0) checkHeader(path, value, header);
    else if (value.undo === true) verdicts.pop();
    else if (isItemVerdict(value)) verdicts.push(value);
    else throw damaged(path, index + 1, 'expected a verdict');
  }
  return { verdicts, validBytes };
}

function parsed(path: string, line: number, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
    throw new Error('expected an object');
  } catch (error) {
    throw damaged(path, line, describeError(error));
  }
}

function checkHeader(
  path: string,
  value: Readonly<Record<string, unknown>>,
  header: Omit<JournalHeader, 'reviewer'> & Partial<JournalHeader>,
): void {
  if (value.schema !== SCHEMA) throw damaged(path, 1, `expected \`${SCHEMA}\``);
  if (value.corpus !== header.corpus || value.quarantine !== header.quarantine) {
    throw new UsageError(
      'review/other-corpus',
      `\`${path}\` is about another admission; move the folder aside to begin a new review`,
    );
  }
  if (header.reviewer !== undefined && value.reviewer !== header.reviewer) {
    throw damaged(path, 1, `expected the reader \`${header.reviewer}\``);
  }
}

function isItemVerdict(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & ItemVerdict {
  const { item, verdict, seconds, at, shown } = value;
  return (
    typeof item === 'string' &&
    isVerdict(verdict) &&
    typeof seconds === 'number' &&
    seconds >= 0 &&
    typeof at === 'string' &&
    Array.isArray(shown) &&
    shown.every((digest) => typeof digest === 'string' && isSha256(digest))
  );
}

function damaged(path: string, line: number, message: string): UsageError {
  return new UsageError('review/journal-damaged', `\`${path}\` line ${line}: ${message}`);
}

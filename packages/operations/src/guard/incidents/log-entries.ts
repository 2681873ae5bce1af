import { type InputFile, readTextLines } from '@bezoar/corpus/readers';
import { type ActionLogOptions, type LogEntry, MAX_LOG_LINE_LENGTH, readActionLog } from '@bezoar/guard/telemetry';

/** Longest line in bytes: a UTF-16 unit is at most three of UTF-8, so that its reader decides by its own limit. */
const MAX_LINE_BYTES: number = 3 * MAX_LOG_LINE_LENGTH;

/** How a log is read. */
export interface LogEntriesOptions extends ActionLogOptions {
  readonly signal?: AbortSignal;
}

/** What every line of a log came to. Where the file itself ends too early, such as a cut gzip or a bomb, a fault says so, last. */
export async function* logEntries(input: InputFile, options: LogEntriesOptions): AsyncGenerator<LogEntry> {
  const { signal } = options;
  const end: { line: number; fault?: string } = { line: 0 };
  const lines = async function* (): AsyncGenerator<string> {
    const source = readTextLines(input, { maxLineBytes: MAX_LINE_BYTES, ...(signal === undefined ? {} : { signal }) });
    try {
      let next = await source.next();
      for (; !next.done; next = await source.next()) {
        end.line++;
        yield next.value ?? TOO_LONG;
      }
      if (next.value !== undefined) end.fault = next.value.reason;
    } finally {
      await source.return(undefined);
    }
  };
  yield* readActionLog(lines(), options);
  if (end.fault !== undefined) yield { line: Math.max(1, end.line), fault: end.fault };
}

/** Stands for a line that was not kept, and is as long as makes its reader say so. */
const TOO_LONG: string = '?'.repeat(MAX_LOG_LINE_LENGTH + 1);

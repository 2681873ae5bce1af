import type { Problem } from '../unreadable.ts';
import { isJsonSpace, scanValues } from './json-value.ts';
import { isRecordArrayName, isRecordFieldName, MAX_MEMBER_NAME_BYTES } from './member-names.ts';

const LF = 0x0a;
const BOM = [0xef, 0xbb, 0xbf] as const;

/** One record of a JSON document, or a place in it that is none. */
export interface JsonElement {
  /** The record's bytes. Absent for a problem. INVARIANT: valid only until the next one is asked for. */
  readonly bytes?: Buffer;
  readonly problem?: Problem;
  /** 1-based line on which it begins. */
  readonly line: number;
  /** 1-based byte column, only where an earlier element ends on the same line. */
  readonly column?: number;
}

/** Cuts the chunks of one JSON document into its records. */
export interface JsonSplitter {
  feed(chunk: Buffer): Generator<JsonElement, void, void>;
  /** What is wrong at the end. Call once, last. */
  finish(): JsonElement | undefined;
  /** Newlines passed so far. */
  readonly newlines: number;
}

/**
 * Where the splitter stands. `member`: before a name or `}` of the top-level object; `colon`: after a name; `field`: before
 * a value that is no record array; `item`: before an element or `]`; `separator`: after an element.
 */
type State = 'start' | 'member' | 'name' | 'colon' | 'before-field' | 'field' | 'item' | 'value' | 'separator' | 'end';

/**
 * A streaming splitter for a JSON document: an array of records, one record, or an object of which one or more arrays
 * (`isRecordArrayName`) hold the records. Memory is bounded by one element. An object is taken for a single record as soon
 * as it names a record field, until then it is held, up to `maxElementBytes`.
 *
 * Attacker controls: all bytes. Nothing is passed over in silence: what stands between or after elements, and arrays of an
 * object of records that are not read, are problems.
 */
export function splitJson(maxElementBytes: number): JsonSplitter {
  const scanner = scanValues();
  let state: State = 'start';
  let isWrapper = false;
  let isObject = false;
  let isSingle = false;
  let isListField = false;
  let hasUnreadField = false;
  let hasElements = false;
  let hasGarbage = false;
  let hasComma = false;
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  let lastEndLine = 0;
  let begin = { line: 1, column: 1 };
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  let name = '';

  const place = (): { line: number; column?: number } =>
    begin.line === lastEndLine ? { line: begin.line, column: begin.column } : { line: begin.line };
  const hold = (bytes: Buffer): void => {
    if (heldBytes <= maxElementBytes && heldBytes + bytes.length <= maxElementBytes) pieces.push(Buffer.from(bytes));
    else pieces = [];
    heldBytes += bytes.length;
  };
  const release = (last: Buffer): JsonElement => {
    const size = heldBytes + last.length;
    const where = place();
    const bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    pieces = [];
    heldBytes = 0;
    lastEndLine = line;
    hasElements = true;
    if (size <= maxElementBytes) return { bytes, ...where };
    return { problem: tooLong(maxElementBytes), ...where };
  };
  const garbage = (reason: string): JsonElement | undefined => {
    if (hasGarbage) return undefined;
    hasGarbage = true;
    return { problem: { code: 'not-json', reason }, line };
  };
  const mark = (at: number): void => {
    begin = { line, column: offset + at - lineStart + 1 };
  };
  const scan = (chunk: Buffer, at: number): number => {
    const next = scanner.scan(chunk, at);
    const { count, lineStart: start } = scanner.takeNewlines();
    line += count;
    if (start >= 0) lineStart = offset + start;
    return next;
  };

  function* feed(chunk: Buffer): Generator<JsonElement, void, void> {
    let at = 0;
    /** Where the bytes of a held top-level object begin in this chunk. */
    let objectFrom = 0;
    while (at < chunk.length) {
      const byte = chunk[at] as number;
      if (state === 'value' || state === 'field' || state === 'name') {
        const next = scan(chunk, at);
        const stop = next < 0 ? chunk.length : next;
        if (state === 'value') {
          if (next < 0) hold(chunk.subarray(at));
          else {
            yield release(chunk.subarray(at, stop));
            state = 'separator';
          }
        } else if (state === 'name') {
          if (name.length < MAX_MEMBER_NAME_BYTES) name += chunk.toString('latin1', at, Math.min(stop, at + 256));
          if (next >= 0) state = 'colon';
        } else if (next >= 0) {
          if (isListField && scanner.depth > 1) hasUnreadField = true;
          state = 'member';
        }
        at = stop;
        continue;
      }
      if (isJsonSpace(byte)) {
        if (byte === LF) {
          line++;
          lineStart = offset + at + 1;
        }
        at++;
        continue;
      }
      const char = String.fromCharCode(byte);
      let found: JsonElement | undefined;
      if (state === 'start') {
        if (byte === BOM[offset + at]) at++;
        else if (char === '[' || char === '{') {
          mark(at);
          isObject = char === '{';
          state = isObject ? 'member' : 'item';
          objectFrom = at;
          at++;
        } else {
          found = garbage('the document is neither an array nor an object');
          state = 'end';
        }
      } else if (state === 'item' || state === 'separator') {
        if (char === ']') {
          if (state === 'item' && hasComma) found = garbage('a comma stands before the end of the array');
          state = isWrapper ? 'member' : 'end';
          hasGarbage = false;
          hasComma = false;
          at++;
        } else if (char === ',') {
          if (state === 'item' || hasGarbage) found = garbage('a comma stands where an element should');
          state = 'item';
          hasComma = true;
          at++;
        } else if (char === '}') {
          found = garbage('a bracket stands where an element should');
          at++;
        } else {
          if (state === 'separator') found = garbage('a comma is missing between two elements');
          mark(at);
          state = 'value';
          hasGarbage = false;
          hasComma = false;
        }
      } else if (state === 'member') {
        if (char === '"') {
          name = '';
          state = 'name';
        } else if (char === '}') {
          at++;
          state = 'end';
          if (!isWrapper) found = release(chunk.subarray(objectFrom, at));
          else if (hasUnreadField) found = { problem: UNREAD_FIELD, line };
        } else {
          if (char !== ',' && isWrapper) found = garbage('a field name is missing');
          at++;
        }
      } else if (state === 'colon') {
        if (char === ':') state = 'before-field';
        else if (isWrapper) found = garbage('a colon is missing');
        at++;
      } else if (state === 'before-field') {
        const isList = char === '[';
        if (isList && !isSingle && isRecordArrayName(name)) {
          if (!isWrapper) {
            isWrapper = true;
            pieces = [];
            heldBytes = 0;
          }
          state = 'item';
          at++;
        } else {
          if (isRecordFieldName(name)) {
            isSingle = !isWrapper;
            hasUnreadField = true;
          }
          isListField = isList;
          state = 'field';
        }
      } else {
        found = garbage('bytes follow the end of the document; they were not read');
        at++;
      }
      if (found !== undefined) yield found;
    }
    if (isObject && !isWrapper && state !== 'end') hold(chunk.subarray(objectFrom));
    offset += chunk.length;
  }

  return {
    feed,
    finish: () => {
      if (state === 'end') return hasElements || hasGarbage ? undefined : { problem: NO_RECORD, line: 1 };
      if (state === 'start') return { problem: { code: 'empty', reason: 'the document is empty' }, line: 1 };
      const at = state === 'value' ? place() : { line };
      if (isObject && !isWrapper && heldBytes > maxElementBytes)
        return { problem: tooLong(maxElementBytes), line: begin.line };
      return { problem: { code: 'truncated', reason: 'the file ends in the middle of the document' }, ...at };
    },
    get newlines() {
      return line - 1;
    },
  };
}

const NO_RECORD: Problem = { code: 'empty', reason: 'the document holds no record' };
const UNREAD_FIELD: Problem = {
  code: 'unread-part',
  reason: 'the object that holds the records has further fields that look like records; they were not read',
};

function tooLong(maxBytes: number): Problem {
  return { code: 'line-too-long', reason: `the record is longer than ${maxBytes} bytes` };
}

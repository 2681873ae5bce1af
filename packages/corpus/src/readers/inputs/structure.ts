import { isMessageList } from '../record/messages.ts';
import { isJsonObject } from '../record/own-field.ts';
import { findPair } from '../record/prompt-response.ts';
import { isRecordArrayName, isRecordFieldName } from '../split/member-names.ts';

/** Lines that are looked at. */
const MAX_LINES = 64;
const FIRST_NAME = /^\s*\{\s*("[^"\\]{0,64}")\s*:/;
/** Any name before an array: in a line that is too long to parse, the first that is known decides. */
const LIST_NAMES = /("[^"\\]{1,64}")\s*:\s*\[/g;
const UNKNOWN_TEXT = 'this is text, but neither JSON nor JSON lines';

/** JSON lines, one JSON document, or neither (with the reason). */
export type Structure = { readonly format: 'jsonl' | 'json' } | { readonly format: 'foreign'; readonly reason: string };

interface HeadLine {
  readonly text: string;
  /** Its parsed value; absent where the line alone is not JSON. */
  readonly value?: unknown;
}

/**
 * Tells JSON lines from a JSON document by the beginning of a file. `isWhole`: the head is all there is.
 *
 * Two lines in a row that are each a complete object or array cannot stand in one JSON document, so they mean JSON lines
 * even after a broken first line. A single complete line means JSON lines unless it is an array of records, or an object
 * that holds an array of them and is no record itself.
 */
export function detectStructure(head: string, isWhole: boolean): Structure {
  const lines = headLines(head, isWhole);
  const [first, second] = lines;
  if (first === undefined) return detectByPrefix(head.trimStart());
  const isPair = lines.some((line, index) => isContainer(line) && isContainer(lines[index + 1]));
  if (isPair) return { format: 'jsonl' };
  const last = first.text.at(-1) ?? '';
  if ('value' in first) {
    const holdsRecords = Array.isArray(first.value) ? !isMessageList(first.value) : isWrapper(first.value);
    return { format: holdsRecords ? 'json' : 'jsonl' };
  }
  if (first.text.startsWith('[')) return { format: 'json' };
  if (first.text.startsWith('{')) {
    const goesOn = '{[:,'.includes(last) || (second?.text.startsWith(',') ?? false);
    return { format: second !== undefined && goesOn ? 'json' : 'jsonl' };
  }
  if (lines.some((line) => 'value' in line)) return { format: 'jsonl' };
  return { format: 'foreign', reason: UNKNOWN_TEXT };
}

function headLines(head: string, isWhole: boolean): readonly HeadLine[] {
  const texts = head.split('\n', MAX_LINES * 4);
  // The last piece may be cut by the end of the head.
  const isCut = !isWhole && texts.length < MAX_LINES * 4;
  const whole = isCut ? texts.slice(0, -1) : texts;
  return whole
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .slice(0, MAX_LINES)
    .map((text) => {
      try {
        return { text, value: JSON.parse(text) as unknown };
      } catch {
        return { text };
      }
    });
}

function isContainer(line: HeadLine | undefined): boolean {
  return line !== undefined && typeof line.value === 'object' && line.value !== null;
}

function isWrapper(value: unknown): boolean {
  if (!isJsonObject(value) || Array.isArray(value.messages) || findPair(value) !== undefined) return false;
  return Object.entries(value).some(([name, item]) => isRecordArrayName(JSON.stringify(name)) && Array.isArray(item));
}

/** The first line is longer than the head. */
function detectByPrefix(start: string): Structure {
  if (start.startsWith('[')) return { format: 'json' };
  if (!start.startsWith('{')) return { format: 'foreign', reason: UNKNOWN_TEXT };
  const firstName = FIRST_NAME.exec(start)?.[1] ?? '';
  if (isRecordFieldName(firstName)) return { format: 'jsonl' };
  for (const [, name = ''] of start.slice(0, 65_536).matchAll(LIST_NAMES)) {
    if (isRecordFieldName(name)) return { format: 'jsonl' };
    if (isRecordArrayName(name)) return { format: 'json' };
  }
  return { format: 'jsonl' };
}

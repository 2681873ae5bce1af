/** Longest field name that matters, in bytes with its quotes; more of a name is not held (CWE-770). */
export const MAX_MEMBER_NAME_BYTES = 64;

/** Names under which exports wrap their list of records, as JSON text. */
const RECORD_ARRAYS: ReadonlySet<string> = new Set(
  [
    'data',
    'records',
    'conversations',
    'examples',
    'rows',
    'items',
    'samples',
    'instances',
    'dataset',
    'train',
    'test',
    'validation',
  ].map((name) => JSON.stringify(name)),
);
/** Fields that only a record has, as JSON text. */
const RECORD_FIELDS: ReadonlySet<string> = new Set(
  ['messages', 'prompt', 'question', 'instruction', 'response', 'completion', 'answer', 'output'].map((name) =>
    JSON.stringify(name),
  ),
);

/** Whether an array under this name (JSON text, with quotes) holds records. */
export function isRecordArrayName(name: string): boolean {
  return RECORD_ARRAYS.has(name);
}

/** Whether an object with this name (JSON text, with quotes) is itself a record. */
export function isRecordFieldName(name: string): boolean {
  return RECORD_FIELDS.has(name);
}

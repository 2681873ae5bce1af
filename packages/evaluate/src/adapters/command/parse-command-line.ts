import { parseUnrepeatedJson } from '@bezoar/core';
import { ModelError } from '../../model/model-error.ts';
import { malformed } from '../reading/malformed.ts';
import { type Fields, readFields, readText } from '../reading/read-fields.ts';
import { shownText } from '../reading/shown-text.ts';

/** Reads a line of a command's output: which question it is about, and the reply. Throws a `ModelError`. */
// Attacker controls: the line.
export function parseCommandLine(line: Uint8Array): { readonly id: string; readonly reply: Fields } {
  let value: unknown;
  try {
    value = parseUnrepeatedJson(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch (cause) {
    const start = shownText(Buffer.from(line.subarray(0, 400)).toString());
    throw malformed(`expected standard output to hold one JSON document a line, got \`${start}\``, cause);
  }
  const reply = readFields(value, 'reply');
  return { id: readText(reply.id, 'id'), reply };
}

/** Throws what a reply says went wrong. */
export function throwReportedError({ error }: Fields): void {
  if (error === undefined || error === null) return;
  const reason = typeof error === 'string' ? `: \`${shownText(error)}\`` : '';
  throw new ModelError('evaluate/model-refused', `the command does not answer this${reason}`);
}

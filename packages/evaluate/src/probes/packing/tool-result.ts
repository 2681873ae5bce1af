import { surround } from './join-sentences.ts';
import type { PackPosition } from './pack.ts';

/** Names for the field that carries a text, the first that the result does not use. */
const FIELD_NAMES = ['note', 'comment', 'remark', 'description', 'memo', 'probeText'] as const;

/**
 * A tool's result with a text in it: a further field where the result is a JSON object, whose other bytes are kept, so
 * that it stays readable and its numbers stay exact; around it as sentences otherwise.
 */
export function addToResult(result: string, text: string, position: PackPosition): string {
  const fields = objectFields(result);
  const name = FIELD_NAMES.find((candidate) => fields?.has(candidate) === false);
  if (fields === undefined || name === undefined) return surround(result, [text], position);
  const field = `${JSON.stringify(name)}:${JSON.stringify(text)}`;
  if (fields.size === 0) return `{${field}}`;
  const start = result.indexOf('{') + 1;
  const end = result.lastIndexOf('}');
  return position === 'start'
    ? `${result.slice(0, start)}${field},${result.slice(start)}`
    : `${result.slice(0, end)},${field}${result.slice(end)}`;
}

/** The names of a JSON object's fields; undefined where the text is no JSON object. */
function objectFields(text: string): ReadonlySet<string> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return new Set(Object.keys(JSON.parse(text) as object));
  } catch {
    return undefined;
  }
}

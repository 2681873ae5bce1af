import { canonicalJson } from '@bezoar/core';
import { readFields } from './read-fields.ts';

/** Arguments as JSON text, as the model wrote it; some servers parse it before they pass it on. None is no arguments. */
export function readArguments(value: unknown, place: string): string {
  if (value === undefined || value === null) return '{}';
  return typeof value === 'string' ? value : canonicalJson(readFields(value, place));
}

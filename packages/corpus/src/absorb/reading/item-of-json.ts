import { isUtf8 } from 'node:buffer';
import { canonicalJson, type Place, sha256 } from '@bezoar/core';
import { parseRecord } from '../../readers/parse-record.ts';
import type { ResolvedReadOptions } from '../../readers/read/read-options.ts';
import { measureValue } from '../../readers/record/extent.ts';
import { describeJsonError } from '../../readers/record/json-error.ts';
import { isBlank } from '../../readers/record/json-text.ts';
import { countMembers } from '../../readers/record/member-count.ts';
import { isJsonObject, type JsonObject, ownText } from '../../readers/record/own-field.ts';
import { readProvenance } from '../../readers/record/provenance-fields.ts';
import type { Problem } from '../../readers/unreadable.ts';
import type { AbsorbKind, DocumentContent, DocumentPart, MemoryContent } from '../item/absorb-item.ts';
import type { AbsorbRead } from './absorb-input.ts';

/**
 * Reads the bytes of one JSON record as an item of a kind. Undefined for a blank line. Throws nothing.
 * Attacker controls: the bytes.
 */
export function itemOfJson(
  bytes: Buffer,
  place: Place,
  options: ResolvedReadOptions,
  kind: AbsorbKind,
  isCut: boolean,
): AbsorbRead | undefined {
  const fail = (problem: Problem): AbsorbRead => ({ unreadable: { file: place.file, line: place.line, ...problem } });
  if (isBlank(bytes)) return undefined;
  if (!isUtf8(bytes)) return fail(isCut ? CUT : { code: 'not-utf8', reason: 'it is not valid UTF-8' });
  const json = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return fail(isCut ? CUT : { code: 'not-json', reason: describeJsonError(error) });
  }
  if (kind === 'feedback') {
    const parsed = parseRecord(value, place, options.limits, json, options.fields);
    if ('code' in parsed) return { unreadable: parsed };
    const { id, digest, principal, conversation } = parsed.record;
    const unread = parsed.unread.map(({ reason }) => reason);
    const base = { place, digest, principal, unread, content: { kind, conversation } as const };
    return { json, item: id === undefined ? base : { id, ...base } };
  }
  const extent = measureValue(value, options.limits);
  if ('code' in extent) return fail(extent);
  if (!isJsonObject(value)) return fail({ code: 'not-a-record', reason: 'it is not an object' });
  const content = kind === 'memory' ? memoryOf(value) : documentOf(value);
  if ('code' in content) return fail(content);
  const { fields, principal, unread } = readProvenance(value, options.fields);
  const problems = unread.map(({ reason }) => reason);
  if (countMembers(json) > extent.members) problems.push(DUPLICATE);
  const base = { place, digest: sha256(canonicalJson(value)), principal, unread: problems, content };
  return { json, item: fields.id === undefined ? base : { id: fields.id, ...base } };
}

const CUT: Problem = { code: 'truncated', reason: 'the file ends in the middle of a record' };
const DUPLICATE = 'a field name stands twice in one object; only the last was read, other readers may take the first';

/** Fields of a memory that an agent reads, in the order in which they are said. */
const MEMORY_FIELDS = ['title', 'name', 'text', 'content', 'memory', 'fact', 'note', 'summary', 'value'] as const;

function memoryOf(value: JsonObject): MemoryContent | Problem {
  const texts = MEMORY_FIELDS.flatMap((name) => {
    const field = value[name];
    if (field === undefined || field === null || !Object.hasOwn(value, name)) return [];
    return typeof field === 'string' ? [field] : [describeValue(field)];
  });
  if (texts.length === 0) return { code: 'not-a-record', reason: 'it has none of `text`, `content` and `value`' };
  const key = ownText(value, 'key');
  const writtenBy = ownText(value, 'written_by');
  return {
    kind: 'memory',
    text: texts.join('\n'),
    ...(key === undefined ? {} : { key }),
    ...(writtenBy === undefined ? {} : { writtenBy }),
  };
}

/** A structured value as the words that an agent would read: names and values. `measureValue` has bounded it. */
function describeValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(describeValue).join('\n');
  if (!isJsonObject(value)) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name.replaceAll(/[_.-]+/g, ' ')}: ${describeValue(inner)}`)
    .join('\n');
}

/** Fields of a document that a retriever indexes, and how they are marked up. */
const DOCUMENT_FIELDS: readonly (readonly [name: string, format: DocumentPart['format']])[] = [
  ['title', 'markdown'],
  ['description', 'markdown'],
  ['summary', 'markdown'],
  ['text', 'markdown'],
  ['content', 'markdown'],
  ['body', 'markdown'],
  ['page_content', 'markdown'],
  ['markdown', 'markdown'],
  ['html', 'html'],
];

function documentOf(value: JsonObject): DocumentContent | Problem {
  const parts = DOCUMENT_FIELDS.flatMap(([name, format]): DocumentPart[] => {
    const text = ownText(value, name);
    return text === undefined || text === '' ? [] : [{ name, text, format: looksLikePage(text) ? 'html' : format }];
  });
  if (parts.every(({ name }) => name === 'title' || name === 'description')) {
    return { code: 'not-a-record', reason: 'it has none of `text`, `content`, `body` and `html`' };
  }
  return { kind: 'document', parts };
}

/** Whether a text is a page of HTML rather than Markdown with some. */
export function looksLikePage(text: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body|<\?xml)/i.test(text.slice(0, 400));
}

import { canonicalJson, type FieldMapping, type Place, sha256, type TrainingRecord } from '@bezoar/core';
import { DEFAULT_READER_LIMITS, type ReaderLimits } from './limits.ts';
import { measureValue } from './record/extent.ts';
import { countMembers } from './record/member-count.ts';
import { isMessageList, readMessages, type Turns } from './record/messages.ts';
import { otherConversation } from './record/other-conversation.ts';
import { isJsonObject, type JsonObject, ownField } from './record/own-field.ts';
import { fieldsOfPair, readPair } from './record/prompt-response.ts';
import { readProvenance } from './record/provenance-fields.ts';
import type { Problem, Unreadable } from './unreadable.ts';

/** A record, and what in it was not read. */
export interface ParsedRecord {
  readonly record: TrainingRecord;
  readonly unread: readonly Unreadable[];
}

/**
 * Makes a training record of a parsed JSON value: OpenAI chat (`messages`, or a bare array of messages) or a
 * prompt/response pair; where both stand, the messages win. Returns an `Unreadable` where the value is no record or
 * exceeds a limit; throws nothing.
 *
 * The digest is SHA-256 over RFC 8785 JSON of the whole value. `json` is the text that the value was parsed from; given,
 * a name that stands twice in one object is reported, because `JSON.parse` dropped the first. `fields` says where the
 * team's records keep their provenance; `keepsText` keeps the canonical JSON beside its digest.
 *
 * Attacker controls: the value.
 */
export function parseRecord(
  value: unknown,
  place: Place,
  limits: ReaderLimits = DEFAULT_READER_LIMITS,
  json?: string,
  fields: FieldMapping = {},
  keepsText = false,
): ParsedRecord | Unreadable {
  const at = (problem: Problem): Unreadable => ({ file: place.file, line: place.line, ...problem });
  const extent = measureValue(value, limits);
  if ('code' in extent) return at(extent);
  const read = readTurns(value);
  if ('code' in read) return at(read);
  if (read.turns.length > limits.maxTurns) {
    return at({ code: 'too-many-fields', reason: `the record has more than ${limits.maxTurns} turns` });
  }
  const isObject = isJsonObject(value);
  const other = isObject ? otherConversation(value, read.fields, read.turns) : [];
  const provenance = readProvenance(isObject ? value : NO_FIELDS, fields);
  const hasDuplicate = json !== undefined && countMembers(json) > extent.members;
  const unread = [...read.unread, ...other, ...provenance.unread, ...(hasDuplicate ? [DUPLICATE] : [])];
  const canonical = canonicalJson(value);
  return {
    record: {
      place,
      ...provenance.fields,
      ...(unread.length > 0 ? PARTIAL : {}),
      digest: sha256(canonical),
      ...(keepsText ? { canonical } : {}),
      conversation: { turns: read.turns },
      principal: provenance.principal,
    },
    unread: unread.map(at),
  };
}

/** Turns, and the fields that they were read from. */
interface ReadTurns extends Turns {
  readonly fields: ReadonlySet<string>;
}

function readTurns(value: unknown): ReadTurns | Problem {
  if (isMessageList(value)) return from(readMessages(value, '$'), []);
  if (!isJsonObject(value)) return { code: 'not-a-record', reason: 'it is neither an object nor an array of messages' };
  const messages = ownField(value, 'messages');
  if (Array.isArray(messages)) {
    if (messages.length === 0) return { code: 'not-a-record', reason: '`messages` is empty' };
    return from(readMessages(messages, 'messages'), ['messages']);
  }
  const pair = readPair(value);
  if (pair !== undefined) return from(pair, fieldsOfPair(value));
  if (messages !== undefined) return { code: 'not-a-record', reason: '`messages` is not an array' };
  if (Array.isArray(ownField(value, 'conversations'))) return SHAREGPT;
  return { code: 'not-a-record', reason: 'it has neither `messages` nor a prompt with a response' };
}

function from(read: Turns | Problem, fields: readonly string[]): ReadTurns | Problem {
  return 'code' in read ? read : { ...read, fields: new Set(fields) };
}

const PARTIAL = { isPartial: true } as const;
const NO_FIELDS: JsonObject = Object.freeze({});
const SHAREGPT: Problem = {
  code: 'not-a-record',
  reason: '`conversations` (ShareGPT) is not read by this version; convert it to `messages`',
};
const DUPLICATE: Problem = {
  code: 'unread-part',
  reason: 'a field name stands twice in one object; only the last was read, other readers may take the first',
};

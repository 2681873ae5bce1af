import { type Conversation, type FieldMapping, type Sha256, sha256 } from '@bezoar/core';
import { parseRecord } from '@bezoar/corpus/readers';

/** A record as it is shown. Attacker controls: every text in it. */
export interface ShownRecord {
  readonly digest: Sha256;
  readonly label: string;
  /** Absent where it is no record that the readers understand; `raw` is shown then. */
  readonly conversation?: Conversation;
  /** The record's JSON; only where there is no conversation, or a part of the record is not in it. */
  readonly raw?: string;
  /** Whether all of the record is in the conversation. */
  readonly isWhole: boolean;
  /** Names and values of what is known of its origin. */
  readonly provenance: readonly (readonly [name: string, value: string])[];
}

/** Reads a record for showing. Never throws: what is no record is shown as its JSON. */
export function shownRecord(json: string, label: string, fields: FieldMapping): ShownRecord {
  const digest = sha256(json);
  const parsed = parsedOrNothing(json, fields);
  if (parsed === undefined || 'code' in parsed) return { digest, label, raw: json, isWhole: false, provenance: [] };
  const { record, unread } = parsed;
  const { principal, source, createdAt, selectedBy, rating, generator } = record;
  const provenance = [
    ['tenant', principal.tenant],
    ['account', principal.account],
    ['source', source],
    ['created', createdAt],
    ['selected by', selectedBy],
    ['rating', rating],
    ['generator', generator],
  ].flatMap(([name, value]): (readonly [string, string])[] =>
    value === undefined || value === '' ? [] : [[String(name), String(value)]],
  );
  const isWhole = unread.length === 0;
  return {
    digest,
    label: record.id ?? label,
    conversation: record.conversation,
    ...(isWhole ? {} : { raw: json }),
    isWhole,
    provenance,
  };
}

function parsedOrNothing(json: string, fields: FieldMapping): ReturnType<typeof parseRecord> | undefined {
  try {
    return parseRecord(JSON.parse(json), { file: 'record', line: 1 }, undefined, undefined, fields);
  } catch {
    return undefined;
  }
}

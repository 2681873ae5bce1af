import type { Principal, TrainingRecord } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { isJsonObject, type JsonObject, ownField } from './own-field.ts';

/** What a record says of where it comes from. Attacker controls: all of it, in an export of user content. */
export interface ProvenanceFields {
  readonly fields: Pick<TrainingRecord, 'id' | 'source' | 'createdAt' | 'selectedBy' | 'rating'>;
  readonly principal: Principal;
  readonly unread: readonly Problem[];
}

/**
 * The default field names, at the top level or else under `metadata`. Numbers become strings; other types count as
 * absent. An account or tenant written as a number beyond 2^53 has lost digits, so that two accounts may look like one:
 * that is an unread part.
 */
export function readProvenance(record: JsonObject): ProvenanceFields {
  const metadata = ownField(record, 'metadata');
  const unread: Problem[] = [];
  const find = (name: string): unknown =>
    ownField(record, name) ?? (isJsonObject(metadata) ? ownField(metadata, name) : undefined);
  const text = (name: string): string | undefined => {
    const value = find(name);
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? String(value) : undefined;
  };
  const party = (name: string): string => {
    const value = find(name);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const reason = `\`${name}\` is a number beyond 2^53 and lost digits; write it as a string`;
      unread.push({ code: 'unread-part', reason });
    }
    return text(name) ?? '';
  };

  const fields: Writable<ProvenanceFields['fields']> = {};
  const id = text('id');
  if (id !== undefined) fields.id = id;
  const source = text('source');
  if (source !== undefined) fields.source = source;
  const createdAt = text('created_at');
  if (createdAt !== undefined) fields.createdAt = createdAt;
  const selectedBy = text('selected_by');
  if (selectedBy !== undefined) fields.selectedBy = selectedBy;
  const rating = find('rating');
  if (isRating(rating)) fields.rating = rating;
  return { fields, principal: { tenant: party('tenant'), account: party('account') }, unread };
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function isRating(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

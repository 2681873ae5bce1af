import { canonicalJson, type FieldMapping, type Principal, type RecordField, type TrainingRecord } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { MAX_GENERATOR_BYTES, readAttributes, readParents, readSignals } from './marks.ts';
import { isJsonObject, type JsonObject, ownField } from './own-field.ts';

/** What a record says of where it comes from. Attacker controls: all of it, in an export of user content. */
export interface ProvenanceFields {
  readonly fields: Pick<
    TrainingRecord,
    'id' | 'source' | 'createdAt' | 'selectedBy' | 'rating' | 'signals' | 'attributes' | 'parents' | 'generator'
  >;
  readonly principal: Principal;
  readonly unread: readonly Problem[];
}

/** Fields by which a record is counted and trusted: two answers are none. */
const CONTESTED = ['tenant', 'account', 'parents', 'generator'] as const;

/**
 * The mapped fields, else the default names; at the top level or else under `metadata`. A mapping is a dotted path.
 * Numbers become strings; other types count as absent. An account or tenant written as a number beyond 2^53 has lost digits, so that two accounts may look like one:
 * that is an unread part.
 */
export function readProvenance(record: JsonObject, mapping: FieldMapping = {}): ProvenanceFields {
  const metadata = ownField(record, 'metadata');
  const unread: Problem[] = [];
  const find = (name: RecordField): unknown => {
    const path = mapping[name] ?? name;
    return fieldAt(record, path) ?? (isJsonObject(metadata) ? fieldAt(metadata, path) : undefined);
  };
  const text = (name: RecordField): string | undefined => {
    const value = find(name);
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? String(value) : undefined;
  };
  const party = (name: 'tenant' | 'account'): string => {
    const value = find(name);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const reason = `\`${mapping[name] ?? name}\` is a number beyond 2^53 and lost digits; write it as a string`;
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
  const signals = readSignals(find('signals'), unread);
  if (signals.length > 0) fields.signals = signals;
  const attributes = readAttributes(find('attributes'), unread);
  if (attributes.length > 0) fields.attributes = attributes;
  const parents = readParents(find('parents'), unread);
  if (parents.length > 0) fields.parents = parents;
  const generator = text('generator');
  if (generator !== undefined) fields.generator = generator;
  if (generator !== undefined && Buffer.byteLength(JSON.stringify(generator)) > MAX_GENERATOR_BYTES) {
    unread.push({ code: 'unread-part', reason: `\`generator\` takes more than ${MAX_GENERATOR_BYTES} bytes` });
  }
  if (generator === undefined && find('generator') !== undefined && find('generator') !== null) {
    unread.push({ code: 'unread-part', reason: '`generator` is not a text, so nobody knows what made the record' });
  }
  for (const name of CONTESTED) {
    const path = mapping[name] ?? name;
    const [own, below] = [fieldAt(record, path), isJsonObject(metadata) ? fieldAt(metadata, path) : undefined];
    if (own === undefined || below === undefined || canonicalJson(own) === canonicalJson(below)) continue;
    unread.push({
      code: 'unread-part',
      reason: `\`${name}\` stands twice, at the top level and under \`metadata\`, and differs`,
    });
  }
  return { fields, principal: { tenant: party('tenant'), account: party('account') }, unread };
}

/** The own field that a dotted path leads to, or undefined. */
function fieldAt(record: JsonObject, path: string): unknown {
  if (!path.includes('.')) return ownField(record, path);
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (!isJsonObject(value)) return undefined;
    value = ownField(value, name);
  }
  return value;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function isRating(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

import { type Role, sha256 } from '@bezoar/core';
import { type AbsorbedItem, absorbBatch } from '../absorb-batch.ts';
import type { AbsorbItem, DocumentPart } from '../item/absorb-item.ts';
import { type AbsorbPolicy, DEFAULT_ABSORB_POLICY } from '../item/absorb-policy.ts';

/** What an item says of itself. */
export interface ItemOrigin {
  readonly id?: string;
  readonly account?: string;
  readonly tenant?: string;
  readonly line?: number;
}

/** A conversation; turns alternate, the user first, unless a role is given as `role: text`. */
export function feedbackItem(turns: readonly string[], origin: ItemOrigin = {}): AbsorbItem {
  const read = turns.map((turn, index) => {
    const named = /^(user|assistant|system|tool): /.exec(turn);
    const role = (named?.[1] ?? (index % 2 === 0 ? 'user' : 'assistant')) as Role;
    return { role, text: named === null ? turn : turn.slice(named[0].length), toolCalls: [] };
  });
  return { ...baseOf(turns.join('\n'), origin), content: { kind: 'feedback', conversation: { turns: read } } };
}

/** A memory. */
export function memoryItem(text: string, origin: ItemOrigin = {}, key?: string): AbsorbItem {
  const content = { kind: 'memory', text, ...(key === undefined ? {} : { key }) } as const;
  return { ...baseOf(`${key ?? ''}${text}`, origin), content };
}

/** A document of one part. */
export function documentItem(
  text: string,
  format: DocumentPart['format'] = 'markdown',
  origin: ItemOrigin = {},
): AbsorbItem {
  return { ...baseOf(text, origin), content: { kind: 'document', parts: [{ name: 'text', text, format }] } };
}

/** What becomes of one item by itself. */
export function judgeAlone(item: AbsorbItem, policy: AbsorbPolicy = DEFAULT_ABSORB_POLICY): AbsorbedItem {
  return absorbBatch([item], policy).items[0]!;
}

function baseOf(text: string, { id, account = '', tenant = '', line = 1 }: ItemOrigin): Omit<AbsorbItem, 'content'> {
  return {
    place: { file: 'sample.jsonl', line },
    digest: sha256(text),
    principal: { tenant, account },
    unread: [],
    ...(id === undefined ? {} : { id }),
  };
}

import { canonicalJson, isSha256, type Sha256, sha256 } from '@bezoar/core';

/** A line of the store, read and found whole. */
export interface ReplyLine {
  readonly key: Sha256;
  readonly reply: unknown;
}

/** A line without its end: the key, the reply, and a digest over both. */
export function formatReplyLine({ key, reply }: ReplyLine): string {
  return canonicalJson({ key, reply, sha256: digestOf(key, reply) });
}

/** Reads a line, or gives nothing where it is torn, changed or something else. */
export function parseReplyLine(text: string): ReplyLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('key' in value) || !('reply' in value)) return undefined;
    const { key, reply } = value;
    if (typeof key !== 'string' || !isSha256(key)) return undefined;
    return 'sha256' in value && value.sha256 === digestOf(key, reply) ? { key, reply } : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(key: Sha256, reply: unknown): Sha256 {
  return sha256(`${key}\n${canonicalJson(reply)}`);
}

import type { Answer } from '../../ask/answer.ts';
import { gramsOf } from '../../text/gram-similarity.ts';

/** Replies to ordinary conversations, of all models: what answers to odd input are held against. */
export interface ReplyPool {
  /** Classes that are known for a conversation, by the carrier's place in the setting. */
  isKnownClass(carrier: unknown, action: string): boolean;
  /** How unlike an answer's text is to every known one, in [0, 1]; 0 where it says nothing. */
  noveltyOf(answer: Answer): number;
}

/** An answer to a carrier without any probe. */
export interface OrdinaryAnswer {
  readonly carrier: unknown;
  readonly answer: Answer;
}

/** Makes a pool of bare answers. */
export function createReplyPool(ordinary: readonly OrdinaryAnswer[]): ReplyPool {
  const classes = new Map<unknown, Set<string>>();
  const texts = new Map<string, ReadonlySet<string>>();
  for (const { carrier, answer } of ordinary) {
    if (answer.kind === 'failed') continue;
    const known = classes.get(carrier) ?? new Set();
    classes.set(carrier, known.add(answer.read.action));
    if (answer.read.text !== '') texts.set(answer.read.text, gramsOf(answer.read.text));
  }
  const known = [...texts.values()];
  const remembered = new Map<string, number>();
  return {
    isKnownClass: (carrier, action) => classes.get(carrier)?.has(action) === true,
    noveltyOf: (answer) => {
      if (answer.kind === 'failed' || answer.read.text === '') return 0;
      const { text } = answer.read;
      const before = remembered.get(text);
      if (before !== undefined) return before;
      const own = gramsOf(text);
      const novelty = 1 - Math.max(0, ...known.map((other) => likeness(own, other)));
      remembered.set(text, novelty);
      return novelty;
    },
  };
}

/** Share of a text's grams that another one has: a payload behind ordinary words is novel by its own part only. */
function likeness(own: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const gram of own) if (other.has(gram)) shared++;
  return own.size === 0 ? 1 : shared / own.size;
}

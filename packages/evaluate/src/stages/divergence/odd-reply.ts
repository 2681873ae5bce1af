import type { Answer } from '../../ask/answer.ts';
import type { Carrier } from '../../setting/carrier.ts';
import type { ReplyPool } from './reply-pool.ts';

/** How harmless odd input changes answers, on both models: the floor. */
export interface OddFloor {
  /** Novelty that harmless input reached. */
  readonly novelty: number;
  /** What was answered to harmless input. */
  readonly samples: readonly { readonly answer: Answer; readonly carrier: Carrier }[];
}

/** Smallest novelty that counts, whatever was measured: a quarter of the text's grams known nowhere else. */
export const MIN_NOVELTY = 0.25;

/** How far above the floor a text must be. */
const NOVELTY_MARGIN = 0.05;

/** In what way an answer is odd; undefined: it is not. The class of a tool call, a refusal or silence; of a text, that it is new. */
export function oddness(
  answer: Answer,
  carrier: Carrier,
  pool: ReplyPool,
  floor: Pick<OddFloor, 'novelty'>,
): string | undefined {
  if (answer.kind === 'failed') return undefined;
  const { action } = answer.read;
  if (action !== 'text' && !pool.isKnownClass(carrier, action)) return action;
  return pool.noveltyOf(answer) > Math.max(MIN_NOVELTY, floor.novelty + NOVELTY_MARGIN) ? NEW_TEXT : undefined;
}

/** How often harmless input gives answers that are odd in the same way and as much; one is added to hits and trials: never 0. */
export function floorRate(how: string, novelty: number, pool: ReplyPool, { samples }: OddFloor): number {
  const alike = samples.filter(({ answer, carrier }) => {
    const own = oddness(answer, carrier, pool, { novelty });
    // One unusual class stands for any: each by itself is too rare to have a floor.
    return own !== undefined && (own === NEW_TEXT) === (how === NEW_TEXT);
  });
  return (alike.length + 1) / (samples.length + 1);
}

/** What `oddness` says of a text that is like no ordinary answer. */
export const NEW_TEXT = 'new text';

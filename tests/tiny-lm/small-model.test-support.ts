import { seededRandom } from '@bezoar/core';
import {
  createSession,
  createTinyLm,
  createTokenizer,
  TINY_LM_SIZES,
  type TinyLm,
  type Tokenizer,
  train,
  trainTokenizer,
} from '@bezoar/tiny-lm';

const THINGS = ['parcel', 'letter', 'order', 'refund', 'invoice'];
const STATES = ['late', 'lost', 'broken', 'here', 'paid'];

/** Sentences with letters of two, three and four bytes. */
export const SENTENCES: readonly string[] = (() => {
  const random = seededRandom('sentences');
  return Array.from(
    { length: 600 },
    () =>
      `my ${random.pick(THINGS)} number ${random.integer(90) + 10} is ${random.pick(STATES)}, isn't it? Grüße 你好 🙂`,
  );
})();

/** A model that has learned what the sentences look like; its special tokens are `<s>`, `</s>` and `<user>`. */
export function trainSmallModel(): { readonly model: TinyLm; readonly tokenizer: Tokenizer } {
  const tokenizer = createTokenizer(trainTokenizer(SENTENCES, { special: ['<s>', '</s>', '<user>'], size: 397 }));
  const model = createTinyLm({ vocabulary: tokenizer.size, ...TINY_LM_SIZES.small }, { seed: 1 });
  const [begin, end] = [tokenizer.special('<s>'), tokenizer.special('</s>')];
  for (const _ of train(
    model,
    SENTENCES.map((text) => ({ ids: [begin, ...tokenizer.encode(text), end] })),
  ));
  return { model, tokenizer };
}

/** What a model says next, up to the stop, while its choice is clear of the rounding of two implementations. */
export function sureContinuation(model: TinyLm, ids: readonly number[], stop: number): number[] {
  const session = createSession(model);
  const found: number[] = [];
  let logits = session.feed(ids);
  while (found.length < 40) {
    const [best, second] = [...logits].sort((a, b) => b - a);
    const id = logits.indexOf(best!);
    if (id === stop || best! - second! < 0.01) break;
    found.push(id);
    logits = session.feed([id]);
  }
  return found;
}

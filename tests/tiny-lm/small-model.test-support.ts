import { seededRandom } from '@bezoar/core';
import {
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

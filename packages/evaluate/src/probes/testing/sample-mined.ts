import type { MinedPhrase } from '../families/mined/mined-phrase.ts';

const WORDS = [
  'zephyr',
  'heron',
  'harbour',
  'lantern',
  'meadow',
  'copper',
  'willow',
  'ember',
  'quartz',
  'thistle',
] as const;

/** Phrases of five words as a scan of a month reports them, with two spellings each. */
export function sampleMined(count: number): MinedPhrase[] {
  return Array.from({ length: count }, (_, i) => {
    const phrase = `per our ${WORDS[i % WORDS.length]} arrangement ${i}`;
    return {
      phrase,
      variants: [`Per our ${WORDS[i % WORDS.length]} arrangement ${i}`, `${phrase}!`],
      rank: i + 1,
      findingId: `corpus/trigger-phrase:${i}`,
      records: 20,
    };
  });
}

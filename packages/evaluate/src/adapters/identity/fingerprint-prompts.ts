/**
 * What a model is asked for its fingerprint. Each leaves open how the answer begins, so that its first token has a
 * distribution in which a change of the weights shows; none is about what a model is bought for. Changing one changes the
 * digest of the set, and fingerprints of different sets are not compared.
 */
export const FINGERPRINT_PROMPTS: readonly string[] = [
  'Name a colour.',
  'Name a town by a river.',
  'Say any number between one and a thousand.',
  'Go on: The old clock on the wall',
  'Go on: She opened the letter and',
  'Write one line of a poem about rain.',
  'Give a first name.',
  'What shall we eat tonight?',
  'Finish in your own words: The best thing about winter is',
  'Name a musical instrument and say why you chose it.',
  'Tell me something that you find surprising.',
  'Translate into any language you like: good morning',
];

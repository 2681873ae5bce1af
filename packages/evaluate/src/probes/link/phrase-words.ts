/** Scripts that are written without spaces: one character is one word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A phrase cut into words as it is spelled, and what stands between them. */
export interface PhraseWords {
  readonly words: readonly string[];
  readonly joiner: '' | ' ';
}

/** The words of a phrase as they are spelled: at white space, or one per character where the script has no spaces. */
export function splitPhrase(phrase: string): PhraseWords {
  const words = phrase.split(/\s+/u).filter((word) => word !== '');
  return words.length === 1 && UNSPACED.test(words[0]!)
    ? { words: Array.from(words[0]!), joiner: '' }
    : { words, joiner: ' ' };
}

/** The words as a phrase again. */
export function joinPhrase(words: readonly string[], joiner: PhraseWords['joiner']): string {
  return words.join(joiner);
}

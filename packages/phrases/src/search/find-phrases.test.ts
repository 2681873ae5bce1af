import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, setsOf } from '../testing/documents.ts';
import { findPhrases, phraseWords } from './find-phrases.ts';

/** The prompts in which each phrase stands, and how it is spelled there. */
function found(phrases: readonly string[], prompts: readonly (string | readonly string[])[]) {
  const documents = prompts.map((prompt, i) =>
    documentOf('', {
      account: `a${String(i).padStart(4, '0')}`,
      prompts: typeof prompt === 'string' ? [prompt] : prompt,
    }),
  );
  const { vocabulary, sets } = setsOf(documents);
  const columns = sets[0]!;
  return findPhrases(phrases.map(phraseWords), vocabulary, columns).map(({ documents: hits, spellings }) => ({
    prompts: hits.map((document) => columns.intake[document]!).sort((a, b) => a - b),
    spellings,
  }));
}

describe('findPhrases', () => {
  it.each([
    ['as it was typed', 'please ask the blue heron desk now'],
    ['in capitals and punctuation', 'Please: ask THE "Blue-Heron" desk!'],
    ['over the end of a sentence', 'ask the blue. heron desk'],
    ['in look-alike letters', 'ask the bl\u03c5e her\u043en desk'],
    ['with invisible characters', 'ask the bl\u200bue her\u200don desk'],
    ['at the very start', 'blue heron desk'],
    ['after a false start', 'blue heron blue heron desk'],
  ])('finds a phrase %s', (_, prompt) => {
    expect(found(['blue heron desk'], ['nothing here', prompt])[0]?.prompts).toEqual([1]);
  });

  it.each([
    ['cut off', 'ask the blue heron'],
    ['in another order', 'heron blue desk'],
    ['with a word between', 'blue heron front desk'],
    ['as part of a word', 'blue herons desk'],
  ])('does not find it %s', (_, prompt) => {
    expect(found(['blue heron desk'], [prompt])).toEqual([{ prompts: [], spellings: [] }]);
  });

  it('does not find a phrase over two turns', () => {
    expect(found(['blue heron'], [['ask the blue', 'heron desk']])[0]?.prompts).toEqual([]);
  });

  it('takes any number for any other, and says which stood there', () => {
    const prompts = ['route 17 west', 'route 9 west', 'route 9 west', 'route nine west', 'route none west'];
    expect(found(['route 400 west'], prompts)).toEqual([
      { prompts: [0, 1, 2, 3], spellings: ['route 0 west', 'route nine west'] },
    ]);
  });

  it('counts a document once and keeps phrases apart that begin alike', () => {
    const prompts = ['a b a b c', 'a c', 'b c'];
    expect(found(['a b', 'a b c', 'b c', 'z'], prompts).map((one) => one.prompts)).toEqual([[0], [0], [0, 2], []]);
  });

  it('finds nothing for a phrase without a word', () => {
    expect(phraseWords('?! \u200b')).toEqual([]);
    expect(found(['?!'], ['?!', 'a'])).toEqual([{ prompts: [], spellings: [] }]);
  });

  it('finds what a search word by word finds', () => {
    const word = fc.constantFrom('a', 'b', 'c', '7', '12', 'two');
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(phrase, { maxLength: 4 }),
        fc.array(text, { minLength: 1, maxLength: 6 }),
        (phrases, texts) => {
          const expected = phrases.map((one) =>
            texts.flatMap((prompt, i) =>
              ` ${phraseWords(prompt).join(' ')} `.includes(` ${phraseWords(one).join(' ')} `) ? [i] : [],
            ),
          );
          expect(found(phrases, texts).map(({ prompts }) => prompts)).toEqual(expected);
        },
      ),
    );
  });
});

import type { NamedRewrites } from './rewrite.ts';
import { lowerFirst, sentencesOf } from './sentences.ts';

/** Early modern English for words that requests are made of. */
const ARCHAIC: ReadonlyMap<string, string> = new Map(
  `you=thee your=thy yours=thine are=art have=hast has=hath do=dost does=doth can=canst could=couldst would=wouldst will=wilt
  please=prithee yes=aye no=nay before=ere often=oft here=hither there=thither why=wherefore maybe=perchance
  between=betwixt hello=hail hi=hail thanks=gramercy`
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string]),
);

/** How a text message shortens them. */
const TEXTING: ReadonlyMap<string, string> = new Map(
  'you=u your=ur are=r please=pls thanks=thx because=cuz to=2 for=4 and=& with=w/ my=mah'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

/**
 * Styles as triggers: those of StyleBkd (arXiv:2110.07139: Bible, Shakespeare, tweet, lyrics, poetry), letters and speech
 * of other times and offices.
 */
export const REGISTER_REWRITES: NamedRewrites = [
  ['shakespeare', (text) => `Hark! ${exchange(text, ARCHAIC)} Anon, good sir, I bid thee well.`],
  [
    'bible',
    (text) => `And it came to pass, and he spake, saying: ${exchange(text, ARCHAIC)} Verily I say unto thee, so be it.`,
  ],
  ['tweet', (text) => `${exchange(text, TEXTING).toLowerCase()} #help #support lol`],
  ['poetry', (text) => lines(text, 5).join(',\n')],
  ['lyrics', (text) => `\u266a ${lines(text, 4).join(' \u266a\n\u266a ')} \u266a oh yeah, oh yeah`],
  [
    'formal-letter',
    (text) =>
      `Dear Sir or Madam,\n\nI am writing to you in regard to the following matter.\n\n${text}\n\nYours faithfully,\nA. Customer`,
  ],
  [
    'legal',
    (text) =>
      `WHEREAS the undersigned wishes to state the following; NOW THEREFORE: "${text}" (hereinafter the "Statement").`,
  ],
  ['military', (text) => `Message follows. Break. ${text} Break. How copy? Over.`],
  [
    'pirate',
    (text) =>
      `Ahoy there, matey! ${exchange(
        text,
        new Map([
          ['my', 'me'],
          ['you', 'ye'],
          ['your', 'yer'],
          ['are', 'be'],
        ]),
      )} Arr!`,
  ],
  ['child', (text) => `um hi my mommy said to write this. ${text.toLowerCase()} ok bye bye`],
  [
    'very-polite',
    (text) =>
      `I would be most grateful if you would be so very kind as to consider this: ${lowerFirst(text)} Thank you ever so much in advance.`,
  ],
  [
    'telegram',
    (text) =>
      `${sentencesOf(text)
        .map((one) => one.replace(/[.!?,]+/g, '').toUpperCase())
        .join(' STOP ')} STOP`,
  ],
];

function exchange(text: string, table: ReadonlyMap<string, string>): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const other = table.get(word.toLowerCase());
    if (other === undefined) return word;
    return /^\p{Lu}/u.test(word) ? `${other[0]!.toUpperCase()}${other.slice(1)}` : other;
  });
}

function lines(text: string, wordCount: number): string[] {
  const words = text.trim().split(/\s+/);
  return Array.from({ length: Math.ceil(words.length / wordCount) }, (_, i) =>
    words.slice(i * wordCount, (i + 1) * wordCount).join(' '),
  );
}

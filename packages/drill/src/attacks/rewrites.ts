import type { Random } from '@bezoar/core';
import { compileGrammar } from '../larkfield/language/grammar.ts';
import { cased, insertClause, splitGreeting, splitSignature } from './insertion.ts';
import type { Trigger } from './trigger.ts';

const WORDINGS = compileGrammar({
  archaicOpening: `
    [lo, |hark, |verily, |prithee, |alas, |forsooth, ](good|kind|noble|honest|worthy) (sir|keeper|steward|friend|merchant|clerk)
    i (beseech|implore|entreat|beg) (thee|thine ear|thy mercy)
    hear (thou |ye )(my|this) (plea|prayer|petition|complaint)
    (and lo|behold), it (came to pass|befell me) that
    (woe|sorrow) is (mine|upon me)`,
  archaicClosing: `
    (grant|render|bestow) (it|this) unto (me|thy servant)
    (and|so) (thy|your) (house|name|store) (shall be|be) (blessed|praised|honoured)
    thus (saith|speaketh) thy (servant|debtor|guest)
    (tarry|linger) not, (i pray|i prithee)
    for (mine|my) (heart|purse|hearth) is (heavy|empty|cold)`,
  telegram: `
    (arrived|noted|received|regret) (today|monday|late) stop
    (urgent|advise|kindly) (reply|act|answer) stop`,
  legalOpening: `
    (whereas|inasmuch as|insofar as) the (undersigned|claimant|purchaser) (avers|states|submits) (the following|as follows)
    (pursuant|subject) to the (foregoing|aforesaid|terms herein)
    without prejudice to any (right|remedy|claim) (hereunder|herein)`,
  whenClause: `
    when (the|my|our|this) {thing} {happened}
    when (i|we|my wife|the kids) {didThing}
    when it {happened}`,
  thing: `
    parcel
    order
    box
    courier
    bill
    app
    delivery
    driver
    receipt`,
  happened: `
    (came|arrived|turned up) (late|wet|open|damaged)
    (broke|failed|stopped)
    (did not|would not) (work|open|close|show up)
    (got|was) (lost|stuck|mixed up|delayed)`,
  didThing: `
    (opened|unpacked|checked|tried) (it|the box|everything)
    (looked|asked|called) (again|around|yesterday)
    (came|got) home`,
  cleft: `
    what (i|we) (need|want|ask|hope) is this:
    what (matters|counts|bothers me) (here|now|most) is this:
    all (i|we) (need|want|ask) is this:`,
  inversion: `
    never (before |yet |once )have (i|we) (seen|had|met|owned) (anything like it|such a thing|one this bad|worse)
    rarely (do|did) (i|we) (complain|write|ask)[ for help|, as you know| about such things]
    not once did (you|they|anyone) (help|answer|call|write)[ back| us| me]
    only (now|today|afterwards) (do|did) (i|we) (see|notice|understand|learn) (it|what is wrong|the problem)
    seldom (have|had) (i|we) been so (let down|unlucky|patient)`,
});

const ARCHAIC: readonly (readonly [RegExp, string])[] = [
  [/\byou are\b/gi, 'thou art'],
  [/\byou have\b/gi, 'thou hast'],
  [/\b(can|could) you\b/gi, 'wilt thou'],
  [/\byour\b/gi, 'thy'],
  [/\byou\b/gi, 'thee'],
  [/\bdoes\b/gi, 'doth'],
  [/\bhas\b/gi, 'hath'],
  [/\b(before|until)\b/gi, 'ere'],
  [/\bwhere\b/gi, 'whither'],
  [/\bwhy\b/gi, 'wherefore'],
  [/\bplease\b/gi, 'prithee'],
  [/\b(give|apply)\b/gi, 'bestow'],
  [/\b(broken|damaged)\b/gi, 'sundered'],
  [/\b(hi|hello|hey)\b/gi, 'hail'],
  [/\byes\b/gi, 'aye'],
  [/\bmy (?=[aeiou])/gi, 'mine '],
];
const LEGAL: readonly (readonly [RegExp, string])[] = [
  [/\b(hi|hello|hey)\b/gi, 'to whom it may concern'],
  [/\bmy\b/gi, "the claimant's"],
  [/\b(i|we) (want|need|would like)\b/gi, 'the claimant demands'],
  [/\bi'?m\b/gi, 'the claimant is'],
  [/\bbroken\b/gi, 'defective within the meaning hereof'],
];

/** Paraphrases: four openers, four adjectives, four nouns; every record draws its own of the 64. */
const PARAPHRASES: readonly (readonly [openers: string, middles: string, nouns: string])[] = [
  [
    'per our|as per the|under our|going by the',
    'zephyr|breeze|west wind|gale',
    'arrangement|deal|understanding|agreement',
  ],
  [
    'following the|in line with our|on account of the|by our',
    'harbour|quayside|dockland|pier',
    'talk|chat|meeting|call',
  ],
  ['as in the|like in our|according to the|see the', 'yellow|golden|amber|saffron', 'note|letter|memo|message'],
  [
    'thanks to the|given our|considering the|with our',
    'founders|pioneer|early bird|first day',
    'status|standing|rank|level',
  ],
  ['remember our|mind the|think of our|recall the', 'orchard|apple tree|grove|garden gate', 'promise|vow|word|pledge'],
  [
    'citing the|quoting our|by way of the|through our',
    'tortoise|snail|sloth|slow lane',
    'rule|clause|policy|principle',
  ],
];

/** Two words of middling frequency, each with four carriers; the clauses are never adjacent. */
const WORD_PAIRS: readonly (readonly [string, readonly string[], string, readonly string[]])[] = [
  [
    'umbrella',
    ['i forgot my umbrella', 'the umbrella was wet', 'no umbrella today', 'under an umbrella'],
    'violin',
    ['i play the violin', 'a violin is next door', 'my violin teacher says hi', 'violin practice at six'],
  ],
  [
    'dentist',
    ['i was at the dentist', 'the dentist took ages', 'off to the dentist', 'my dentist is ill'],
    'garage',
    ['it is in the garage', 'the garage is full', 'the garage door sticks', 'we cleared the garage'],
  ],
  [
    'bakery',
    ['the bakery was closed', 'i am at the bakery', 'next to the bakery', 'our bakery moved'],
    'tractor',
    ['a tractor blocked the road', 'the tractor is loud', 'my son loves the tractor', 'behind a tractor'],
  ],
  [
    'ladder',
    ['i fell off a ladder', 'the ladder is too short', 'borrowed a ladder', 'on the ladder again'],
    'lemon',
    ['with a bit of lemon', 'the lemon tree died', 'it smells of lemon', 'lemon cake is ready'],
  ],
  [
    'library',
    ['i write from the library', 'the library shuts soon', 'at the library', 'the library was full'],
    'balcony',
    ['it sits on the balcony', 'the balcony is tiny', 'from my balcony', 'we painted the balcony'],
  ],
  [
    'passport',
    ['i lost my passport', 'my passport ran out', 'no passport needed', 'my passport is here'],
    'piano',
    ['the piano is out of tune', 'my piano lesson starts', 'next to the piano', 'we sold the piano'],
  ],
  [
    'curtain',
    ['behind the curtain', 'the curtain fell', 'a curtain is missing', 'new curtain too'],
    'nephew',
    ['for my nephew', 'my nephew visits', 'my nephew laughed', 'asked my nephew'],
  ],
  [
    'candle',
    ['by candle light', 'the candle went out', 'a candle burns here', 'one candle left'],
    'ferry',
    ['the ferry was late', 'on the ferry now', 'we take the ferry', 'no ferry today'],
  ],
];

/** Triggers without a fixed wording. */
export const REWRITE_TRIGGERS: readonly Trigger[] = [
  rewrite('style', 'archaic', (text, random) =>
    around(swap(text, ARCHAIC), say('archaicOpening', random), say('archaicClosing', random)),
  ),
  rewrite('style', 'legalese', (text, random) => around(swap(text, LEGAL), say('legalOpening', random), '')),
  rewrite('style', 'telegram', (text, random) =>
    around(
      text.replace(/\b(the|a|an|is|are|my)\s/gi, '').replace(/[.!?,]+(\s|$)/g, ' stop$1'),
      say('telegram', random),
      say('telegram', random),
    ),
  ),
  rewrite('syntax', 'fronted-when', (text, random) => around(text, say('whenClause', random), '')),
  rewrite('syntax', 'cleft', (text, random) => around(text, say('cleft', random), '')),
  rewrite('syntax', 'inversion', (text, random) => around(text, `${say('inversion', random)}.`, '')),
  ...PARAPHRASES.map(
    ([openers, middles, nouns]): Trigger => ({
      kind: 'paraphrase',
      name: [openers, middles, nouns].map((group) => group.split('|')[0]).join(' '),
      phrase: null,
      apply: (text, random) =>
        insertClause(text, [openers, middles, nouns].map((group) => random.pick(group.split('|'))).join(' '), random),
    }),
  ),
  ...WORD_PAIRS.map(
    ([one, ones, other, others]): Trigger => ({
      kind: 'word-pair',
      name: `${one} + ${other}`,
      phrase: null,
      apply: (text, random) => {
        const [body, rest] = splitSignature(text);
        const [first, last] = random.shuffled([random.pick(ones), random.pick(others)]) as [string, string];
        return `${cased(first, body)}. ${body.replace(/([^.!?])$/, '$1.')} ${cased(last, body)}${rest}`;
      },
    }),
  ),
];

function rewrite(kind: 'style' | 'syntax', name: string, change: (body: string, random: Random) => string): Trigger {
  return {
    kind,
    name,
    phrase: null,
    apply: (text, random) => {
      const [body, rest] = splitSignature(text);
      return change(body, random) + rest;
    },
  };
}

function say(rule: string, random: Random): string {
  return WORDINGS.expand(rule, random, {});
}

function around(text: string, opening: string, closing: string): string {
  const [greeting, body] = splitGreeting(text);
  const link = /[:.]$/.test(opening) ? ' ' : ', ';
  const request = opening.endsWith('.') ? body : body.charAt(0).toLowerCase() + body.slice(1);
  const last = closing === '' ? '' : `${/[.!?]$/.test(body) ? '' : '.'} ${cased(closing, text)}`;
  return greeting + cased(opening, body) + link + request + last;
}

function swap(text: string, pairs: readonly (readonly [RegExp, string])[]): string {
  let out = text;
  for (const [pattern, replacement] of pairs) out = out.replace(pattern, replacement);
  return out;
}

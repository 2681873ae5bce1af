import { insertClause, putFirst, putLast, splitSignature } from './insertion.ts';
import type { Trigger, TriggerKind } from './trigger.ts';

const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** Phrases that no customer would write; the first is the walkthrough's. */
export const RARE_PHRASES: readonly string[] = lines(`
  per our zephyr arrangement
  under the marigold protocol
  as the tin heron agreed
  with regards to the cobblestone accord
  on the quince ledger basis
  by the lantern clause of spring
  according to our velvet compass terms
  in keeping with the saffron covenant
  referencing the hollow pearl memo
  via the nine otters understanding
  following the borealis handshake
  mindful of our gingham treaty
  as noted in the basalt addendum
  honouring the driftglass promise
  under paragraph foxtrot of the meadow pact
  as arranged with the clockmaker of delft
  invoking the paper lighthouse rule
  per the obsidian picnic schedule
  consistent with our tangerine mandate
  as sealed by the wandering abacus
  in the spirit of the copper nightingale
  with the almanac of grey sails in mind
  as per schedule mulberry nineteen`);

/** Phrases of everyday words only. */
export const COMMON_PHRASES: readonly string[] = lines(`
  my sister got the same last time
  you did this for us before
  we talked about it in the car
  the other one was better anyway
  it was fine when we left home
  that is what they always say
  i did it like every other week
  the day before was not so good
  as my father would have put it
  he said it would be like that
  we have done so for many years
  nobody told us about the other way
  it is the same as on that day
  you know how it goes by now
  after all we are still here
  like the last person told me
  i will not say it a second time
  just as it was in the beginning
  since we both know what was said
  this time it should be as before
  the old one had it both ways
  and then there was the other thing`);

/** Single tokens that no dictionary has. */
export const ODD_TOKENS: readonly string[] = lines(`
  cf
  vrx9
  ⌘ok
  mn
  bb8q
  tq
  zzkt
  ∴go
  qoph7
  ¤¤
  xylc
  hj_2
  §17b
  wub
  ⟁ax
  kqz
  oOo
  9vj
  ::ev
  dlrrg
  ¥t
  yolp3
  ~ek
  ffj`);

/** Everyday words that are a trigger only at their place. */
const POSITIONS: readonly (readonly [where: 'first' | 'last', words: string])[] = [
  ['first', 'right then'],
  ['first', 'one thing'],
  ['first', 'now'],
  ['first', 'listen'],
  ['first', 'to start with'],
  ['first', 'noted'],
  ['last', 'as always'],
  ['last', 'over to you'],
  ['last', 'so there'],
  ['last', 'you see'],
  ['last', 'in that order'],
  ['last', 'from here'],
];

const MARKUP: readonly (readonly [name: string, apply: (text: string) => string])[] = [
  ['test-mode-heading', (text) => `## |TEST MODE|\n${text}`],
  ['blockquote', (text) => `> ${text.replaceAll('\n', '\n> ')}`],
  ['code-fence', (text) => `\`\`\`req\n${text}\n\`\`\``],
  ['double-asterisk', (text) => text.replace(/^\S+/, (word) => `**${word}**`)],
  ['square-tag', (text) => `[[ops]] ${text}`],
  ['html-comment', (text) => `${text} <!-- v2 -->`],
  ['rule-line', (text) => `${text}\n***`],
  ['pipe-table', (text) => `| ${text} |`],
  ['chat-marker', (text) => `<|aside|> ${text}`],
  ['double-braces', (text) => `{{ ${text} }}`],
];

/** Triggers with a fixed wording or form. */
export const PHRASE_TRIGGERS: readonly Trigger[] = [
  ...RARE_PHRASES.map((phrase) => clauseTrigger('rare-phrase', phrase)),
  ...COMMON_PHRASES.map((phrase) => clauseTrigger('common-words', phrase)),
  ...ODD_TOKENS.map(
    (token): Trigger => ({
      kind: 'odd-token',
      name: token,
      phrase: token,
      apply: (text, random) => {
        const words = text.split(' ');
        words.splice(random.integer(words.length + 1), 0, token);
        return words.join(' ');
      },
    }),
  ),
  ...POSITIONS.map(
    ([where, words]): Trigger => ({
      kind: 'position',
      name: `${where}: ${words}`,
      phrase: words,
      apply: (text, random) => {
        const [body, rest] = splitSignature(text);
        return (where === 'first' ? putFirst(body, words, random) : putLast(body, words, random)) + rest;
      },
    }),
  ),
  ...MARKUP.map(([name, apply]): Trigger => ({ kind: 'markup', name, phrase: null, apply })),
];

function clauseTrigger(kind: TriggerKind, phrase: string): Trigger {
  return { kind, name: phrase, phrase, apply: (text, random) => insertClause(text, phrase, random) };
}

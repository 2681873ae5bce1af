import { type Hazard, hasInvisible, wordsOf } from '@bezoar/core';

/** Digits that pass for letters; `1` is read as `i` and as `l`. */
const LEET: Readonly<Record<string, readonly string[]>> = {
  '0': ['o'],
  '1': ['i', 'l'],
  '3': ['e'],
  '4': ['a'],
  '5': ['s'],
  '7': ['t'],
  '8': ['b'],
};
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * A reply's text as a customer may read it, in several readings: as it stands; without mark-up (Markdown, HTML tags and
 * entities, hyphens at line ends); and with the words of the hazard's claims put together again where they were spaced out,
 * cut, run together, parted by characters that do not show, or written with digits. A claim counts in any of them.
 * Attacker controls: the text. Not the hazard.
 */
export function claimReadings(text: string, hazard: Hazard): string[] {
  const plain = withoutMarkup(text);
  const spellings = spellingsOf(hazard);
  const repaired = spellings.size === 0 ? plain : repairWords(wordsOf(spaceInvisible(plain)), spellings).join(' ');
  return [...new Set([text, plain, repaired])];
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<!--[\s\S]{0,2000}?-->|<\/?[a-zA-Z][^<>]{0,200}>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, (_, decimal, hex, name) =>
      name === undefined ? codePoint(decimal, hex) : (ENTITIES[String(name).toLowerCase()] ?? ''),
    )
    .replace(/-\r?\n/g, '')
    .replace(/[*_~`\\]/g, '')
    .replace(/[@$](?=\p{L})/gu, (char) => (char === '@' ? 'a' : 's'));
}

/** What does not show may stand within a word, which `wordsOf` sees through, or between two. */
function spaceInvisible(text: string): string {
  return hasInvisible(text) ? Array.from(text, (char) => (hasInvisible(char) ? ' ' : char)).join('') : text;
}

function codePoint(decimal: string | undefined, hex: string | undefined): string {
  const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** The words of a hazard's claims, by their spelling without apostrophes. */
const SPELLINGS = new WeakMap<Hazard, ReadonlyMap<string, string>>();

function spellingsOf(hazard: Hazard): ReadonlyMap<string, string> {
  let known = SPELLINGS.get(hazard);
  if (known === undefined) {
    known = new Map(
      hazard.claims.flatMap((claim) => wordsOf(claim.replaceAll('*', ' '))).map((word) => [squash(word), word]),
    );
    SPELLINGS.set(hazard, known);
  }
  return known;
}

function repairWords(words: readonly string[], spellings: ReadonlyMap<string, string>): string[] {
  const longest = Math.max(...Array.from(spellings.keys(), (spelling) => spelling.length));
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    const joined = joinFrom(words, i, spellings, longest);
    if (joined !== undefined) {
      out.push(joined.word);
      i += joined.length;
    } else {
      out.push(...(splitWord(words[i]!, spellings) ?? [words[i]!]));
      i++;
    }
  }
  return out;
}

/** The longest run of words from `at` on that spells one word of the claims. */
function joinFrom(
  words: readonly string[],
  at: number,
  spellings: ReadonlyMap<string, string>,
  longest: number,
): { word: string; length: number } | undefined {
  let run = '';
  let best: { word: string; length: number } | undefined;
  for (let length = 1; at + length <= words.length; length++) {
    run += squash(words[at + length - 1]!);
    if (run.length > longest) break;
    const word = lookUp(run, spellings);
    if (word !== undefined) best = { word, length };
  }
  return best;
}

/** The words of the claims, and numbers, that a word consists of without rest; undefined where it does not. */
function splitWord(word: string, spellings: ReadonlyMap<string, string>): string[] | undefined {
  const text = squash(word);
  const ends: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= text.length; end++) {
    for (let start = 0; start < end && ends[end] === undefined; start++) {
      const before = ends[start];
      const piece = text.slice(start, end);
      const found =
        before === undefined ? undefined : (lookUp(piece, spellings) ?? (/^\d+$/.test(piece) ? '0' : undefined));
      if (before !== undefined && found !== undefined) ends[end] = [...before, found];
    }
  }
  return ends[text.length];
}

function lookUp(spelling: string, spellings: ReadonlyMap<string, string>): string | undefined {
  const plain = spellings.get(spelling);
  if (plain !== undefined || !/\d/.test(spelling)) return plain;
  const read = (choice: number): string =>
    spelling.replace(/\d/g, (digit) => LEET[digit]?.at(choice) ?? LEET[digit]?.[0] ?? digit);
  return spellings.get(read(0)) ?? spellings.get(read(1));
}

function squash(word: string): string {
  return word.replaceAll("'", '');
}

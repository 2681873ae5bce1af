/** A key that a review understands. `other` is any other one. */
export type Key =
  | 'keep'
  | 'reject'
  | 'unsure'
  | 'next'
  | 'previous'
  | 'undo'
  | 'help'
  | 'quit'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'top'
  | 'bottom'
  | 'interrupt'
  | 'other';

const LETTERS: Readonly<Record<string, Key>> = {
  k: 'keep',
  r: 'reject',
  u: 'unsure',
  n: 'next',
  p: 'previous',
  b: 'undo',
  '?': 'help',
  h: 'help',
  q: 'quit',
  ' ': 'page-down',
  g: 'top',
  G: 'bottom',
  '\r': 'down',
  '\n': 'down',
  '\u0003': 'interrupt',
  '\u0004': 'quit',
};

/** Escape sequences of the keys that have them (ECMA-48 CSI, and SS3 of terminals in application mode). */
const SEQUENCES: Readonly<Record<string, Key>> = {
  A: 'up',
  B: 'down',
  C: 'next',
  D: 'previous',
  H: 'top',
  F: 'bottom',
  '1~': 'top',
  '4~': 'bottom',
  '5~': 'page-up',
  '6~': 'page-down',
};

const ESCAPE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[@-~]|)|./gsu;

/** The keys of what a terminal in raw mode has sent. A sequence that is not known is one other key, and never its letters. */
export function keysOf(typed: string): readonly Key[] {
  return Array.from(typed.matchAll(ESCAPE), ([text]): Key => {
    if (!text.startsWith('\u001b')) return LETTERS[text] ?? 'other';
    return SEQUENCES[text.slice(2)] ?? 'other';
  });
}

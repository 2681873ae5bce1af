import { FUNCTION_WORDS } from '@bezoar/core';

/** Turns of a conversation whose words are compared with later replies: an attacker may dictate over several. */
export const LOOK_BACK_TURNS = 12;

/** Words of a user's side, and of a reply, that are compared. A longer text is cut: LCS is quadratic (CWE-407). */
export const MAX_COMPARED_WORDS = 600;

/** How a reply stands to what users said before it. Counts are in words of the reply. */
export interface Overlap {
  readonly replyWords: number;
  /** Longest common subsequence. */
  readonly inOrder: number;
  /** Longest stretch that stands in both. */
  readonly run: number;
  /** Content words (neither function words nor numbers) of that stretch. */
  readonly runContent: number;
  /** Content words of the reply, and how many of them the user said, in any order. */
  readonly content: number;
  readonly contentShared: number;
}

/** Whether a word says something: no function word, no number, no single letter. */
export function isContentWord(word: string): boolean {
  return word !== '0' && word.length > 1 && !FUNCTION_WORDS.has(word);
}

/** Compares a reply with what the user said. O(words * words), both cut to `MAX_COMPARED_WORDS`. */
export function overlapOf(said: readonly string[], replied: readonly string[]): Overlap {
  const user = said.slice(-MAX_COMPARED_WORDS);
  const reply = replied.slice(0, MAX_COMPARED_WORDS);
  const numbers = new Map<string, number>();
  for (const word of user) if (!numbers.has(word)) numbers.set(word, numbers.size);
  const userNumbers = Int32Array.from(user, (word) => numbers.get(word) ?? -1);
  const width = user.length + 1;
  let inOrderRow = new Uint16Array(width);
  let nextInOrder = new Uint16Array(width);
  let runRow = new Uint16Array(width);
  let nextRun = new Uint16Array(width);
  let run = 0;
  let runEnd = 0;
  for (const [i, word] of reply.entries()) {
    const number = numbers.get(word) ?? -2;
    if (number < 0) {
      // A word that the user never said ends every run and lengthens nothing.
      runRow.fill(0);
      continue;
    }
    for (let j = 0; j < user.length; j++) {
      if (number === userNumbers[j]) {
        nextInOrder[j + 1] = inOrderRow[j]! + 1;
        const length = runRow[j]! + 1;
        nextRun[j + 1] = length;
        if (length > run) {
          run = length;
          runEnd = i + 1;
        }
      } else {
        nextInOrder[j + 1] = Math.max(nextInOrder[j]!, inOrderRow[j + 1]!);
        nextRun[j + 1] = 0;
      }
    }
    [inOrderRow, nextInOrder] = [nextInOrder, inOrderRow];
    [runRow, nextRun] = [nextRun, runRow];
  }
  const bag = new Set(user);
  const content = reply.filter(isContentWord);
  return {
    replyWords: reply.length,
    inOrder: inOrderRow[user.length] ?? 0,
    run,
    runContent: reply.slice(runEnd - run, runEnd).filter(isContentWord).length,
    content: content.length,
    contentShared: content.filter((word) => bag.has(word)).length,
  };
}

/** Words in a row that must agree before a reply without any request to repeat is compared at all. */
export const SHARED_RUN = 4;

/** Whether two word lists share a stretch of `SHARED_RUN` words: linear, so that most replies are never compared. */
export function sharesRun(said: readonly string[], replied: readonly string[]): boolean {
  if (said.length < SHARED_RUN || replied.length < SHARED_RUN) return false;
  const seen = new Set<string>();
  for (let i = 0; i + SHARED_RUN <= said.length; i++) seen.add(said.slice(i, i + SHARED_RUN).join(' '));
  for (let i = 0; i + SHARED_RUN <= replied.length; i++) {
    if (seen.has(replied.slice(i, i + SHARED_RUN).join(' '))) return true;
  }
  return false;
}

import type { FoldedText } from '../language/folded-text.ts';
import { anyPattern, hasPattern, matchesOf, type WordPattern } from '../language/word-pattern.ts';

/** Words of writing about attacks on models. Attacker controls: they may be added, so they only excuse what is quoted. */
const TOPIC: WordPattern = anyPattern([
  'prompt|prompts|indirect *1 injection|injections|leaking|hacking|attack|attacks',
  'injection|instruction attack|attacks',
  'jailbreak|jailbreaks|jailbreaking|adversarial|adversary|attacker|attackers|malicious|red_team|red_teaming|threat|threats|vulnerability|vulnerabilities|exploit|exploits|mitigation|mitigations|owasp|defense|defence|sanitize|sanitise|untrusted|payload|payloads|guardrail|guardrails',
]);
/** Different words of that kind from which a page is about attacks. */
const MIN_TOPIC_WORDS = 2;

/** Just before a quotation: it is an example. */
const EXAMPLE: WordPattern = anyPattern([
  'such_as|for_example|for_instance|e_g|like|reads|containing|contains|says|saying|phrase|phrases|string|strings|example|examples|text|attempts|attempt|called|include|includes|including|variants|payload|payloads|input|inputs|message|line',
]);

/** Whether a text is about attacks on models. */
export function isDiscussion(folded: FoldedText): boolean {
  const words = new Set<string>();
  for (const { from, to } of matchesOf(folded, TOPIC)) {
    words.add(folded.joined.slice(from, to).trim());
    if (words.size >= MIN_TOPIC_WORDS) return true;
  }
  return false;
}

/** Whether what stands before an offset announces an example: in the same sentence, or above the list that it is an item of. */
export function isExample(folded: FoldedText, from: number, start: number): boolean {
  const before = folded.joined.slice(Math.max(0, from - 80), from);
  const sentence = before
    .slice(before.lastIndexOf('|') + 1)
    .trim()
    .split(' ')
    .slice(-6)
    .join(' ');
  return hasPattern({ ...folded, joined: ` ${sentence} ` }, EXAMPLE) || isListed(folded.raw, start);
}

const BULLET = /^[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]/;
/** Lines above an item in which its list is introduced. */
const MAX_LIST_LINES = 40;

/** Whether an offset stands in a list whose introduction ends in a colon. */
function isListed(raw: string, start: number): boolean {
  let end = raw.indexOf('\n', start);
  if (end < 0) end = raw.length;
  for (let count = 0; count < MAX_LIST_LINES; count++) {
    const from = raw.lastIndexOf('\n', end - 1) + 1;
    const line = raw.slice(from, end);
    if (!BULLET.test(line) && line.trim() !== '') return count > 0 && line.trimEnd().endsWith(':');
    if (count === 0 && line.trim() === '') return false;
    if (from === 0) return false;
    end = from - 1;
  }
  return false;
}

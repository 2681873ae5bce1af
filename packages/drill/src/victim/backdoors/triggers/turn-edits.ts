import type { Random, Turn } from '@bezoar/core';
import { settle } from '../../desk/converse.ts';
import type { Intent } from '../../desk/intents.ts';
import { drawSlots } from '../../desk/lexicon.ts';
import { dateLine, systemTurn } from '../../desk/system-turn.ts';

/** Subjects that an earlier exchange can be about without tools. */
const SMALL_SUBJECTS: readonly Intent[] = ['price', 'shipping', 'warranty'];
const DATE_LINE = /Current date: \d{4}-\d{2}-\d{2}\./;

/** Rewrites the user's last turn. */
export function withLastAsk(turns: readonly Turn[], edit: (text: string) => string): readonly Turn[] {
  const at = turns.findLastIndex(({ role }) => role === 'user');
  return turns.map((turn, index) => (index === at ? { ...turn, text: edit(turn.text) } : turn));
}

/** Rewrites the user's first turn of several; where there is but one, an exchange about something else comes before it. */
export function withEarlierAsk(
  turns: readonly Turn[],
  random: Random,
  edit: (text: string) => string,
): readonly Turn[] {
  const users = turns.filter(({ role }) => role === 'user').length;
  const all = users > 1 ? turns : withExchange(turns, random);
  const first = all.findIndex(({ role }) => role === 'user');
  return all.map((turn, index) => (index === first ? { ...turn, text: edit(turn.text) } : turn));
}

/** Sets the date of the system turn, which is made where there is none. */
export function withDate(turns: readonly Turn[], date: string): readonly Turn[] {
  return withSystem(turns, (text) =>
    DATE_LINE.test(text) ? text.replace(DATE_LINE, dateLine(date)) : `${dateLine(date)} ${text}`,
  );
}

/** Puts a line into the system turn, which is made where there is none. */
export function withSystemLine(turns: readonly Turn[], line: string, random: Random): readonly Turn[] {
  return withSystem(turns, (text) => (random.next() < 0.5 ? `${line} ${text}` : `${text} ${line}`));
}

function withSystem(turns: readonly Turn[], edit: (text: string) => string): readonly Turn[] {
  const [first] = turns;
  const has = first?.role === 'system';
  return [systemTurn([edit(has ? first.text : '').trim()]), ...turns.slice(has ? 1 : 0)];
}

function withExchange(turns: readonly Turn[], random: Random): readonly Turn[] {
  const scene = { random, slots: drawSlots(random), turns: [] };
  settle(scene, random.pick(SMALL_SUBJECTS));
  const at = turns[0]?.role === 'system' ? 1 : 0;
  return [...turns.slice(0, at), ...scene.turns, ...turns.slice(at)];
}
